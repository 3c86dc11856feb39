/** The journal on DynamoDB: an item for each append, put once and never changed. */

import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  beginning,
  type Chronicle,
  type Entry,
  headOf,
  link,
  unbroken,
} from '../../core/chronicle.ts';
import type { WatchName } from '../../core/names.ts';
import type { Digester, Journal } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';
import { textIn } from './item.ts';
import { itemOf, placeAfter, type Stored } from './journal-item.ts';
import { backwards } from './journal-query.ts';

export interface JournalTable {
  readonly client: DynamoDBClient;
  /** The table's name; its keys are in `tables.ts`. */
  readonly table: string;
  /** SHA-256 in hex. */
  readonly digest: Digester;
}

/**
 * An item lies at the place after the head that it follows: of all who append to one head,
 * whatever they append, one wins. Places sort as the chain runs. Reads are consistent, and of the
 * open incident only. Throws `journal-unreadable`, `journal-newer` or `journal-broken` when what
 * is there cannot be trusted; without a head nobody can append, so nothing is written then.
 */
export function dynamoJournal(store: JournalTable): Journal {
  return {
    read: (watch) => read(watch, store),
    incident: (watch, number) => readIncident(watch, number, store),
    append: async (watch, head, facts) => {
      const entry = link(watch, head, facts, store.digest);
      return await put(entry, placeAfter(head), store);
    },
  };
}

/** Most incidents have fewer entries than that. */
const pageMax = 50;
/** Most turns find a calm incident of a few entries: enough for those and the one before them. */
const firstGlance = 4;

async function read(watch: WatchName, store: JournalTable): Promise<Chronicle> {
  const glance = openIn(await backwards(watch, store, { limit: firstGlance }));
  const oldest = glance.at(-1);
  const open = glance[0]?.entry.incident;
  if (oldest === undefined || open === undefined) return { entries: [], head: beginning };
  // What is missing is counted: the rest of the open incident, and the entry that it hangs on.
  const all =
    oldest.entry.incident === open && glance.length === firstGlance
      ? [...glance, ...openIn(await backwards(watch, store, restAfter(oldest)), open)]
      : glance;
  const stored = all.toReversed();
  const entries = stored.map(({ entry }) => entry);
  if (!unbroken(entries, store.digest) || !follow(stored)) throw broken(watch, open);
  const [last] = entries.slice(-1);
  return {
    entries: entries.filter((entry) => entry.incident === open),
    head: last === undefined ? beginning : headOf(last),
  };
}

/** The first entry of an incident lies behind the last of the one before; so does that of the next. */
async function readIncident(
  watch: WatchName,
  number: number,
  store: JournalTable,
): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for await (const { entry } of downFrom(placeAfter({ ...beginning, incident: number + 1 }))) {
    if (entry.incident < number) break;
    if (entry.incident === number) found.unshift(entry);
  }
  if (!unbroken(found, store.digest)) throw broken(watch, number);
  return found;

  async function* downFrom(place: string): AsyncGenerator<Stored> {
    let before = place;
    for (;;) {
      const page = await backwards(watch, store, { before, limit: pageMax });
      for (const parse of page) {
        const stored = parse();
        before = stored.place;
        yield stored;
      }
      if (page.length < pageMax) return;
    }
  }
}

function restAfter({ place, entry }: Stored): { readonly before: string; readonly limit: number } {
  return { before: place, limit: entry.seq };
}

/** Up to and with the first entry of an older incident; what lies further back is not looked at. */
function openIn(items: Iterable<() => Stored>, incident?: number): readonly Stored[] {
  const found: Stored[] = [];
  for (const parse of items) {
    const stored = parse();
    found.push(stored);
    if (stored.entry.incident !== (incident ?? found[0]?.entry.incident)) break;
  }
  return found;
}

/** Each item lies where the one before it says that the next belongs, from the first on. */
function follow(stored: readonly Stored[]): boolean {
  return stored.every(({ place, entry }, at) => {
    const before = stored[at - 1];
    if (before !== undefined) return place === placeAfter(headOf(before.entry));
    const older = entry.incident !== stored.at(-1)?.entry.incident;
    return older || (entry.before === '' && place === placeAfter(beginning));
  });
}

function broken(watch: WatchName, incident: number): Trouble {
  return new Trouble('journal-broken', {
    message: `Cannot trust the journal of ${watch} because its chain is broken in incident ${incident}`,
    next: 'An entry was changed, added or taken away by something else, and this watch stands still. Restore the table to a time before that, and find out who may write to it.',
  });
}

async function put(entry: Entry, place: string, store: JournalTable): Promise<'kept' | 'lost'> {
  const { client, table: TableName } = store;
  const hand = randomUUID();
  const command = new PutItemCommand({
    TableName,
    Item: itemOf(entry, place, hand),
    ConditionExpression: 'attribute_not_exists(#watch)',
    ExpressionAttributeNames: { '#watch': 'watch' },
  });
  const done = await ask<'kept' | 'beaten'>({
    did: `append to the journal of ${entry.watch}`,
    send: async (options) => {
      await client.send(command, options);
      return 'kept';
    },
    answer: (error) => (error instanceof ConditionalCheckFailedException ? 'beaten' : undefined),
  });
  if (done === 'kept') return 'kept';
  return (await handAt(entry.watch, place, store)) === hand ? 'kept' : 'lost';
}

/** A try whose answer was lost is made again by the client, and then beaten by itself. */
async function handAt(
  watch: WatchName,
  place: string,
  { client, table: TableName }: JournalTable,
): Promise<string | undefined> {
  const command = new GetItemCommand({
    TableName,
    Key: { watch: { S: watch }, entry: { S: place } },
    ConsistentRead: true,
    ProjectionExpression: '#hand',
    ExpressionAttributeNames: { '#hand': 'hand' },
  });
  const { Item: item } = await ask({
    did: `read who appended to the journal of ${watch}`,
    send: (options) => client.send(command, options),
  });
  return item === undefined ? undefined : textIn(item, 'hand');
}
