/** Whether a journal is what was once written: on a laptop, in the table, and by the command. */

import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { s3Anchors } from '../adapters/aws/anchors.ts';
import { dynamoAt } from '../adapters/aws/dynamo.ts';
import { dynamoJournal } from '../adapters/aws/journal.ts';
import { dynamoArchive, headIn } from '../adapters/aws/journal-archive.ts';
import { fileJournal } from '../adapters/local/journal.ts';
import { fileArchive } from '../adapters/local/journal-archive.ts';
import type { Anchor } from '../core/anchor.ts';
import type { Fact } from '../core/fact.ts';
import type { Instant, WatchName } from '../core/names.ts';
import type { Journal } from '../core/ports.ts';
import { type JournalArchive, type Verified, verify } from '../core/verifying.ts';
import { createTable, openDynamo } from '../lab/aws/dynamo.ts';
import { anS3, anSts, aTable } from './adapters/aws/clouds.ts';
import { farwatch } from './command-line.ts';
import { newFolder } from './contracts/folders.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const orders = 'orders' as WatchName;
const at = Date.UTC(2026, 2, 1) as Instant;

/** Incident 1 with three entries, incident 2 with three. */
async function write(journal: Journal): Promise<void> {
  for (const incident of [1, 2]) {
    const opened = { incident, conditions: [], active: {}, quietUntil: undefined };
    await tell(journal, { kind: 'opened', at, ...opened });
    for (const offer of [1, 2]) await tell(journal, { kind: 'lapsed', at, offer });
  }
}

async function tell(journal: Journal, fact: Fact): Promise<void> {
  const { head } = await journal.read(orders);
  expect(await journal.append(orders, head, [fact])).toBe('kept');
}

interface Written {
  readonly archive: JournalArchive;
  /** `2-1`: incident and number of an entry. */
  remove(entry: string): Promise<void>;
  /** Other words, under the old hash. */
  change(entry: string): Promise<void>;
  spoil(entry: string): Promise<void>;
}

const placesOf: Readonly<Record<string, string>> = {
  '1-1': '000001#000001',
  '1-2': '000001#000002',
  '1-3': '000001#000003',
  '2-1': '000001#000004',
  '2-2': '000002#000002',
  '2-3': '000002#000003',
};

async function inFiles(): Promise<Written> {
  const folder = await newFolder();
  await write(fileJournal(folder));
  const place = join(folder, 'orders');
  const path = (entry: string) => join(place, `${placesOf[entry]?.replace('#', '-')}.json`);
  return {
    archive: fileArchive(folder),
    remove: async (entry) => rm(path(entry)),
    async change(entry) {
      const text = await readFile(path(entry), 'utf8');
      await writeFile(path(entry), text.replace(`"at":${at}`, `"at":${at + 1}`));
    },
    spoil: async (entry) => writeFile(path(entry), 'half an ent'),
  };
}

async function inDynamo(): Promise<Written & Awaited<ReturnType<typeof aTable>>> {
  const shelf = await aTable('journal');
  const { client, table: TableName } = shelf;
  await write(dynamoJournal({ client, table: TableName, digest }));
  const keyOf = (entry: string) => ({
    watch: { S: orders },
    entry: { S: placesOf[entry] ?? '' },
  });
  async function put(entry: string, more: (facts: string) => Record<string, AttributeValue>) {
    const get = new GetItemCommand({ TableName, Key: keyOf(entry) });
    const { Item: item = {} } = await client.send(get);
    const Item = { ...item, ...more(item['facts']?.S ?? '') };
    await client.send(new PutItemCommand({ TableName, Item }));
  }
  return {
    ...shelf,
    archive: dynamoArchive({ client, table: TableName }),
    remove: async (entry) =>
      void (await client.send(new DeleteItemCommand({ TableName, Key: keyOf(entry) }))),
    change: (entry) =>
      put(entry, (facts) => ({
        facts: { S: facts.replace(`"at":${at}`, `"at":${at + 1}`) },
      })),
    spoil: (entry) => put(entry, () => ({ facts: { S: '[{' } })),
  };
}

const stores: Record<string, () => Promise<Written>> = { files: inFiles, DynamoDB: inDynamo };

async function verified({ archive }: Written, anchors: readonly Anchor[] = []): Promise<Verified> {
  return verify(orders, await archive.places(orders), anchors, digest);
}

async function anchorOf({ archive }: Written, index: number): Promise<Anchor> {
  const place = (await archive.places(orders)).at(index);
  if (place?.is !== 'entry') throw new Error('no such entry');
  const { incident, seq, hash } = place.entry;
  return { watch: orders, incident, seq, hash, at };
}

