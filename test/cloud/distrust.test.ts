/** A journal that cannot be trusted stops its watch aloud, in every function; the others go on. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import { publishWatchFile } from '../../adapters/aws/watch-publish.ts';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import { factsOf } from '../../core/chronicle.ts';
import { planOf } from '../../core/draft.ts';
import type { Fact } from '../../core/fact.ts';
import type { Instant, Person, WatchName } from '../../core/names.ts';
import { eachAdopted } from '../../lambdas/cloud/adopting.ts';
import { type Deployed, deployed } from '../../lambdas/cloud/deployed.ts';
import { doorsOf } from '../../lambdas/cloud/doors.ts';
import { drivingOf } from '../../lambdas/cloud/driving.ts';
import { eachInForce } from '../../lambdas/cloud/in-force.ts';
import { judgingOf, rulesOf } from '../../lambdas/cloud/judging.ts';
import { tellingOf } from '../../lambdas/cloud/people.ts';
import { judgeOnce } from '../../lambdas/judge/judge.ts';
import { aKms, anSns, anSsm, anSts, aTable } from '../adapters/aws/clouds.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const [orders, payments] = ['orders', 'payments'] as unknown as readonly [WatchName, WatchName];
const caller = 'arn:aws:sts::111122223333:assumed-role/Ops/ana';

// What the functions log is theirs; the reasons stand in what they reject with.
const quiet = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
afterAll(() => quiet.mockRestore());

/** The example, and the same once more under other names. */
async function twoWatches(): Promise<string> {
  const example = await readFile('examples/orders.yaml', 'utf8');
  const from = example.indexOf('  orders:\n');
  const [head, watch] = [example.slice(0, from), example.slice(from)];
  const again = watch
    .replace('  orders:\n', '  payments:\n')
    .replaceAll('contoso-edi', 'pay-edi')
    .replaceAll('contoso-bus', 'pay-bus')
    .replaceAll('contoso-orders', 'pay-orders')
    .replaceAll('orders.contoso.com', 'pay.contoso.com')
    .replaceAll('CNAME/orders', 'CNAME/pay');
  return `${head.replace(/slack:\n( {2}.*\n)+/, '').replace('{ slack: U0ANA }', `{ aws: "${caller}" }`)}${watch}\n${again}`;
}

async function stage() {
  const [journal, sightings, memory] = await Promise.all([
    aTable('journal'),
    aTable('sightings'),
    aTable('memory'),
  ]);
  const [{ ssm, client }, { kms }, { sns }] = await Promise.all([anSsm(), aKms(), anSns()]);
  const { sts } = await anSts({ now: Date.now, role: 'arn:aws:iam::1:role/x' });
  const key = 'arn:aws:kms:eu-north-1:111122223333:key/seal';
  kms.newKey(key);
  for (const [name, { endpoint }] of Object.entries({
    ...{ SSM: ssm, KMS: kms, SNS: sns },
    STS: sts,
  }))
    process.env[`AWS_ENDPOINT_URL_${name}`] = endpoint;
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = journal.door.endpoint;
  const text = await twoWatches();
  await publishWatchFile(
    { text, author: 'ana', at: 1 },
    { client, prefix: '/farwatch/contoso/watch' },
  );
  const loaded = loadEstate(text, 'farwatch.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const here = deployed({
    AWS_REGION: 'eu-north-1',
    FARWATCH_ESTATE: 'contoso',
    FARWATCH_HOME: 'eu-north-1',
    FARWATCH_WATCH: '/farwatch/contoso/watch',
    FARWATCH_BRAKE: '/farwatch/contoso/brake',
    FARWATCH_PAGES: 'arn:aws:sns:eu-north-1:111122223333:pages',
    FARWATCH_SLOTS: 'https://sqs.eu-north-1.amazonaws.com/111122223333/slots',
    FARWATCH_JOURNAL: journal.table,
    FARWATCH_SIGHTINGS: sightings.table,
    FARWATCH_MEMORY: memory.table,
    FARWATCH_SEAL: key,
  });
  return { here, estate: loaded.estate, kms, sns, sts, ...harming(journal) };
}

function harming({ client, table: TableName }: Awaited<ReturnType<typeof aTable>>) {
  const journal = dynamoJournal({ client, table: TableName, digest });
  const key = { watch: { S: orders }, entry: { S: '000001#000002' } };
  async function change(to: Record<string, AttributeValue>): Promise<void> {
    const { Item: item = {} } = await client.send(new GetItemCommand({ TableName, Key: key }));
    await client.send(new PutItemCommand({ TableName, Item: { ...item, ...to } }));
  }
  let kept: Record<string, AttributeValue> = {};
  return {
    tell: async (watch: WatchName, ...facts: readonly Fact[]) => {
      const { head } = await journal.read(watch);
      expect(await journal.append(watch, head, facts)).toBe('kept');
    },
    factsIn: async (watch: WatchName) => factsOf((await journal.read(watch)).entries),
    items: async (watch: WatchName) => {
      const command = new QueryCommand({
        TableName,
        KeyConditionExpression: 'watch = :w',
        ExpressionAttributeValues: { ':w': { S: watch } },
      });
      return (await client.send(command)).Items;
    },
    harm: async (how: keyof typeof harms) => {
      kept = (await client.send(new GetItemCommand({ TableName, Key: key }))).Item ?? {};
      const to = harms[how];
      if (to === undefined) await client.send(new DeleteItemCommand({ TableName, Key: key }));
      else await change(to);
    },
    mend: async () => void (await client.send(new PutItemCommand({ TableName, Item: kept }))),
  };
}

