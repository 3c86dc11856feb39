/** Runs that are not over, through Microsoft's own client, and the step that waits for them. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld } from '../../lab/world/azure.ts';
import { runsDrained } from '../../steps/runs-drained.ts';
import { ordersLayout as layout } from '../lab/world/orders-layout.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const seen = recorder();
const receivers = layout.workflows.filter((w) => w.does === 'receiver' && w.enabled);
const [{ id: receiver = 'none' } = {}] = receivers;

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'runs',
    flowing: true,
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterAll(() => estate.close());

/** Documents flow until a receiver has taken some. */
function untilOneRuns(): void {
  for (let waited = 0; waited < 120_000; waited += 250) {
    now += 250;
    if (world.arm.openRuns(receiver).length > 0) return;
  }
  throw new Error('no receiver has taken anything in two minutes');
}

it('lists what is running, and nothing of a workflow that rests', async () => {
  untilOneRuns();
  const told = await azure.openRuns(receiver, 10, never);
  expect(told).toEqual(world.arm.openRuns(receiver));
  expect(told).toHaveLength(1);
  expect(await azure.openRuns(receiver, 10, never)).toEqual(told);
  const resting = layout.workflows.find((w) => w.does === 'receiver' && !w.enabled);
  expect(await azure.openRuns(resting?.id ?? 'none', 10, never)).toEqual([]);
});

it('is refused for a workflow that is not there', async () => {
  const asked = azure.openRuns(`${receiver}-gone`, 10, never);
  await expect(asked).rejects.toMatchObject({ status: 404, sent: 'no' });
});

it('waits for a run that its workflow has begun before it was disabled', async () => {
  const settings = {
    resourceGroup: receiver.slice(0, receiver.indexOf('/providers/')),
    workflows: [receiver.split('/').at(-1) ?? ''],
    concurrency: 8,
  };
  const inspect = () => runsDrained.inspect(azure, settings, never);
  expect(await inspect()).toMatchObject({ why: expect.stringContaining('is enabled') });

  await azure.setWorkflow(receiver, 'Disabled', never);
  untilOneRuns();
  for (let waited = 0; world.arm.workflow(receiver).state === 'Enabled'; waited += 100) {
    if (waited > 5_000) throw new Error('it was never disabled');
    now += 100;
  }
  expect(await inspect()).toMatchObject({ is: 'moving', why: expect.stringContaining('(1 run)') });
  now += 2_000;
  expect(await inspect()).toEqual({ is: 'done' });
});

(specsThere ? it : it.skip)('asks for runs as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(0);
});
