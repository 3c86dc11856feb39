/** A Logic App (Standard) through ARM: its workflows told to rest, their runs ended, its secrets kept. */

import { inspect as shown } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout, WorkflowLayout } from '../../lab/world/azure.ts';
import { standardRunsDrained as drained } from '../../steps/standard-runs-drained.ts';
import { workflowFlowState as step } from '../../steps/workflow-flow-state.ts';
import { groups, ordersLayout } from '../lab/world/orders-layout.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const apiVersion = '2025-05-01';
const site = `${groups.primary}/providers/Microsoft.Web/sites/flows-we`;
const settings = `${site}/config/appsettings`;
const workflows = ['receive', 'invoices', 'despatch'];
const disable = { site, workflows, state: 'Disabled', apiVersion } as const;
const enable = { ...disable, state: 'Enabled' } as const;
const canary = 'canary-of-flows-we';

const callback = 'https://flows-we.azurewebsites.net/api/health/triggers/manual/invoke?sig=sig-we';
const layout: Layout = {
  ...ordersLayout,
  workflows: [
    ...workflows.map((name): WorkflowLayout => {
      const id = `${site}/workflows/${name}`;
      return { id, side: 'primary', enabled: true, tags: {}, does: 'receiver' };
    }),
    ...[{ id: `${site}/workflows/health`, side: 'primary', callback } as const].map(
      (one): WorkflowLayout => ({ ...one, enabled: true, tags: {}, does: 'health' }),
    ),
  ],
};

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'sites', flowing: true });
  ({ world, estate } = lab);
  const real = azureOf(lab.as('switch'));
  azure = {
    ...real,
    pause: async (ms) => {
      now += ms;
    },
  };
});

afterAll(() => estate.close());

const inspect = (s: typeof disable | typeof enable = disable) => step.inspect(azure, s, never);
const drain = () => drained.inspect(azure, { site, workflows, apiVersion, concurrency: 8 }, never);
const told = async (): Promise<Record<string, string>> =>
  Object(await azure.ask(`${settings}/list`, apiVersion, undefined, never)).properties;

/** Documents flow until one of them is taken. */
function untilOneRuns(): void {
  for (let waited = 0; waited < 120_000; waited += 250) {
    now += 250;
    if (world.arm.openRuns(`${site}/workflows/receive`).length > 0) return;
  }
  throw new Error('nothing was taken in two minutes');
}

describe('an app through ARM', () => {
  it('has its workflows rest, and what they had begun end; all its other settings stay', async () => {
    const before = await told();
    expect(before).toMatchObject({ FUNCTIONS_EXTENSION_VERSION: '~4' });
    expect(await inspect()).toEqual({ is: 'todo', progress: { done: 0, of: 3 } });
    expect(await drain()).toMatchObject({ is: 'moving', progress: { done: 0, of: 3 } });
    untilOneRuns();
    await step.apply(azure, disable, never);
    // It restarts: until then the old state is told, and nobody tells of runs.
    expect((await inspect()).is).toBe('todo');
    await expect(drain()).rejects.toMatchObject({ status: 503 });
    now += 9_000;
    expect(await inspect()).toEqual({ is: 'done' });
    expect(await drain()).toEqual({ is: 'done' });
    const rest = workflows.map((name) => [`Workflows.${name}.FlowState`, 'Disabled']);
    expect(await told()).toEqual({ ...before, ...Object.fromEntries(rest) });
  });

  it('has them run again, once its host is up and finds them well', async () => {
    await step.apply(azure, enable, never);
    now += 9_000;
    expect(await inspect(enable)).toEqual({ is: 'done' });
    untilOneRuns();
    await expect(drain()).resolves.toMatchObject({ why: expect.stringContaining('is enabled') });
  });

  it('is written once for each move, however often it is asked', async () => {
    await step.apply(azure, disable, never);
    await step.apply(azure, disable, never);
    now += 9_000;
    await step.apply(azure, disable, never);
    expect(world.writes.map(({ by, operation }) => `${by} ${operation}`)).toEqual(
      Array.from({ length: 3 }, () => 'switch Microsoft.Web/sites/config/write'),
    );
    expect(JSON.stringify(world.writes)).not.toContain(canary);
  });

  it('whose answer was lost is found written, and not written again', async () => {
    world.faults.set('arm', { is: 'lostAnswer' });
    // Listing loses its answer as well, and changes nothing: only the write is left in doubt.
    const error = await refusalOf(step.apply(azure, enable, never));
    expect(error).toMatchObject({ name: 'Refusal', sent: 'no' });
    const losing: Azure = {
      ...azure,
      async put(...call) {
        world.faults.set('arm', { is: 'lostAnswer' });
        return azure.put(...call);
      },
    };
    world.faults.clearAll();
    const lost = await refusalOf(step.apply(losing, enable, never));
    expect(lost).toMatchObject({ name: 'Refusal', sent: 'maybe' });
    world.faults.clearAll();
    const before = world.writes.length;
    await step.apply(azure, enable, never);
    expect(world.writes).toHaveLength(before);
    now += 9_000;
    expect(await inspect(enable)).toEqual({ is: 'done' });
  });

  it('answers at its own name whether or not the others rest', async () => {
    const { host, pathname, search } = new URL(callback);
    const asked = { method: 'POST', path: `${pathname}${search}`, headers: {} };
    expect(world.serve(host, asked).status).toBe(200);
    expect(world.placesOf(host)).toEqual(['westeurope/logic']);
  });
});

describe('a secret among the settings', () => {
  it('is in no error, though ARM quotes it', async () => {
    const quoted: Azure = {
      ...azure,
      put: (id, version, body, signal) => {
        const { properties } = Object(body);
        const odd = { properties: { ...properties, odd: [properties.AzureWebJobsStorage] } };
        return azure.put(id, version, odd, signal);
      },
    };
    const plain = await refusalOf(quoted.put(settings, apiVersion, await bodyNow(), never));
    expect(String(plain)).toContain(canary);
    const error = await refusalOf(step.apply(quoted, disable, never));
    expect(error).toMatchObject({ status: 400, code: 'BadRequest', sent: 'no' });
    expect(`${shown(error, { depth: 9 })} ${JSON.stringify(error)}`).not.toContain(canary);
  });

  it('is told to nobody who may only look', async () => {
    world.grants.take('switch', 'Microsoft.Web/sites/config/list/action');
    const error = await refusalOf(step.apply(azure, disable, never));
    expect(error).toMatchObject({ status: 403, code: 'AuthorizationFailed', sent: 'no' });
    world.grants.giveBack();
  });

  const bodyNow = async () => ({ properties: await told() });
});

it('does not answer for a dark region, and nothing is guessed', async () => {
  world.faults.set('westeurope', { is: 'refused' });
  await expect(inspect()).rejects.toThrow(/ARM/);
  world.faults.clearAll();
});

it('names what is not there', async () => {
  const gone = { ...disable, site: `${site}-gone` };
  await expect(step.inspect(azure, gone, never)).rejects.toMatchObject({ status: 404 });
  expect(await step.inspect(azure, { ...disable, workflows: ['gone'] }, never)).toEqual({
    is: 'stuck',
    why: 'gone not found in flows-we',
  });
});

async function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'it was done',
    (error: unknown) => error,
  );
}
