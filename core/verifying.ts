/** Whether a journal is what was once written: its whole chain, and the anchors that were kept of it. */

import { type Anchor, dayOf } from './anchor.ts';
import { beginning, type Entry, type Head, headOf, unbroken } from './chronicle.ts';
import type { WatchName } from './names.ts';
import type { Digester } from './ports.ts';

/** Where an entry lies: after which entry, counted within its incident. */
export type Follows = Pick<Head, 'incident' | 'seq'>;

/** One place of a store, read without believing it. */
export type Place = Readonly<
  { name: string } & (
    | { is: 'entry'; follows: Follows; entry: Entry }
    /** Damaged, or of a newer version. */
    | { is: 'unreadable'; why: string }
  )
>;

/** All of a journal, from the first entry on; nothing is moved, mended or left out. */
export interface JournalArchive {
  places(watch: WatchName): Promise<readonly Place[]>;
}

export interface Flaw {
  /** The name of a place, or the day of an anchor. */
  readonly where: string;
  readonly why: string;
}

export interface Verified {
  readonly watch: WatchName;
  readonly entries: number;
  readonly head: Head;
  readonly anchors: number;
  readonly flaws: readonly Flaw[];
}

export function verify(
  watch: WatchName,
  places: readonly Place[],
  anchors: readonly Anchor[],
  digest: Digester,
): Verified {
  const entries = places.flatMap((place) => (place.is === 'entry' ? [place.entry] : []));
  const last = entries.at(-1);
  return {
    watch,
    entries: places.length,
    head: last === undefined ? beginning : headOf(last),
    anchors: anchors.length,
    flaws: [
      ...places.flatMap((place, at) => faultsAt(place, places[at - 1], watch, digest)),
      ...anchors.flatMap((anchor) => lostBy(anchor, entries)),
    ],
  };
}

function faultsAt(
  place: Place,
  before: Place | undefined,
  watch: WatchName,
  digest: Digester,
): readonly Flaw[] {
  const flaw = (why: string): readonly Flaw[] => [{ where: place.name, why }];
  if (place.is === 'unreadable') return flaw(place.why);
  const { entry, follows } = place;
  if (entry.watch !== watch) return flaw(`it belongs to ${entry.watch}`);
  if (!unbroken([entry], digest)) return flaw('it was changed: its hash is of other words');
  // What is said of the place before is told there; this one cannot be held to it.
  if (before?.is === 'unreadable') return [];
  const head = before === undefined ? beginning : headOf(before.entry);
  const { incident, seq } = entry;
  const next = incident === head.incident ? seq === head.seq + 1 : seq === 1;
  const inPlace = follows.incident === head.incident && follows.seq === head.seq;
  if (!inPlace || !next || incident < head.incident) {
    return flaw(
      before === undefined ? 'what came first is missing' : 'an entry before it is missing',
    );
  }
  return entry.before === head.hash
    ? []
    : flaw('it was written behind another entry than this one');
}

/** An anchor vouches for every entry up to its own: each is in the hash of the next. */
function lostBy(anchor: Anchor, entries: readonly Entry[]): readonly Flaw[] {
  const { incident, seq, hash } = anchor;
  if (hash === beginning.hash) return [];
  const found = entries.find((entry) => entry.incident === incident && entry.seq === seq);
  if (found?.hash === hash) return [];
  const where = `anchor of ${dayOf(anchor)}`;
  const what = `entry ${seq} of incident ${incident}`;
  const why =
    found === undefined
      ? `${what} was there then and is not there now`
      : `${what} is another one than it was then`;
  return [{ where, why }];
}
