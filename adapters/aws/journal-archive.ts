/** Reads a watch's journal from its first item on: for whoever verifies it, and once a day for its head. */

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Head } from '../../core/chronicle.ts';
import type { WatchName } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import type { JournalArchive, Place } from '../../core/verifying.ts';
import { ask } from './ask.ts';
import { type Item, numberIn, textIn } from './item.ts';
import { storedIn } from './journal-item.ts';

export interface ArchiveTable {
  readonly client: DynamoDBClient;
  readonly table: string;
}

export function dynamoArchive(store: ArchiveTable): JournalArchive {
  return {
    async places(watch) {
      return (await itemsOf(watch, store)).map((item) => placeOf(item, watch));
    },
  };
}

async function itemsOf(
  watch: WatchName,
  { client, table }: ArchiveTable,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Record<string, Item[string]> | undefined;
  do {
    const command = new QueryCommand({
      ...ofWatch(watch, table),
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const page = await ask({
      did: `read the journal of ${watch}`,
      send: (options) => client.send(command, options),
    });
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

function ofWatch(watch: WatchName, table: string) {
  return {
    TableName: table,
    KeyConditionExpression: '#watch = :watch',
    ExpressionAttributeNames: { '#watch': 'watch' },
    ExpressionAttributeValues: { ':watch': { S: watch } },
    ConsistentRead: true,
  };
}

function placeOf(item: Item, watch: WatchName): Place {
  const name = textIn(item, 'entry') ?? 'without a place';
  const [, incident, number] = /^(\d{6,})#(\d{6,})$/.exec(name) ?? [];
  if (incident === undefined) return { name, is: 'unreadable', why: 'it lies at no place of ours' };
  try {
    const { entry } = storedIn(item, watch);
    const follows = { incident: Number(incident), seq: Number(number) - 1 };
    return { name, is: 'entry', follows, entry };
  } catch (error) {
    if (error instanceof Trouble) return { name, is: 'unreadable', why: error.message };
    throw error;
  }
}

/** What of an item tells where a journal ends, and nothing of what happened. */
export const headAttributes = ['watch', 'entry', 'incident', 'seq', 'hash'] as const;

/** Undefined before the first entry. Nothing is verified: what is anchored is what lies there. */
export async function headIn(
  watch: WatchName,
  { client, table }: ArchiveTable,
): Promise<Head | undefined> {
  const names = Object.fromEntries(headAttributes.map((name) => [`#${name}`, name]));
  const command = new QueryCommand({
    ...ofWatch(watch, table),
    ExpressionAttributeNames: names,
    ProjectionExpression: Object.keys(names).join(', '),
    Select: 'SPECIFIC_ATTRIBUTES',
    ScanIndexForward: false,
    Limit: 1,
  });
  const { Items: [item] = [] } = await ask({
    did: `read where the journal of ${watch} ends`,
    send: (options) => client.send(command, options),
  });
  if (item === undefined) return undefined;
  const [incident, seq, hash] = [
    numberIn(item, 'incident'),
    numberIn(item, 'seq'),
    textIn(item, 'hash'),
  ];
  if (incident !== undefined && seq !== undefined && hash !== undefined) {
    return { incident, seq, hash };
  }
  throw new Trouble('journal-unreadable', {
    message: `Cannot anchor the journal of ${watch} because its last entry does not say which it is`,
    next: 'Run `farwatch journal verify` on it.',
  });
}
