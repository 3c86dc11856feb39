/** The journal on DynamoDB when items are harmed, answers are lost, and the table is throttled. */

import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoJournal } from '../../../adapters/aws/journal.ts';
import { beginning, factsOf } from '../../../core/chronicle.ts';
import type { Fact } from '../../../core/fact.ts';
import type { Instant, WatchName } from '../../../core/names.ts';
import type { Journal } from '../../../core/ports.ts';
import { AwsRefusal, type Call } from '../../../lab/aws/door.ts';
import { aTable } from './clouds.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const orders = 'orders' as WatchName;
const at = 1_000 as Instant;
const opened = (incident: number): Fact => ({
  kind: 'opened',
  at,
  incident,
  conditions: [],
  active: {},
  quietUntil: undefined,
});
const lapsed = (offer: number): Fact => ({ kind: 'lapsed', at, offer });

async function tell(journal: Journal, ...facts: readonly Fact[]): Promise<void> {
  const { head } = await journal.read(orders);
  expect(await journal.append(orders, head, facts)).toBe('kept');
}

/** Incident 1 with three entries, incident 2 with three. */
async function written() {
  const { door, client, table } = await aTable('journal');
  const journal = dynamoJournal({ client, table, digest });
  for (const incident of [1, 2]) {
    await tell(journal, opened(incident));
    await tell(journal, lapsed(1));
    await tell(journal, lapsed(2));
  }
  const key = (entry: string) => ({ watch: { S: orders }, entry: { S: entry } });
  return {
    door,
    client,
    table,
    journal,
    async change(entry: string, to: Record<string, AttributeValue>) {
      const get = new GetItemCommand({ TableName: table, Key: key(entry) });
      const { Item: item = {} } = await client.send(get);
      await client.send(new PutItemCommand({ TableName: table, Item: { ...item, ...to } }));
    },
    remove: (entry: string) =>
      client.send(new DeleteItemCommand({ TableName: table, Key: key(entry) })),
  };
}

const isPut = ({ operation }: Call) => operation === 'PutItem';

