/** A new watch file in a deployment: when it comes into force, and for whom it waits. */

import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { Fact } from '../../core/fact.ts';
import type { Instant } from '../../core/names.ts';
import { doorsOf } from '../../lambdas/cloud/doors.ts';
import { inForce } from '../../lambdas/cloud/in-force.ts';
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

const quiet = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
afterAll(() => quiet.mockRestore());

const first = await twoWatches();
const [firstOrders] = estateIn(first).watches;
const outage = firstOrders === undefined ? [] : outageOf(firstOrders);
/** In both watches. */
const second = first.replaceAll('approvers: [ana, ben]', 'approvers: [carla]');
const third = `${second}\n# said otherwise\n`;
const bad = first.replace('mode: ask', 'mode: aks');
/** Fits into Parameter Store; an offer of it would not fit into the journal. */
const vast = first.replace('    services:\n', `    services:\n${manyServices(470)}`);

function manyServices(count: number): string {
  const group = /\/subscriptions\/[^/]+\/resourceGroups/.exec(first)?.[0];
  const side = (name: string) =>
    `{ resourceGroup: ${group}/${name}, workflows: [w, h], healthName: h, health: env:H }`;
  const service = (_: unknown, n: number) =>
    `      b${n}: { kind: logic-apps, critical: false, with: { singleton: true, onEnable: resume, primary: ${side(`b${n}-we`)}, secondary: ${side(`b${n}-ne`)} } }\n`;
  return Array.from({ length: count }, service).join('');
}

const kinds = (facts: readonly Fact[]) => facts.map(({ kind }) => kind);
const over: Fact = { kind: 'cleared', at: Date.now() as Instant };

async function stage() {
  const deployment = await aDeployment();
  const { start } = deployment;
  return {
    ...deployment,
    judge: () => turns.judge(start()),
    /** Whom a cold function would take for the approvers. */
    approvers: async (watch: typeof orders) => {
      const here = start();
      const force = await inForce(watch, await here.file(), here.stores.journal());
      return force.watch.approvers;
    },
  };
}

describe('a published watch file', () => {
  it('is in force for every watch after the next turn of the judge, and is a fact', async () => {
    const { judge, publish, approvers, factsIn } = await stage();
    await judge();
    await publish(second);
    await judge();
    await judge();
    for (const watch of [orders, payments]) {
      const facts = await factsIn(watch);
      expect(kinds(facts)).toEqual(['adopted', 'adopted']);
      expect(facts[1]).toMatchObject({
        before: digest(first),
        file: { digest: digest(second), author: 'ana' },
        changes: [
          { of: 'approvers', is: 'added', what: 'carla' },
          { of: 'approvers', is: 'removed', what: 'ana' },
          { of: 'approvers', is: 'removed', what: 'ben' },
          { of: 'responders', is: 'removed', what: 'ana' },
          { of: 'responders', is: 'removed', what: 'ben' },
        ],
      });
      expect(await approvers(watch)).toEqual(['carla']);
    }
  });

  it('waits for an open incident, which keeps its watch and its approvers to the end', async () => {
    const { judge, publish, approvers, tell, factsIn, start } = await stage();
    await judge();
    await tell(orders, ...outage);
    await publish(second);
    await judge();
    await publish(third);
    await judge();
    expect(await approvers(orders)).toEqual(['ana', 'ben']);
    expect(await approvers(payments)).toEqual(['carla']);
    const waiting = (await factsIn(orders)).filter(({ kind }) => kind === 'noticed');
    expect(waiting).toMatchObject([
      { condition: { sort: 'file', text: expect.stringContaining('ana published waits') } },
      { condition: { sort: 'file' } },
    ]);

    const click = { watch: orders, incident: 1, nonce: 'n1', yes: false, offer: 1, digest: 'abc' };
    const { body } = await doorsOf(start())({
      routeKey: 'POST /answer',
      headers: {},
      body: JSON.stringify(click),
      requestContext: { authorizer: { iam: { userArn: caller } } },
    });
    expect(JSON.parse(body).text).not.toMatch(/may not approve/);

    await tell(orders, over);
    await judge();
    expect(await approvers(orders)).toEqual(['carla']);
    expect(kinds(await factsIn(orders)).slice(0, 2)).toEqual(['opened', 'adopted']);
  });

  it('published in spite of an outage ends it, and the next turn judges by the new one', async () => {
    const { judge, publish, approvers, tell, factsIn } = await stage();
    await judge();
    await tell(orders, ...outage);
    await publish(second, { despite: 'the probe is wrong' });
    await judge();
    expect((await factsIn(orders)).at(-1)).toMatchObject({ kind: 'over', outcome: 'superseded' });
    await judge();
    expect(await approvers(orders)).toEqual(['carla']);
    expect(kinds(await factsIn(orders))).toContain('adopted');
  });
});

describe('a published file that cannot be run by', () => {
  it('stops nothing, is told once, and again when it is over', async () => {
    const { judge, publish, approvers, factsIn, start } = await stage();
    const warm = start();
    await turns.judge(warm);
    await publish(bad);
    for (let turn = 0; turn < 3; turn += 1) await judge();
    await turns.judge(warm);
    expect(kinds(await factsIn(orders))).toEqual(['adopted', 'noticed']);
    expect((await factsIn(orders))[1]).toMatchObject({
      condition: {
        sort: 'file',
        text: expect.stringMatching(/ana published because .*aks.*; the last good one goes on$/s),
      },
    });
    expect(await approvers(orders)).toEqual(['ana', 'ben']);
    await publish(second);
    await judge();
    expect(kinds(await factsIn(orders)).toSorted()).toEqual(
      ['adopted', 'noticed', 'adopted', 'ceased'].toSorted(),
    );
  });

  it('may also be one whose plan could not be kept, for not everybody publishes by the command', async () => {
    const { judge, publish, approvers, factsIn } = await stage();
    await judge();
    expect(vast.length).toBeLessThan(200 * 1_024);
    await publish(vast);
    await judge();
    expect(await approvers(orders)).toEqual(['ana', 'ben']);
    expect((await factsIn(orders)).at(-1)).toMatchObject({
      condition: {
        text: expect.stringMatching(/Cannot publish orders: a plan of it takes \d+ KB/),
      },
    });
  });

  it('may also be the file of another estate', async () => {
    const { judge, publish, approvers, factsIn } = await stage();
    await judge();
    await publish(second.replace('estate: contoso', 'estate: fabrikam'));
    await judge();
    expect(await approvers(orders)).toEqual(['ana', 'ben']);
    expect((await factsIn(orders)).at(-1)).toMatchObject({
      condition: { text: expect.stringContaining('it is of fabrikam, and this is contoso') },
    });
  });
});

describe('an open incident whose own file is lost', () => {
  it('stands still and is told, until that very file is published again', async () => {
    const { judge, publish, tell, memory, start, sns, approvers } = await stage();
    await judge();
    await tell(orders, ...outage);
    await publish(second);
    await judge();
    const key = { key: { S: `watch-file/farwatch/contoso/watch/${digest(first)}` } };
    await memory.client.send(new DeleteItemCommand({ TableName: memory.table, Key: key }));
    await expect(judge()).rejects.toThrow(/^orders: Cannot go on with the open incident/);
    await expect(turns.tell(start())).rejects.toThrow(/^orders: Cannot go on/);
    expect(
      sns
        .notices()
        .map(({ message }) => message)
        .join(),
    ).toContain('Publish that very file');
    await publish(first, { despite: 'it was lost' });
    await judge();
    expect(await approvers(orders)).toEqual(['ana', 'ben']);
  });
});
