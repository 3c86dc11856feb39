/** What was left behind, read through the real adapters; and a command that was printed, carried out. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { busPeekOf } from '../../adapters/azure/bus-peek.ts';
import { reconcileMove } from '../../bin/reconciling/reconcile-move.ts';
import type { Scope } from '../../bin/reconciling/scope.ts';
import type { Azure } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import type { Plan } from '../../core/plan.ts';
import type { AbandonedRun } from '../../core/telling/reconciliation.ts';
import { audiences } from '../../lab/estate/entra.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld } from '../../lab/world/azure.ts';
import { service, step, watch } from '../build.ts';
import { groups, ordersLayout as layout } from '../lab/world/orders-layout.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';
import { entraCredential } from './small-estate.ts';

const seen = recorder();
const never = new AbortController().signal;
const receivers = layout.workflows.filter(({ does }) => does === 'receiver');
const names = (side: string) =>
  receivers.filter((one) => one.side === side).map(({ id }) => id.split('/').at(-1) ?? '');

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;
let began: Instant;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'left',
    flowing: true,
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
  pass(120_000);
  began = now as Instant;
  world.faults.set('westeurope/servicebus', { is: 'dark' });
  pass(900_000);
});

afterAll(() => estate.close());

/** In small steps, so that what flows by itself does. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 1_000) {
    now += 1_000;
    world.advance();
  }
}

function scope(): Scope {
  const choice = { resourceGroup: groups.primary, workflows: names('primary'), concurrency: 8 };
  const workflows = {
    service: service('receivers'),
    left: { is: 'consumption', choice } as const,
    serving: {
      is: 'consumption',
      choice: { ...choice, resourceGroup: groups.secondary, workflows: names('secondary') },
    } as const,
    except: [],
  };
  const window = { from: began, until: now as Instant };
  const overlap = { service: service('receivers'), step: step('receivers/fence'), ...window };
  const plan = { from: 'primary', to: 'secondary', move: 'failover', mode: 'forced' } as Plan;
  return {
    ...{ incident: 1, plan: { ...plan, services: [service('receivers')], steps: [] }, window },
    ...{ movedAt: undefined, workflows: [workflows], overlaps: [overlap] },
    ...{ namespaces: [], numbers: [], forgotten: [] },
  };
}

async function reconciled() {
  const clock = { now: () => now as Instant, after: () => ({ signal: never, cancel: () => {} }) };
  const credential = entraCredential(estate, audiences.serviceBus);
  const bus = busPeekOf({ dial: estate.dialOf('operator'), credential, secrets: async () => '' });
  const ground = { azure, bus, clock, idsMax: 10, beforeMs: 0 };
  return await reconcileMove(watch, scope(), ground);
}

async function abandoned(): Promise<readonly AbandonedRun[]> {
  const { runs } = await reconciled();
  return runs.flatMap(({ runs: of }) => (of.is === 'read' ? of.found : []));
}

it('finds every run that failed or is not over, though ARM tells them page by page', async () => {
  const all = await abandoned();
  const [workflow = ''] = receivers.filter(({ side }) => side === 'primary').map(({ id }) => id);
  const { value } = Object(world.arm.resource(`${workflow}/runs?$top=1000`));
  const left = Object(value)
    .filter(
      ({ properties: p }: { properties: { status: string; startTime: string } }) =>
        p.status !== 'Succeeded' && Date.parse(p.startTime) >= began,
    )
    .map(({ name }: { name: string }) => name);
  expect(left.length).toBeGreaterThan(0);
  const found = all.filter((run) => workflow.endsWith(`/${run.workflow}`));
  expect(found.map(({ run }) => run).toSorted()).toEqual(left.toSorted());
  expect(seen.exchanges.some(({ asked }) => /skiptoken/.test(asked.path))).toBe(true);
});

it('compares the runs of both sides while both may have run', async () => {
  const { twice } = await reconciled();
  expect(twice).toMatchObject([{ runs: { is: 'read', found: [] } }]);
});

it('prints a command that ARM takes, and that begins the run anew', async () => {
  const [first] = await abandoned();
  if (first?.resubmit.is !== 'command') throw new Error('there is no command');
  const [, url = ''] = /^az rest --method post --url "([^"]+)"$/.exec(first.resubmit.command) ?? [];
  const { pathname, searchParams } = new URL(url);
  await azure.act(pathname, searchParams.get('api-version') ?? '', undefined, never);
  expect(world.writes.at(-1)).toMatchObject({
    operation: 'Microsoft.Logic/workflows/triggers/histories/resubmit',
    detail: expect.stringContaining(`${first.run} again as `),
  });
  const gone = azure.act(pathname.replace(first.run, 'none'), '2019-05-01', undefined, never);
  await expect(gone).rejects.toMatchObject({ status: 404 });
});

(specsThere ? it : it.skip)('asks for all of it as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(0);
});
