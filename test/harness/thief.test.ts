import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { rightsOf } from '../../deploy/rights.ts';
import type { Fate } from '../../lab/cloud/calls.ts';
import { type Cloud, openCloud } from '../../lab/cloud/cloud.ts';
import type { FunctionPlan } from '../../lab/cloud/deployed.ts';
import { type Prepared, prepare } from '../../lab/cloud/prepared.ts';
import { attempts, may } from './attempts.ts';
import type { Spoils } from './thief/handler.ts';

let prepared: Prepared;
let cloud: Cloud;
let fate: Fate = 'pass';

beforeAll(async () => {
  prepared = await prepare({ file: 'examples/orders.yaml', round: 4, bundles: false });
  const { assembly, estate, text } = prepared;
  const folder = join(assembly, 'thief');
  await build({
    entryPoints: ['test/harness/thief/handler.ts'],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    banner: {
      js: "import{createRequire as theirs}from'node:module';const require=theirs(import.meta.url);",
    },
  });
  // On trial is what it may do, not how long it takes: a thief has time.
  const instead = (plan: FunctionPlan) => ({ ...plan, folder, timeoutMs: 60_000 });
  cloud = await openCloud({ assembly, estate, text, seed: 'thief', instead, fates: () => fate });
}, 60_000);

afterAll(async () => {
  await cloud.close();
  await prepared.remove();
});

/** Every change that the switch may make, as the request that makes it. */
function writes() {
  const rights = rightsOf(prepared.estate).filter(
    ({ identity, action }) => identity === 'switch' && !action.endsWith('/read'),
  );
  return rights.map(({ action, scope }) => {
    const [, verb] = /\/([^/]+)\/action$/.exec(action) ?? [];
    if (verb === undefined) return { method: 'PUT', path: scope.id };
    return { method: 'POST', path: `${scope.id}/${verb}` };
  });
}

async function steal(plan: FunctionPlan): Promise<Spoils> {
  const { tenant, look, switch: mover } = prepared.estate.azure;
  const event = { tenant, clients: [look.client, mover.client], writes: writes() };
  const end = await cloud.fleet.invoke(plan.arn, 'test', event);
  if (end === 'throttled' || end.is !== 'returned') throw new Error(JSON.stringify(end));
  return JSON.parse(end.value);
}

describe('the credentials of each function, in the hands of a thief', () => {
  it('change nothing in Azure, but those of failover', async () => {
    expect(writes().length).toBeGreaterThanOrEqual(10);
    const all = cloud.deployed.functions;
    const found = await Promise.all(all.map(async (fn) => [fn.name, await steal(fn)] as const));
    const able = found.filter(([, { tries }]) =>
      tries.some(({ writes: made }) => made.some((status) => status !== 401 && status !== 403)),
    );
    expect(able.map(([name]) => name)).toEqual(['failover']);
    // Those that Azure lets look get a token for that, are known by it, and are refused by ARM.
    for (const [name, { vouched, tries }] of found) {
      const looks = name.startsWith('probe@') || name === 'readiness';
      const [look, mover] = tries;
      expect([name, vouched === 'yes']).toEqual([name, looks || name === 'failover']);
      expect([name, look?.token]).toEqual([name, looks ? 200 : 401]);
      expect([name, mover?.token]).toEqual([name, name === 'failover' ? 200 : 401]);
      if (looks) expect(new Set(look?.writes)).toEqual(new Set([403]));
    }
    expect(cloud.outside.world.writes).toEqual([]);
  }, 60_000);

  it.each(attempts(() => cloud).map((one) => [one.what, one] as const))(
    '%s',
    async (_what, { by, send }) => {
      const able = await Promise.all(
        cloud.deployed.functions.map(async (fn) => ((await may(cloud, fn, send)) ? [fn.name] : [])),
      );
      expect(able.flat().toSorted()).toEqual(by.toSorted());
    },
  );
});

describe('a call that is the last of its function', () => {
  it.each([
    ['never leaves', 'kill-before', 0],
    ['does what it does, and is never answered', 'kill-after', 1],
  ] as const)(
    '%s',
    async (_what, how, arrived) => {
      const [probe] = cloud.deployed.functions.filter(({ name }) => name.startsWith('probe@'));
      if (probe === undefined) throw new Error('there is no probe');
      const event = { tenant: 'x', clients: [], writes: [] };
      const others = cloud.aws.doors.sts.calls.length;
      const left = cloud.calls.log.length;
      fate = how;
      const end = await cloud.fleet.invoke(probe.arn, 'test', event);
      fate = 'pass';
      expect(end).toMatchObject({ is: 'died' });
      expect(cloud.calls.log.slice(left)).toMatchObject([{ fn: probe.name, service: 'sts' }]);
      expect(cloud.aws.doors.sts.calls.length - others).toBe(arrived);
      // The next event finds an environment that is new.
      const next = await cloud.fleet.invoke(probe.arn, 'test', event);
      expect(next).toMatchObject({ is: 'returned', cold: true });
    },
    30_000,
  );
});
