/** A workflow in full through ARM: its looks and runs are read, and its trigger renewed, with the real client. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { workflowPickup } from '../../checks/workflow-pickup.ts';
import type { Azure } from '../../core/azure.ts';
import { look } from '../../core/look.ts';
import type { Instant } from '../../core/names.ts';
import { workflowIn, workflowVersion } from '../../core/workflows.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { workflowRuns } from '../../probes/workflow-runs.ts';
import { workflowTriggerRenewed as step } from '../../steps/workflow-trigger-renewed.ts';
import { groundOf } from '../checks/grounds.ts';
import { failing } from '../contracts/nets.ts';
import { groups, ordersLayout, workflowId } from '../lab/world/orders-layout.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const trigger = 'When_a_file_is_added';
const layout: Layout = {
  ...ordersLayout,
  workflows: ordersLayout.workflows.map((one) =>
    one.does === 'receiver' ? { ...one, trigger } : one,
  ),
};
const renewal = {
  resourceGroup: groups.secondary,
  prefix: 'receive-',
  except: [],
  concurrency: 8,
};
const passive = workflowId('secondary', 'receive-edi');

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'workflows',
    flowing: true,
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterAll(() => estate.close());

const net = () => ({ ...failing(new Error('not part of this story')), azure });

function ask(side: 'primary' | 'secondary', expect: 'enabled' | 'disabled') {
  const settings = { ...workflowRuns.example, workflow: workflowId(side, 'receive-edi'), expect };
  const clock = { ...wallClock, now: () => now as Instant };
  return look(workflowRuns, { ...settings, trigger }, net(), { clock, timeoutMs: 5_000 });
}

describe('the runs of a poller', () => {
  it('are read with its looks, and it is up while it works', async () => {
    now += 120_000;
    const { finding, measures } = await ask('primary', 'enabled');
    expect(finding).toEqual({ is: 'up' });
    expect(measures?.['runsEnded']).toBeGreaterThan(2);
    expect((await ask('secondary', 'disabled')).finding).toEqual({ is: 'up' });
  });

  it('tell that they fail', async () => {
    world.faults.set('westeurope/servicebus', { is: 'refused' });
    now += 180_000;
    const { finding } = await ask('primary', 'enabled');
    world.faults.clearAll();
    expect(finding).toMatchObject({ is: 'down', why: expect.stringMatching(/runs .* failed$/) });
  });

  it("are nobody's news while ARM does not answer for them", async () => {
    world.faults.set('westeurope/arm', { is: 'failing', status: 503 });
    const { finding } = await ask('primary', 'enabled');
    world.faults.clearAll();
    expect(finding).toMatchObject({ is: 'unsure', whose: 'between' });
  });
});

describe('a trigger', () => {
  it('is renewed by writing the workflow back, once, and a reader of it is refused', async () => {
    const fixed = (await step.fix?.(azure, renewal, now as Instant, never, ledgerFrom()))?.value;
    expect(await step.inspect(azure, renewal, never, fixed)).toMatchObject({ is: 'todo' });
    const before = world.arm.workflow(passive);
    await step.apply(azure, renewal, never, fixed);
    await step.apply(azure, renewal, never, fixed);
    expect(await step.inspect(azure, renewal, never, fixed)).toEqual({ is: 'done' });
    expect(world.arm.workflow(passive)).toEqual(before);
    const written = world.writes.filter(({ operation }) => operation.endsWith('workflows/write'));
    expect(written.map(({ resource }) => resource)).toEqual([passive]);
    expect(workflowIn(await azure.resource(passive, workflowVersion, never))).toMatchObject({
      state: 'Disabled',
      polling: [trigger],
    });
  });

  it('of a workflow that is not there cannot be', async () => {
    const put = azure.put(`${passive}-gone`, workflowVersion, { properties: {} }, never);
    await expect(put).rejects.toMatchObject({ status: 404, sent: 'no' });
  });
});

it('tells what enabling would pick up', async () => {
  const settings = {
    ...workflowPickup.example,
    ...{ resourceGroup: groups.secondary, twins: groups.primary },
    ...{ workflows: ['receive-edi', 'health'], polls: ['receive-edi'] },
  };
  const finding = await workflowPickup.check(groundOf(net(), layout.regions), settings, never);
  expect(finding).toMatchObject({
    is: 'fine',
    note: expect.stringMatching(
      /^orders-ne: receive-edi disabled since .*, never fired: .* runs since$/,
    ),
  });
});

(specsThere ? it : it.skip)('is asked for as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(10);
});
