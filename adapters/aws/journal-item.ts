/** An entry of the journal as an item of its table, there and back. */

import type { Entry, Head } from '../../core/chronicle.ts';
import type { WatchName } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import { entryOf, jsonIn, unknownIn } from '../journal-entry.ts';
import { type Item, numberIn, sizeOf, textIn } from './item.ts';

export interface Stored {
  /** The sort key it lies at. */
  readonly place: string;
  readonly entry: Entry;
}

/** Of how an entry is written. A higher one was written by a farwatch that knows more than we. */
const version = 1;

/** DynamoDB refuses items over 400 KB; the rest is for what sizes do not tell. */
const itemBytesMax = 390 * 1024;

/** `000001#000004`: the sort key of the entry that follows `head`. */
export function placeAfter({ incident, seq }: Head): string {
  const six = (number: number) => String(number).padStart(6, '0');
  return `${six(incident)}#${six(seq + 1)}`;
}

/** `hand` names this one append, so that whoever made it can tell its own work. */
export function itemOf(entry: Entry, place: string, hand: string): Record<string, Item[string]> {
  const { watch, incident, seq, facts, before, hash } = entry;
  const item = {
    watch: { S: watch },
    entry: { S: place },
    version: { N: String(version) },
    incident: { N: String(incident) },
    seq: { N: String(seq) },
    // One text: its bytes are what was hashed, and a map of DynamoDB would lose their order.
    facts: { S: JSON.stringify(facts) },
    before: { S: before },
    hash: { S: hash },
    hand: { S: hand },
  };
  const size = sizeOf(item);
  if (size > itemBytesMax) throw tooLarge(entry, size);
  return item;
}

/** Throws `journal-newer` or `journal-unreadable`. */
export function storedIn(item: Item, watch: WatchName): Stored {
  const place = textIn(item, 'entry');
  const written = numberIn(item, 'version');
  if (place === undefined || written === undefined) {
    throw unreadable(watch, place ?? 'without a place', 'it does not say its version');
  }
  if (written > version) {
    throw newer(watch, place, `is of version ${written}; this farwatch reads up to ${version}`);
  }
  const parsed = jsonIn(textIn(item, 'facts') ?? '');
  if (typeof parsed === 'string') throw unreadable(watch, place, `its facts: ${parsed}`);
  const told = {
    watch: textIn(item, 'watch'),
    incident: numberIn(item, 'incident'),
    seq: numberIn(item, 'seq'),
    facts: parsed.value,
    before: textIn(item, 'before'),
    hash: textIn(item, 'hash'),
  };
  const unknown = unknownIn(told);
  if (unknown !== undefined) {
    throw newer(watch, place, `has a fact that this farwatch does not know: ${unknown}`);
  }
  const entry = entryOf(told);
  if (typeof entry === 'string') throw unreadable(watch, place, entry);
  if (entry.watch !== watch) throw unreadable(watch, place, `it belongs to ${entry.watch}`);
  return { place, entry };
}

function newer(watch: WatchName, place: string, why: string): Trouble {
  return new Trouble('journal-newer', {
    message: `Cannot read the journal of ${watch} because entry ${place} ${why}`,
    next: 'Deploy the version of farwatch that wrote it. This watch stands still until then.',
  });
}

function unreadable(watch: WatchName, place: string, why: string): Trouble {
  return new Trouble('journal-unreadable', {
    message: `Cannot read the journal of ${watch} because entry ${place} is damaged: ${why}`,
    next: 'This watch stands still. Restore the table to a time when the entry was good.',
  });
}

function tooLarge({ watch, facts }: Entry, size: number): Trouble {
  const sizes = facts.map((fact) => ({ kind: fact.kind, bytes: JSON.stringify(fact).length }));
  const [largest] = sizes.toSorted((a, b) => b.bytes - a.bytes);
  const kb = (bytes: number) => Math.ceil(bytes / 1024);
  return new Trouble('journal-entry-too-large', {
    message: `Cannot keep what was learnt about ${watch} because it takes ${kb(size)} KB of the ${kb(itemBytesMax)} that an entry may; most of it is "${largest?.kind}" with ${kb(largest?.bytes ?? 0)} KB`,
    next: `Split the watch ${watch} in farwatch.yaml: give some of its services, with their workflows and records, a watch of their own.`,
  });
}
