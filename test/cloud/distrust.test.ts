/** A journal that cannot be trusted stops its watch aloud, in every function; the others go on. */

import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { planOf } from '../../core/draft.ts';
import type { Fact } from '../../core/fact.ts';
import type { Instant, Person, WatchName } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import { allUp } from '../../core/ways.ts';
import { doorsOf } from '../../lambdas/cloud/doors.ts';
import {
  aDeployment,
  caller,
  digest,
  estateIn,
  orders,
  outageOf,
  payments,
  turns,
  twoWatches,
} from './deployment.ts';

// What the functions log is theirs; the reasons stand in what they reject with.
const quiet = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
afterAll(() => quiet.mockRestore());

/** Orders is in the middle of a move, and one of its entries can be harmed. */
async function stage() {
  const deployment = await aDeployment();
  const [watch, other] = estateIn(await twoWatches()).watches;
  if (watch === undefined || other === undefined) throw new Error('there are two');
  const { client, table: TableName } = deployment.journal;
  for (const facts of approved(watch)) await deployment.tell(orders, ...facts);
  const key = { watch: { S: orders }, entry: { S: '000001#000002' } };
  const { Item: good = {} } = await client.send(new GetItemCommand({ TableName, Key: key }));
  const put = async (Item: Record<string, AttributeValue>) =>
    void (await client.send(new PutItemCommand({ TableName, Item })));
  return {
    ...deployment,
    here: deployment.start(),
    other,
    items: async (name: WatchName) => {
      const command = new QueryCommand({
        TableName,
        KeyConditionExpression: 'watch = :w',
        ExpressionAttributeValues: { ':w': { S: name } },
      });
      return (await client.send(command)).Items;
    },
    harm: async (how: keyof typeof harms) => {
      const to = harms[how];
      if (to !== undefined) return await put({ ...good, ...to });
      await client.send(new DeleteItemCommand({ TableName, Key: key }));
    },
    mend: () => put(good),
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

function approved(watch: Watch): readonly (readonly Fact[])[] {
  const at = Date.now() as Instant;
  const services = watch.services.map(({ name }) => name);
  const because = { side: 'primary', services } as const;
  const what = { move: 'failover', mode: 'forced' } as const;
  const plan = planOf(watch, because, services, what, { digest, planes: allUp });
  const until = (at + 60_000) as Instant;
  const offer = { number: 1, plans: [plan], until, approvers: watch.approvers };
  const seal = Buffer.alloc(32, 7).toString('base64url');
  const by = { by: 'ana' as Person, via: 'slack', at };
  const approval = { ...by, digest: plan.digest, offer: 1, seal };
  return [
    ...outageOf(watch, at).map((fact) => [fact]),
    [
      { kind: 'offered', at, offer },
      { kind: 'approved', at, approval, plan },
    ],
  ];
}

describe.each(kindsOfHarm)('an entry %s', (how) => {
  it('stops the judge of that watch, and of no other', async () => {
    const { here, harm, items, factsIn } = await stage();
    await harm(how);
    const before = await items(orders);
    await expect(turns.judge(here)).rejects.toThrow(/^orders: Cannot (read|trust) the journal/);
    expect(await items(orders)).toEqual(before);
    expect((await factsIn(payments)).map(({ kind }) => kind)).toEqual(['adopted']);
  });

  it('has nothing done to Azure, and nothing written', async () => {
    const { here, harm, mend, items, factsIn, kms, sts } = await stage();
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
    const { here, other, tell, harm, mend, sns } = await stage();
    const why = 'this watch advises';
    const at = Date.now() as Instant;
    await tell(payments, ...outageOf(other, at), { kind: 'notOffered', at, why: [why] });
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
    const { here, harm, items, kms } = await stage();
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
