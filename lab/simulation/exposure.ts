/** When a singleton ran on both sides in a story: who made it so, how long, and who ended it. */

import { type Instant, type ServiceName, type Side, sides } from '../../core/names.ts';
import type { Write } from '../world/azure.ts';
import { isByOperator } from '../world/writes.ts';
import type { Book, Broken, Landing } from './book.ts';
import { type Twin, twinsOf } from './twins.ts';

/**
 * `owed fence`: we enabled the second side with the fence of the first owed. `crossed`: we enabled it
 * while others enabled the first, which the last look at the fence could not tell. `others`: no doing
 * of ours.
 */
export const causes = ['owed fence', 'crossed', 'others'] as const;
export type Cause = (typeof causes)[number];
export const endings = ['our fence', 'others', 'the dark', 'nobody'] as const;
export type Ending = (typeof endings)[number];

export interface Exposure {
  readonly service: ServiceName;
  readonly cause: Cause;
  readonly from: Instant;
  readonly until: Instant;
  readonly endedBy: Ending;
}

/** What it takes to say so. */
export type Course = Pick<Book, 'watch' | 'stage' | 'landings' | 'faults' | 'writes' | 'unfenced'>;

/** From, and up to without. */
interface Spell {
  readonly from: Instant;
  readonly until: Instant;
}

/** As triggers obey: one that is enabled in a dark region runs nothing until it comes back. */
export function exposuresOf(book: Course, until: Instant): readonly Exposure[] {
  const all = twinsOf(book.watch, book.stage.world.layout).flatMap((twin) =>
    exposedOf(twin, book, until),
  );
  // Workflows of one service that run twice at a time are one exposure of it.
  const together = Object.values(Object.groupBy(all, (one) => `${one.service} ${one.cause}`));
  return together.flatMap((some = []) => merged(some)).toSorted((a, b) => a.from - b.from);
}

function exposedOf({ service, ids }: Twin, book: Course, end: Instant): readonly Exposure[] {
  const enabled = (side: Side) => spellsOf(ids[side], book, end);
  return crossing(enabled('primary'), enabled('secondary')).flatMap((both) => {
    const cause = causeOf(both.from, ids, book);
    return sides
      .reduce((lit, side) => crossing(lit, litSpells(side, book, end)), [both] as readonly Spell[])
      .map((spell): Exposure => {
        const dark = spell.until < both.until;
        const endedBy = dark ? 'the dark' : endingOf(both.until, ids, book, end);
        return { service, cause, ...spell, endedBy };
      });
  });
}

function spellsOf(id: string, { landings, stage }: Course, end: Instant): readonly Spell[] {
  const first = stage.world.layout.workflows.some((w) => w.id.toLowerCase() === id && w.enabled);
  const own = landings.filter((landing) => landing.id === id);
  return spells(
    first,
    own.map(({ at, enabled }) => [at, enabled] as const),
    end,
  );
}

/** While nothing there ends every request: what only slows or fails some lets receivers run. */
function litSpells(side: Side, { faults, watch }: Course, end: Instant): readonly Spell[] {
  const place = `${watch.regions[side]}/logic/`;
  const dark = faults.filter((one) => place.startsWith(`${one.place}/`) && isTotal(one));
  const moments = dark.flatMap(({ from, until }) => [from, until ?? end]);
  const isLit = (at: Instant) => dark.every((f) => at < f.from || at >= (f.until ?? end));
  const changes = moments.toSorted((a, b) => a - b).map((at) => [at, isLit(at)] as const);
  return spells(true, changes, end);
}

function isTotal({ fault }: Broken): boolean {
  if (['slow', 'throttled', 'lostAnswer'].includes(fault.is)) return false;
  return !('share' in fault) || (fault.share ?? 1) >= 1;
}

function spells(
  first: boolean,
  changes: readonly (readonly [at: Instant, on: boolean])[],
  end: Instant,
): readonly Spell[] {
  const found: Spell[] = [];
  let since: Instant | undefined = first ? (0 as Instant) : undefined;
  for (const [at, on] of [...changes, [end, false] as const]) {
    if (on) since ??= at;
    else if (since !== undefined) {
      if (at > since) found.push({ from: since, until: at });
      since = undefined;
    }
  }
  return found;
}

function crossing(some: readonly Spell[], others: readonly Spell[]): readonly Spell[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const [from, until] = [Math.max(a.from, b.from), Math.min(a.until, b.until)];
      return from < until ? [{ from: from as Instant, until: until as Instant }] : [];
    }),
  );
}

/** The change that took effect at that moment, by whoever asked for it last. */
function writeBehind(
  at: Instant,
  enabled: boolean,
  ids: Twin['ids'],
  { landings, writes }: Course,
): Write | undefined {
  const landed = landings.find(
    (one: Landing) =>
      one.at === at && one.enabled === enabled && sides.some((side) => ids[side] === one.id),
  );
  const verb = enabled ? '/enable' : '/disable';
  return writes.findLast(
    (write) =>
      write.at <= at &&
      write.operation.endsWith(verb) &&
      write.resource.toLowerCase() === landed?.id,
  );
}

function causeOf(at: Instant, ids: Twin['ids'], book: Course): Cause {
  const write = writeBehind(at, true, ids, book);
  if (write === undefined || isByOperator(write)) return 'others';
  return book.unfenced.has(write) ? 'owed fence' : 'crossed';
}

function endingOf(at: Instant, ids: Twin['ids'], book: Course, end: Instant): Ending {
  if (at === end) return 'nobody';
  const write = writeBehind(at, false, ids, book);
  return write === undefined || isByOperator(write) ? 'others' : 'our fence';
}

function merged(some: readonly Exposure[]): readonly Exposure[] {
  const found: Exposure[] = [];
  for (const one of some.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last === undefined || one.from > last.until) found.push(one);
    else if (one.until > last.until) {
      found.splice(-1, 1, { ...last, until: one.until, endedBy: one.endedBy });
    }
  }
  return found;
}
