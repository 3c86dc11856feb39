/** Sightings and memory on DynamoDB: what their contracts cannot say about expiry, harm and loss. */

import { randomBytes } from 'node:crypto';
import { GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoMemory } from '../../../adapters/aws/memory.ts';
import { dynamoSightings } from '../../../adapters/aws/sightings.ts';
import type { Instant, ProbeName, ServiceName, Vantage, WatchName } from '../../../core/names.ts';
import type { Look, Observation } from '../../../core/observation.ts';
import { wordsOf } from '../../../core/trouble.ts';
import type { Call } from '../../../lab/aws/door.ts';
import { aTable } from './clouds.ts';

const orders = 'orders' as WatchName;
const vantage = 'eu-north-1' as Vantage;
const isPut = ({ operation }: Call) => operation === 'PutItem';

function look(slot: number, asked = 0): Look {
  const observations = Array.from(
    { length: asked },
    (_, n): Observation => ({
      probe: `api/primary/gateway-${n}` as ProbeName,
      subject: { kind: 'service', service: 'api' as ServiceName, side: 'primary' },
      vantage,
      at: (slot + n) as Instant,
      tookMs: 31.5 + n,
      finding: n % 9 === 0 ? { is: 'down', phase: 'connect', why: 'refused' } : { is: 'up' },
      phases: { resolve: 1.2, connect: 8.1, secure: 9.9, request: 0.1, answer: 12.2 },
      measures: { certificateDaysLeft: 88 },
    }),
  );
  return { vantage, slot: slot as Instant, pass: 1, observations, lagMs: 1.5 };
}

async function sightings(keepMs = 3_600_000) {
  const { door, client, table } = await aTable('sightings');
  const troubles: string[] = [];
  const onTrouble = (trouble: Error) => void troubles.push(wordsOf(trouble));
  const store = dynamoSightings({ client, table, keepMs, onTrouble });
  const items = async () => (await client.send(new ScanCommand({ TableName: table }))).Items ?? [];
  return { door, client, table, store, troubles, items };
}

describe('sightings on DynamoDB', () => {
  it('come back as they were seen, as small items that expire', async () => {
    const { store, items } = await sightings();
    const seen = Array.from({ length: 12 }, (_, n) => look(1_000_000 + n * 20_000, 40));
    for (const one of seen) await store.record(orders, one);
    expect(await store.since(orders, 0 as Instant)).toEqual(seen);
    const [first] = await items();
    expect(first?.['expires']).toEqual({ N: String(1_000 + 3_600) });
    expect(first?.['seen']?.B?.length).toBeLessThan(JSON.stringify(seen[0]).length / 6);
  });

  it('come back over pages: DynamoDB gives at most 1 MB at once', async () => {
    const { door, store } = await sightings();
    const noise = () => randomBytes(200_000).toString('base64');
    const seen = Array.from({ length: 6 }, (_, n): Look => {
      const [observation, ...rest] = look(1_000 + n, 1).observations;
      if (observation === undefined) throw new Error('nothing was asked');
      const finding = { is: 'unsure', why: noise(), whose: 'ours' } as const;
      return { ...look(1_000 + n), observations: [{ ...observation, finding }, ...rest] };
    });
    for (const one of seen) await store.record(orders, one);
    const before = door.calls.length;
    expect(await store.since(orders, 0 as Instant)).toEqual(seen);
    expect(door.calls.length - before).toBeGreaterThan(1);
  });

  it('are read by a span of keys, from the slot on', async () => {
    const { door, store } = await sightings();
    for (const slot of [999_999, 1_000_000, 10_000_000]) await store.record(orders, look(slot));
    const found = await store.since(orders, 1_000_000 as Instant);
    expect(found.map((one) => one.slot)).toEqual([1_000_000, 10_000_000]);
    expect(door.calls.at(-1)).toMatchObject({ operation: 'Query' });
  });

  it.each([
    ['bytes that are none of ours', { B: Buffer.from('nonsense') }],
    ['another type', { S: '{}' }],
  ])('abstain and tell when they hold %s', async (_what, seen) => {
    const { client, table, store, troubles } = await sightings();
    await store.record(orders, look(2_000));
    const Item = { watch: { S: orders }, look: { S: '000000000001000#x#1' }, seen };
    await client.send(new PutItemCommand({ TableName: table, Item }));
    expect(await store.since(orders, 0 as Instant)).toEqual([look(2_000)]);
    expect(troubles).toEqual([expect.stringContaining('000000000001000#x#1')]);
  });

  it('are recorded once though the answer was lost', async () => {
    const { door, store } = await sightings();
    let lost = 0;
    door.meddle((call) => {
      if (!isPut(call) || lost > 0) return 'serve';
      lost += 1;
      return 'lose';
    });
    await store.record(orders, look(1_000));
    door.meddle(() => 'serve');
    expect(await store.since(orders, 0 as Instant)).toHaveLength(1);
  });
});

describe('a memory on DynamoDB', () => {
  async function memories(at = 1_500) {
    const { door, client, table } = await aTable('memory');
    const memory = dynamoMemory({ client, table, clock: { now: () => at as Instant } });
    return { door, client, table, memory };
  }

  it('tells DynamoDB in seconds when to delete, never before the value is over', async () => {
    const { client, table, memory } = await memories();
    await memory.put('key', 'value', 1_000);
    const Key = { key: { S: 'key' } };
    const { Item: item } = await client.send(new GetItemCommand({ TableName: table, Key }));
    expect(item).toMatchObject({ until: { N: '2500' }, expires: { N: '3' } });
  });

  it('knows its own claim again when its answer was lost', async () => {
    const { door, memory } = await memories();
    let lost = 0;
    door.meddle((call) => {
      if (!isPut(call) || lost > 0) return 'serve';
      lost += 1;
      return 'lose';
    });
    expect(await memory.claim('key', 'mine', 1_000)).toBe('kept');
    door.meddle(() => 'serve');
    expect(await memory.claim('key', 'mine', 1_000)).toBe('taken');
  });

  it('refuses to guess at an item that is damaged', async () => {
    const { client, table, memory } = await memories();
    const Item = { key: { S: 'key' }, value: { S: 'v' }, until: { S: 'soon' } };
    await client.send(new PutItemCommand({ TableName: table, Item }));
    await expect(memory.get('key')).rejects.toMatchObject({ code: 'memory-unreadable' });
  });
});
