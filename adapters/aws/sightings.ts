/** What the vantages saw, on DynamoDB: an item for each look, packed, deleted with age. */

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Instant, WatchName } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import type { Sightings } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { lookIn } from '../look.ts';
import { ask } from './ask.ts';
import { bytesIn, type Item, textIn } from './item.ts';
import { pack, unpack } from './pack.ts';

export interface SightingsTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Looks are deleted some time after this age, counted from their slot. */
  readonly keepMs: number;
  /** Told of a look that cannot be read; it abstains, and the others are judged. */
  readonly onTrouble: (trouble: Trouble) => void;
}

/** More than any honest look unpacks to: a thousand observations are some 300 KB. */
const lookBytesMax = 8 * 1024 * 1024;

/**
 * All looks of a watch lie in one partition, sorted by slot: some 20 small writes a minute, and one
 * span of keys to read. Packed, because every judgement reads the whole window and reads are paid
 * by size.
 */
export function dynamoSightings(store: SightingsTable): Sightings {
  return {
    record: (watch, look) => record(watch, look, store),
    since: (watch, from) => since(watch, from, store),
  };
}

async function record(watch: WatchName, look: Look, store: SightingsTable): Promise<void> {
  const { client, table, keepMs } = store;
  const command = new PutItemCommand({
    TableName: table,
    Item: {
      watch: { S: watch },
      look: { S: `${sortable(look.slot)}#${look.vantage}#${look.pass}` },
      seen: { B: pack(JSON.stringify(look)) },
      expires: { N: String(Math.ceil((look.slot + keepMs) / 1_000)) },
    },
    ConditionExpression: 'attribute_not_exists(#watch)',
    ExpressionAttributeNames: { '#watch': 'watch' },
  });
  await ask<unknown>({
    did: `record what was seen for ${watch}`,
    send: (options) => client.send(command, options),
    // Recorded already: the first counts.
    answer: (error) => (error instanceof ConditionalCheckFailedException ? 'recorded' : undefined),
  });
}

async function since(
  watch: WatchName,
  from: Instant,
  { client, table, onTrouble }: SightingsTable,
): Promise<readonly Look[]> {
  const items: Item[] = [];
  let start: Record<string, Item[string]> | undefined;
  do {
    // A read that may lag is half the price; what it misses is there at the next doorbell.
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#watch = :watch AND #look >= :from',
      ExpressionAttributeNames: { '#watch': 'watch', '#look': 'look' },
      ExpressionAttributeValues: { ':watch': { S: watch }, ':from': { S: sortable(from) } },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const page = await ask({
      did: `read what was seen for ${watch}`,
      send: (options) => client.send(command, options),
    });
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items.flatMap((item) => {
    const look = lookAt(item);
    if (look === undefined) onTrouble(unreadable(watch, item));
    return look ?? [];
  });
}

function lookAt(item: Item): Look | undefined {
  const seen = bytesIn(item, 'seen');
  const text = seen === undefined ? undefined : unpack(seen, lookBytesMax);
  return text === undefined ? undefined : lookIn(text);
}

/** Milliseconds of 15 digits, so that texts sort as instants do; far beyond the year 9999. */
function sortable(at: Instant): string {
  return String(at).padStart(15, '0');
}

function unreadable(watch: WatchName, item: Item): Trouble {
  return new Trouble('sighting-unreadable', {
    message: `Cannot read what was seen for ${watch} because an item is damaged: ${textIn(item, 'look') ?? 'without a key'}`,
    next: 'Nothing: that look abstains, and is deleted with age. If this happens again, find out who may write to the table.',
  });
}