describe('a journal on DynamoDB', () => {
  it('reads the open incident only, however long, and no further back than one entry', async () => {
    const { journal, change } = await written();
    for (let n = 3; n < 40; n += 1) await tell(journal, lapsed(n));
    // Of incident 1 only the last entry is looked at: what else lies there may be damaged.
    await change('000001#000002', { facts: { S: 'not json' } });
    const { entries, head } = await journal.read(orders);
    expect(entries).toHaveLength(40);
    expect(factsOf(entries)[0]).toMatchObject({ kind: 'opened', incident: 2 });
    expect(head).toMatchObject({ incident: 2, seq: 40 });
  });

  it('reads a calm incident in one small query', async () => {
    const { door, journal } = await written();
    await tell(journal, opened(3));
    const before = door.calls.length;
    await journal.read(orders);
    expect(door.calls.slice(before)).toMatchObject([
      { operation: 'Query', input: { Limit: 4, ConsistentRead: true, ScanIndexForward: false } },
    ]);
  });

  type Row = readonly [what: string, change: Record<string, AttributeValue>, code: string];
  const harms: readonly Row[] = [
    ['facts that are no JSON', { facts: { S: '[{"kind":' } }, 'journal-unreadable'],
    ['facts that are no facts', { facts: { S: '[{"at":1}]' } }, 'journal-unreadable'],
    ['a fact nobody knows', { facts: { S: '[{"kind":"x","at":1}]' } }, 'journal-newer'],
    ['facts of another type', { facts: { N: '7' } }, 'journal-unreadable'],
    ['no version', { version: { S: 'one' } }, 'journal-unreadable'],
    ['a newer version', { version: { N: '2' } }, 'journal-newer'],
    ['a number that is none', { seq: { N: '2.5' } }, 'journal-unreadable'],
    ['other facts', { facts: { S: '[{"kind":"lapsed","at":1000,"offer":9}]' } }, 'journal-broken'],
    ['another hash', { hash: { S: digest('x') } }, 'journal-broken'],
    ['another number', { seq: { N: '7' } }, 'journal-broken'],
  ];

  it.each(harms)('stops at %s, and writes nothing', async (_what, harm, code) => {
    for (const entry of ['000002#000002', '000002#000003']) {
      const { door, journal, change } = await written();
      await change(entry, harm);
      const before = door.calls.filter(isPut).length;
      await expect(journal.read(orders)).rejects.toMatchObject({ code });
      expect(door.calls.filter(isPut)).toHaveLength(before);
    }
  });

  it.each(['000001#000003', '000001#000004', '000002#000002'])('misses %s', async (entry) => {
    const { journal, remove } = await written();
    await remove(entry);
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it('misses the very first entry', async () => {
    const { client, table } = await aTable('journal');
    const journal = dynamoJournal({ client, table, digest });
    await tell(journal, opened(1));
    await tell(journal, lapsed(1));
    const Key = { watch: { S: orders }, entry: { S: '000001#000001' } };
    await client.send(new DeleteItemCommand({ TableName: table, Key }));
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it('stops one watch and not the others', async () => {
    const { journal, change } = await written();
    const invoices = 'invoices' as WatchName;
    await journal.append(invoices, beginning, [opened(1)]);
    await change('000002#000003', { facts: { S: '' } });
    await expect(journal.read(orders)).rejects.toThrow('orders');
    expect((await journal.read(invoices)).entries).toHaveLength(1);
  });

  it('knows its own append again when its answer was lost and the client tried once more', async () => {
    const { door, journal } = await written();
    const { head } = await journal.read(orders);
    let lost = 0;
    door.meddle((call) => {
      if (!isPut(call) || lost > 0) return 'serve';
      lost += 1;
      return 'lose';
    });
    expect(await journal.append(orders, head, [lapsed(3)])).toBe('kept');
    expect(await journal.append(orders, head, [lapsed(4)])).toBe('lost');
    door.meddle(() => 'serve');
    expect(factsOf((await journal.read(orders)).entries).at(-1)).toEqual(lapsed(3));
  });

  it('does not take a rival with the same words for itself', async () => {
    const { journal } = await written();
    const { head } = await journal.read(orders);
    const same = () => journal.append(orders, head, [lapsed(3)]);
    expect((await Promise.all([same(), same()])).toSorted()).toEqual(['kept', 'lost']);
  });

  it('tells of throttling after a few tries, as no answer about who won', async () => {
    const { door, journal } = await written();
    const { head } = await journal.read(orders);
    const throttled = new AwsRefusal(
      'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded.',
    );
    door.meddle((call) => (call.input['TableName'] !== undefined ? throttled : 'serve'));
    const before = door.calls.length;
    await expect(journal.append(orders, head, [lapsed(3)])).rejects.toMatchObject({
      code: 'aws-throttled',
      message: expect.stringContaining('Cannot append to the journal of orders'),
    });
    expect(door.calls.length - before).toBe(3);
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'aws-throttled' });
    door.meddle(() => 'serve');
  });

  it('refuses more than an item may hold before asking, and says what to split', async () => {
    const { door, journal } = await written();
    const { head } = await journal.read(orders);
    const why = Array.from({ length: 400 }, () => 'x'.repeat(1_000));
    const before = door.calls.length;
    await expect(
      journal.append(orders, head, [lapsed(1), { kind: 'notOffered', at, why }]),
    ).rejects.toMatchObject({
      code: 'journal-entry-too-large',
      message: expect.stringMatching(/393 KB of the 390.*"notOffered" with 392 KB/),
      next: expect.stringContaining('Split the watch orders'),
    });
    expect(door.calls).toHaveLength(before);
    const fits = Array.from({ length: 390 }, () => 'x'.repeat(1_000));
    expect(await journal.append(orders, head, [{ kind: 'notOffered', at, why: fits }])).toBe(
      'kept',
    );
  });

  it('reads on over pages: DynamoDB gives at most 1 MB at once', async () => {
    const { journal } = await written();
    const why = Array.from({ length: 300 }, () => 'x'.repeat(1_000));
    for (let n = 0; n < 6; n += 1) await tell(journal, { kind: 'notOffered', at, why });
    expect((await journal.read(orders)).entries).toHaveLength(9);
  });

  it('says what is missing when the table is not there', async () => {
    const { client } = await aTable('journal');
    const journal = dynamoJournal({ client, table: 'farwatch-nowhere-journal', digest });
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'aws-refused' });
  });
});