const harms = {
  'of a newer version': { version: { N: '2' } },
  'that is corrupt': { facts: { S: '[{"kind":"sus' } },
  'with a fact of a newer farwatch': { facts: { S: '[{"kind":"teleported","at":1}]' } },
  'that was changed': { facts: { S: '[{"kind":"cleared","at":1}]' } },
  'that is missing': undefined,
} as const satisfies Readonly<Record<string, Record<string, AttributeValue> | undefined>>;
const kindsOfHarm = Object.keys(harms) as readonly (keyof typeof harms)[];

/** In the middle of a move that failover would go on with. */
function approved({ watches }: Estate): readonly (readonly Fact[])[] {
  const [watch] = watches;
  if (watch === undefined) throw new Error('no watch');
  const at = Date.now() as Instant;
  const services = watch.services.map(({ name }) => name);
  const plan = planOf(watch, { side: 'primary', services }, services, 'failover', 'forced', digest);
  const until = (at + 60_000) as Instant;
  const offer = { number: 1, plans: [plan], until, approvers: watch.approvers };
  const approval = {
    ...{
      by: 'ana' as Person,
      digest: plan.digest,
      offer: 1,
      via: 'slack',
      at,
      seal: Buffer.alloc(32, 7).toString('base64url'),
    },
  };
  return [
    [{ kind: 'suspected', at, side: 'primary', seen: [] }],
    [{ kind: 'confirmed', at, side: 'primary', services, seen: [], layers: [] }],
    [
      { kind: 'offered', at, offer },
      { kind: 'approved', at, approval, plan },
    ],
  ];
}

const turns = {
  judge: async (here: Deployed) => {
    const judge = judgingOf(here);
    await eachAdopted(here)(await here.file(), (force) =>
      judgeOnce(rulesOf(force.watch), judge(force)),
    );
  },
  failover: async (here: Deployed) => {
    const { drive } = drivingOf(here);
    await eachInForce(here)(await here.file(), (force) => drive(force, 20_000));
  },
  tell: async (here: Deployed) => {
    const { tell, heed } = tellingOf(here);
    await eachInForce(here, heed)(await here.file(), ({ estate, watch }) => tell(estate, watch));
  },
} as const;

describe.each(kindsOfHarm)('an entry %s', (how) => {
  it('stops the judge of that watch, and of no other', async () => {
    const { here, estate, tell, harm, items, factsIn } = await stage();
    for (const facts of approved(estate)) await tell(orders, ...facts);
    await harm(how);
    const before = await items(orders);
    await expect(turns.judge(here)).rejects.toThrow(/^orders: Cannot (read|trust) the journal/);
    expect(await items(orders)).toEqual(before);
    expect((await factsIn(payments)).map(({ kind }) => kind)).toEqual(['adopted']);
  });

  it('has nothing done to Azure, and nothing written', async () => {
    const { here, estate, tell, harm, mend, items, factsIn, kms, sts } = await stage();
    for (const facts of approved(estate)) await tell(orders, ...facts);
    await harm(how);
    const before = await items(orders);
    await expect(turns.failover(here)).rejects.toThrow(/^orders: Cannot (read|trust) the journal/);
    expect([kms.calls, sts.calls]).toEqual([[], []]);
    expect(await items(orders)).toEqual(before);
    // The very same journal, mended, is acted upon: its seal is looked at, and is none.
    await mend();
    await turns.failover(here);
    expect(kms.calls.map(({ operation }) => operation)).toEqual(['VerifyMac']);
    expect((await factsIn(orders)).at(-1)).toMatchObject({ kind: 'held' });
  });

  it('wakes somebody once, also when it is mended, and the others are told as ever', async () => {
    const { here, estate, tell, harm, mend, sns } = await stage();
    for (const facts of approved(estate)) await tell(orders, ...facts);
    const why = 'this watch advises';
    const services = estate.watches[1]?.services.map(({ name }) => name) ?? [];
    const at = Date.now() as Instant;
    await tell(
      payments,
      { kind: 'confirmed', at, side: 'primary', services, seen: [], layers: [] },
      { kind: 'notOffered', at, why: [why] },
    );
    await harm(how);
    for (let turn = 0; turn < 2; turn += 1)
      await expect(turns.tell(here)).rejects.toThrow(/^orders: Cannot (read|trust) the journal/);
    const told = () => sns.notices().map(({ message }) => message);
    expect(
      told().filter((one) => /Cannot (read|trust) the journal of orders/.test(one)),
    ).toHaveLength(1);
    expect(told().filter((one) => one.includes(why))).toHaveLength(1);
    await mend();
    await turns.tell(here);
    await turns.tell(here);
    expect(told().filter((one) => one.includes('distrust/orders'))).toHaveLength(2);
    expect(told().filter((one) => /over.*distrust\/orders/s.test(one))).toHaveLength(1);
  });

  it('takes no answer, seals nothing, and says so to whoever gave it', async () => {
    const { here, estate, tell, harm, items, kms } = await stage();
    for (const facts of approved(estate)) await tell(orders, ...facts);
    await harm(how);
    const before = await items(orders);
    const click = { incident: 1, nonce: 'n1', yes: true, offer: 1, digest: 'abc' };
    const asked = (watch: WatchName) => ({
      routeKey: 'POST /answer',
      headers: {},
      body: JSON.stringify({ ...click, watch }),
      requestContext: { authorizer: { iam: { userArn: caller } } },
    });
    const doors = doorsOf(here);
    await expect(doors(asked(orders))).rejects.toMatchObject({
      code: expect.stringMatching(/^journal-/),
    });
    expect(kms.calls).toEqual([]);
    expect(await items(orders)).toEqual(before);
    const { statusCode, body } = await doors(asked(payments));
    expect([statusCode, JSON.parse(body).text]).toEqual([
      200,
      expect.stringMatching(/nothing is being asked/),
    ]);
  });
});
