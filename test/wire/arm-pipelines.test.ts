/** Pipelines of Data Factory through ARM: started once, found by their mark on whichever page. */

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { azureOf, azureReaderOf } from '../../adapters/azure/arm.ts';
import type { Azure, AzureReader } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { pipelineRun as step } from '../../steps/pipeline-run.ts';
import { groups, ordersLayout } from '../lab/world/orders-layout.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const factory = `${groups.secondary}/providers/Microsoft.DataFactory/factories/orders-ne`;
const parameters = { full: true };
const settings = { factory, pipeline: 'lookups', parameters, markedBy: 'farwatch' };
const layout: Layout = {
  ...ordersLayout,
  pipelines: [{ factory, name: 'lookups', side: 'secondary', parameters: ['full', 'farwatch'] }],
};

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;
let reader: AzureReader;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'pipelines' });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
  reader = azureReaderOf(lab.as('switch'));
});

afterEach(() => world.faults.clearAll());
afterAll(() => estate.close());

/** As a move does it: what is fixed is fixed once. */
async function fixedNow() {
  now += 60_000;
  return (await step.fix?.(reader, settings, now as Instant, never, ledgerFrom()))?.value;
}

const started = () => world.writes.length;

it('is looked at, started, waited for, and done', async () => {
  expect(await step.inspect(reader, settings, never)).toEqual({ is: 'todo' });
  const fixed = await fixedNow();
  expect(await step.inspect(reader, settings, never, fixed)).toEqual({ is: 'todo' });
  await step.apply(azure, settings, never, fixed);
  // Not listed yet: this is what its settling time is for.
  expect(await step.inspect(reader, settings, never, fixed)).toEqual({ is: 'todo' });
  now += 5_000;
  expect(await step.inspect(reader, settings, never, fixed)).toMatchObject({ is: 'moving' });
  now += 30_000;
  expect(await step.inspect(reader, settings, never, fixed)).toEqual({ is: 'done' });
  expect(world.writes.map(({ by, operation }) => `${by} ${operation}`)).toEqual([
    'switch Microsoft.DataFactory/factories/pipelines/createrun',
  ]);
});

it('whose answer was lost is found by its mark, and not started again', async () => {
  const before = started();
  const fixed = await fixedNow();
  const losing: Azure = {
    ...azure,
    ask: (...call) => {
      world.faults.set('arm', { is: 'lostAnswer' });
      return azure.ask(...call);
    },
  };
  const lost = step.apply(losing, settings, never, fixed);
  await expect(lost).rejects.toMatchObject({ name: 'Refusal', sent: 'maybe' });
  world.faults.clearAll();
  now += step.settleMs;
  expect(await step.inspect(reader, settings, never, fixed)).toEqual({ is: 'done' });
  await step.apply(azure, settings, never, fixed);
  expect(started()).toBe(before + 1);
});

it('is told from the runs of other moves, on whichever page it stands', async () => {
  const before = started();
  for (let move = 0; move < 4; move += 1) {
    await step.apply(azure, settings, never, await fixedNow());
  }
  const fixed = await fixedNow();
  expect(await step.inspect(reader, settings, never, fixed)).toEqual({ is: 'todo' });
  await step.apply(azure, settings, never, fixed);
  now += 60_000;
  expect(await step.inspect(reader, settings, never, fixed)).toEqual({ is: 'done' });
  const all = await reader.pipelineRuns(
    `${factory}/pipelines/lookups`,
    (now - 600_000) as Instant,
    never,
  );
  expect(all.length).toBeGreaterThan(4);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(started()).toBe(before + 5);
});

it('is refused with a parameter that it does not declare', async () => {
  const odd = { ...settings, parameters: { odd: 1 } };
  const refused = step.apply(azure, odd, never, await fixedNow());
  await expect(refused).rejects.toMatchObject({ name: 'Refusal', status: 400, sent: 'no' });
});

it('that is not there is stuck, and one of a dark region is not known', async () => {
  expect(await step.inspect(reader, { ...settings, pipeline: 'gone' }, never)).toEqual({
    is: 'stuck',
    why: 'orders-ne has no pipeline gone',
  });
  world.faults.set('northeurope', { is: 'dark' });
  const fixed = await fixedNow();
  const asked = step.inspect(reader, settings, AbortSignal.timeout(300), fixed);
  await expect(asked).rejects.toMatchObject({ name: 'Between' });
});