describe.each(Object.entries(stores))('a journal in %s', (_, open) => {
  it('is whole as it was written, and before anything was', async () => {
    const written = await open();
    const anchor = await anchorOf(written, -1);
    expect(await verified(written, [anchor])).toMatchObject({
      ...{ entries: 6, anchors: 1, flaws: [] },
      head: { incident: 2, seq: 3, hash: anchor.hash },
    });
    const nothing = await written.archive.places('other' as WatchName);
    expect(verify('other' as WatchName, nothing, [], digest)).toMatchObject({
      ...{ entries: 0, flaws: [] },
    });
  });

  it.each(['1-1', '1-2', '1-3', '2-1', '2-2'])('misses the entry %s', async (entry) => {
    const written = await open();
    await written.remove(entry);
    const { flaws } = await verified(written);
    const first = entry === '1-1';
    expect(flaws.map(({ why }) => why)).toEqual([
      first ? 'what came first is missing' : 'an entry before it is missing',
    ]);
  });

  it.each(['1-1', '1-3', '2-3'])('finds the entry %s changed', async (entry) => {
    const written = await open();
    await written.change(entry);
    const { flaws } = await verified(written);
    expect(flaws.map(({ why }) => why)).toEqual(['it was changed: its hash is of other words']);
  });

  it('finds every damaged entry, and believes the others', async () => {
    const written = await open();
    await written.spoil('1-2');
    await written.spoil('2-2');
    const { flaws, entries } = await verified(written);
    expect([entries, flaws.length]).toEqual([6, 2]);
    expect(flaws.every(({ why }) => /no JSON/.test(why))).toBe(true);
  });

  it('cannot hide by itself that its end is gone: an anchor tells it', async () => {
    const written = await open();
    const anchor = await anchorOf(written, -1);
    await written.remove('2-3');
    expect((await verified(written)).flaws).toEqual([]);
    expect((await verified(written, [anchor])).flaws).toEqual([
      {
        where: 'anchor of 2026-03-01',
        why: 'entry 3 of incident 2 was there then and is not there now',
      },
    ]);
  });

  it('written anew from the first entry is whole in itself: an anchor tells it', async () => {
    const [written, anew] = [await open(), await open()];
    const anchor = { ...(await anchorOf(written, 3)), hash: digest('as it was') };
    expect((await verified(anew, [anchor])).flaws).toEqual([
      {
        where: 'anchor of 2026-03-01',
        why: 'entry 1 of incident 2 is another one than it was then',
      },
    ]);
  });
});

describe('a journal in files', () => {
  it('counts what was set aside as missing, until a good copy is back', async () => {
    const folder = await newFolder();
    await write(fileJournal(folder));
    const file = join(folder, 'orders', '000001-000002.json');
    await rename(file, `${file}.unreadable-1`);
    const written = { archive: fileArchive(folder) };
    const flaws = async () =>
      verify(orders, await written.archive.places(orders), [], digest).flaws;
    expect(await flaws()).toEqual([
      { where: '000001-000002.json.unreadable-1', why: 'it was set aside' },
    ]);
    await writeFile(file, await readFile(`${file}.unreadable-1`, 'utf8'));
    expect(await flaws()).toEqual([]);
  });
});

describe('the end of a journal', () => {
  it('is read without what happened', async () => {
    const { client, table, door, ...written } = await inDynamo();
    const calls = door.calls.length;
    expect(await headIn(orders, { client, table })).toEqual({
      ...{ incident: 2, seq: 3, hash: (await anchorOf({ ...written }, -1)).hash },
    });
    const [call] = door.calls.slice(calls);
    expect(call?.input).toMatchObject({ Select: 'SPECIFIC_ATTRIBUTES', Limit: 1 });
    expect(JSON.stringify(call?.input)).not.toContain('facts');
    expect(await headIn('other' as WatchName, { client, table })).toBeUndefined();
  });
});

describe('farwatch journal verify', () => {
  const example = 'examples/orders.yaml';

  it('ends with 0 over a whole journal, with 1 over a damaged one', async () => {
    const state = await newFolder();
    const folder = join(state, 'contoso', 'journal');
    await write(fileJournal(folder));
    const whole = await farwatch(['journal', 'verify', example, '--state', state]);
    expect([whole.code, whole.stdout]).toEqual([
      0,
      '● orders: whole up to entry 3 of incident 2 (6 entries)\n',
    ]);
    await rm(join(folder, 'orders', '000001-000003.json'));
    const harmed = await farwatch(['journal', 'verify', example, '--state', state]);
    expect([harmed.code, harmed.stdout]).toEqual([
      1,
      [
        '▼ orders: damaged (5 entries)',
        '    000001-000004.json: an entry before it is missing\n',
      ].join('\n'),
    ]);
    const told = await farwatch(['journal', 'verify', example, '--state', state, '--json']);
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([
      1,
      { watches: [{ watch: 'orders', entries: 5, flaws: [{ where: '000001-000004.json' }] }] },
    ]);
  });

  it('holds the deployed journal to its anchors', async () => {
    const door = await openDynamo();
    const { s3, client: bucket } = await anS3();
    const role = 'arn:aws:sts::111122223333:assumed-role/Admin/ana';
    const { sts } = await anSts({ now: Date.now, role });
    try {
      const env = {
        AWS_ENDPOINT_URL_DYNAMODB: door.endpoint,
        AWS_ENDPOINT_URL_S3: s3.endpoint,
        AWS_ENDPOINT_URL_STS: sts.endpoint,
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'canary-aws-secret',
      };
      const client = dynamoAt({ region: 'eu-north-1', endpoint: door.endpoint });
      const table = 'farwatch-contoso-journal';
      await createTable(client, table, 'journal');
      await write(dynamoJournal({ client, table, digest }));
      const anchors = s3Anchors({
        client: bucket,
        bucket: 'farwatch-contoso-anchors-111122223333',
      });
      const head = await headIn(orders, { client, table });
      if (head === undefined) throw new Error('nothing was written');
      await anchors.keep({ watch: orders, ...head, at });
      const verifying = ['journal', 'verify', example, '--deployed'];
      const whole = await farwatch(verifying, { env });
      expect([whole.code, whole.stdout]).toEqual([
        0,
        '● orders: whole up to entry 3 of incident 2 (6 entries, 1 anchor)\n',
      ]);
      await anchors.keep({ watch: orders, ...head, seq: 4, at: (at + 86_400_000) as Instant });
      const harmed = await farwatch(verifying, { env });
      expect([harmed.code, harmed.stdout]).toEqual([
        1,
        expect.stringContaining(
          'anchor of 2026-03-02: entry 4 of incident 2 was there then and is not there now',
        ),
      ]);
    } finally {
      await door.close();
    }
  });
});
