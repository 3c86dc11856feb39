/** Publishing as a person meets it: what a file changes, who is asked, and when it has to wait. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { dynamoAt } from '../../adapters/aws/dynamo.ts';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import { manifestIn } from '../../adapters/aws/watch-parts.ts';
import { digest } from '../../bin/digest.ts';
import { loadEstate } from '../../config/load.ts';
import type { Fact } from '../../core/fact.ts';
import type { WatchName } from '../../core/names.ts';
import { mandateOf } from '../../deploy/mandate.ts';
import { createTable, openDynamo } from '../../lab/aws/dynamo.ts';
import { anSsm, anSts } from '../adapters/aws/clouds.ts';
import { at, Story } from '../build.ts';
import { farwatch } from '../command-line.ts';
import { newFolder } from '../contracts/folders.ts';

// Several commands in one test, each a process of its own that loads the clients of AWS.
jest.setTimeout(90_000);

const region = 'eu-north-1';
const author = 'arn:aws:sts::111122223333:assumed-role/Admin/ana';
const manifest = '/farwatch/contoso/watch/manifest';
const orders = 'orders' as WatchName;
const example = await readFile('examples/orders.yaml', 'utf8');
const other = example.replace('approvers: [ana, ben]', 'approvers: [ana, carla]');

let dynamo: Awaited<ReturnType<typeof openDynamo>>;
beforeAll(async () => {
  dynamo = await openDynamo();
});
afterAll(() => dynamo.close());

async function stage() {
  const { ssm } = await anSsm();
  const { sts } = await anSts({ now: Date.now, role: author });
  const client = dynamoAt({ region, endpoint: dynamo.endpoint });
  const folder = await newFolder();
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_SSM: ssm.endpoint,
    AWS_ENDPOINT_URL_STS: sts.endpoint,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'canary-aws-secret',
  };
  const named = async (text: string) => {
    const file = join(folder, 'farwatch.yaml');
    await writeFile(file, text);
    return file;
  };
  return {
    ssm,
    client,
    publish: async (text: string, ...more: readonly string[]) =>
      farwatch(['publish', await named(text), ...more], { env }),
    calm: async (text: string, ...more: readonly string[]) =>
      farwatch(['calm', await named(text), ...more], { env }),
    published: () => {
      const text = ssm.value(manifest);
      return text === undefined ? undefined : manifestIn(text, manifest);
    },
  };
}

const journal = () =>
  dynamoJournal({
    client: dynamoAt({ region, endpoint: dynamo.endpoint }),
    table: 'farwatch-contoso-journal',
    digest,
  });

async function tell(...facts: readonly Fact[]): Promise<void> {
  const { head } = await journal().read(orders);
  expect(await journal().append(orders, head, facts)).toBe('kept');
}

/** As the judge would have adopted it. */
function adopted(text: string): Fact {
  const loaded = loadEstate(text, 'farwatch.yaml');
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error('the example is refused');
  const mandate = mandateOf(loaded.estate, watch, digest);
  const file = { digest: digest(text), author, publishedAt: at(1) };
  return { kind: 'adopted', at: at(1), file, mandate, changes: [] };
}

const suspected: Fact = { kind: 'suspected', at: at(2), side: 'primary', seen: [] };

describe('farwatch publish', () => {
  it('asks before the first time, shows all of it, and signs with who we are to AWS', async () => {
    const { publish, published } = await stage();
    const asked = await publish(example);
    expect([asked.code, published()]).toEqual([2, undefined]);
    expect(asked.stdout).toContain('Nothing is published yet.');
    expect(asked.stdout).toContain('  approvers: + ben');
    expect(asked.stderr).toContain('add --yes');

    const done = await publish(example, '--yes');
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('as ana (Admin)')]);
    expect(published()).toMatchObject({ author, digest: digest(example) });
  });

  it('shows what changes against what is in force, and holds its tongue in JSON', async () => {
    const { client, publish, published } = await stage();
    await createTable(client, 'farwatch-contoso-journal', 'journal');
    await publish(example, '--yes');
    await tell(adopted(example));
    const asked = await publish(other);
    expect(asked.stdout.split('\n')).toEqual([
      expect.stringMatching(/^Published now: [0-9a-f]{12}, by ana \(Admin\)\.$/),
      'orders',
      '  approvers: + carla',
      '  approvers: − ben',
      '  responders: − ben',
      '',
    ]);
    const same = await publish(`# only said otherwise\n${example}`);
    expect(same.stdout).toContain('nothing changes of who may do what to what');
    const done = await publish(other, '--yes', '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({
      ...{ author, region, digest: published()?.digest },
      changes: { orders: [{ of: 'approvers', is: 'added', what: 'carla' }, {}, {}] },
    });
  });

  it('waits while a watch is not calm, unless somebody says why it cannot', async () => {
    const { publish, published, calm } = await stage();
    await publish(example, '--yes');
    expect((await calm(example)).code).toBe(0);
    await tell(suspected);
    const refused = await publish(other, '--yes');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('orders: incident 1 is suspected'),
    ]);
    expect(published()?.digest).toBe(digest(example));
    expect((await publish(other, '--yes', '--despite', '  ')).code).toBe(2);
    const done = await publish(other, '--yes', '--despite', 'the probe is wrong');
    expect(done.code).toBe(0);
    expect(published()).toMatchObject({ digest: digest(other), despite: 'the probe is wrong' });
  });

  it('counts a journal that cannot be read as not calm', async () => {
    const { ssm, publish, calm } = await stage();
    await publish(example, '--yes');
    const elsewhere = example.replace('estate: contoso', 'estate: fabrikam');
    ssm.put('/farwatch/fabrikam/watch/manifest', ssm.value(manifest) ?? '');
    const refused = await publish(elsewhere, '--yes');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('Cannot read the journal of orders'),
    ]);
    const told = await calm(elsewhere, '--json');
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([
      3,
      { calm: false, watches: [{ watch: 'orders', calm: false }] },
    ]);
  });
});

describe('farwatch calm', () => {
  it('ends with 1 while something is open, so that a pipeline does not deploy', async () => {
    const { calm } = await stage();
    const { code, stdout } = await calm(example);
    expect([code, stdout]).toEqual([
      1,
      '▼ orders: incident 1 is suspected\nDo not deploy now: wait until it is over.\n',
    ]);
    await tell({ kind: 'cleared', at: at(3) });
    expect((await calm(example)).code).toBe(0);
  });
});

describe('a file without a watch that was watched', () => {
  const renamed = example.replace('\n  orders:\n', '\n  payments:\n');

  it('says so, and is refused while that watch is in the middle of a move', async () => {
    const { publish, published } = await stage();
    await publish(example, '--yes');
    const gone = await publish(renamed);
    expect(gone.stdout).toMatch(/orders\n {2}is watched no longer\n$/);
    const opened = { incident: 2, conditions: [], active: {}, quietUntil: undefined };
    await tell({ kind: 'opened', at: at(4), ...opened }, ...Story.approved().facts);
    const refused = await publish(renamed, '--yes', '--despite', 'so be it');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/orders: incident 2 is moving. Finish or abandon the move/),
    ]);
    expect(published()?.digest).toBe(digest(example));
  });
});
