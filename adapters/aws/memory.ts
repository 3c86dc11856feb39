/** What is remembered across invocations, on DynamoDB: an item for each key. */

import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock, Memory } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';
import { type Item, numberIn, textIn } from './item.ts';

export interface MemoryTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Pick<Clock, 'now'>;
}

interface Kept {
  readonly value: string;
  readonly hand: string;
}

/**
 * DynamoDB deletes what has expired within days ("Using time to live", Developer Guide), so the
 * millisecond at which a value is over stands beside it and is what counts.
 */
export function dynamoMemory(store: MemoryTable): Memory {
  return {
    get: async (key) => (await keptAt(key, store))?.value,
    async put(key, value, ttlMs) {
      const command = new PutItemCommand({
        TableName: store.table,
        Item: itemOf(key, value, randomUUID(), store.clock.now() + ttlMs),
      });
      await ask({
        did: `remember ${key}`,
        send: (options) => store.client.send(command, options),
      });
    },
    claim: (key, value, ttlMs) => claim(key, value, ttlMs, store),
  };
}

async function claim(
  key: string,
  value: string,
  ttlMs: number,
  store: MemoryTable,
): Promise<'kept' | 'taken'> {
  const now = store.clock.now();
  const hand = randomUUID();
  const command = new PutItemCommand({
    TableName: store.table,
    Item: itemOf(key, value, hand, now + ttlMs),
    ConditionExpression: 'attribute_not_exists(#key) OR #until <= :now',
    ExpressionAttributeNames: { '#key': 'key', '#until': 'until' },
    ExpressionAttributeValues: { ':now': { N: String(now) } },
  });
  const done = await ask<'kept' | 'beaten'>({
    did: `claim ${key}`,
    send: async (options) => {
      await store.client.send(command, options);
      return 'kept';
    },
    answer: (error) => (error instanceof ConditionalCheckFailedException ? 'beaten' : undefined),
  });
  if (done === 'kept') return 'kept';
  // A try whose answer was lost is made again by the client, and then beaten by itself.
  return (await keptAt(key, store))?.hand === hand ? 'kept' : 'taken';
}

async function keptAt(key: string, store: MemoryTable): Promise<Kept | undefined> {
  const command = new GetItemCommand({
    TableName: store.table,
    Key: { key: { S: key } },
    ConsistentRead: true,
  });
  const { Item: item } = await ask({
    did: `recall ${key}`,
    send: (options) => store.client.send(command, options),
  });
  if (item === undefined) return undefined;
  const until = numberIn(item, 'until');
  const [value, hand] = [textIn(item, 'value'), textIn(item, 'hand')];
  if (until === undefined || value === undefined || hand === undefined) throw unreadable(key);
  return store.clock.now() < until ? { value, hand } : undefined;
}

function itemOf(
  key: string,
  value: string,
  hand: string,
  until: number,
): Record<string, Item[string]> {
  return {
    key: { S: key },
    value: { S: value },
    hand: { S: hand },
    until: { N: String(until) },
    expires: { N: String(Math.ceil(until / 1_000)) },
  };
}

function unreadable(key: string): Trouble {
  return new Trouble('memory-unreadable', {
    message: `Cannot read what was remembered of ${key} because the item is damaged`,
    next: 'Delete that item of the memory table; it counts as forgotten.',
  });
}
