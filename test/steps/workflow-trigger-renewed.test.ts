/** Triggers that forget where they were: each once for a move, with nothing else of a workflow changed. */

import { describe, expect, it } from '@jest/globals';
import type { Azure } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { workflowTriggerRenewed as step } from '../../steps/workflow-trigger-renewed.ts';
import { at } from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { azureWith, group, never, notFound, unanswered, workflowId } from './azure.ts';

const settings = {
  resourceGroup: group,
  workflows: ['receive-orders', 'receive-invoices'],
  except: [],
  concurrency: 8,
};
const fixed = { mark: '2026-01-06T02:00:00.000Z' };

const trigger = {
  type: 'ApiConnection',
  recurrence: { frequency: 'Minute', interval: 1 },
  inputs: { path: '/in' },
  metadata: { note: 'kept' },
};

interface There {
  readonly state?: string;
  readonly triggers?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
}

function resourceOf(name: string, { state = 'Disabled', triggers, more = {} }: There) {
  return {
    ...{ id: workflowId(name), name, type: 'Microsoft.Logic/workflows', location: 'northeurope' },
    tags: { team: 'edi' },
    identity: { type: 'SystemAssigned', principalId: 'p', tenantId: 't' },
    properties: {
      ...{ provisioningState: 'Succeeded', createdTime: '2026-01-01T00:00:00Z', version: '08' },
      ...{ changedTime: '2026-01-01T00:00:00Z', accessEndpoint: 'https://x', state },
      integrationAccount: { id: '/subscriptions/s-1/ia', name: 'ia', type: 'x' },
      definition: {
        contentVersion: '1.0.0.0',
        triggers: triggers ?? { poll: trigger },
        actions: {},
      },
      parameters: {},
      ...more,
    },
  };
}

/** Workflows that are at once what was put; `puts` tells the bodies, by name. */
function there(given: Readonly<Record<string, There>>, changed: Partial<Azure> = {}) {
  const kept = new Map<string, unknown>(
    Object.entries(given).map(([name, one]) => [workflowId(name), resourceOf(name, one)]),
  );
  const puts: [name: string, body: unknown][] = [];
  const azure = azureWith({
    workflows: async () =>
      [...kept].map(([id, raw]) => {
        return { id, state: Object(raw).properties.state, tags: Object(raw).tags };
      }),
    workflow: async () => Promise.reject(notFound()),
    resource: async (id) => kept.get(id),
    async put(id, version, body) {
      expect(version).toBe('2019-05-01');
      puts.push([id.split('/').at(-1) ?? '', body]);
      kept.set(id, body);
    },
    ...changed,
  });
  return { azure, puts };
}

const both: Readonly<Record<string, There>> = { 'receive-orders': {}, 'receive-invoices': {} };

describe('renewing', () => {
  it('writes each back as it came, with a mark in the trigger, and is done then', async () => {
    const { azure, puts } = there(both);
    expect(await step.inspect(azure, settings, never, fixed)).toMatchObject({ is: 'todo' });
    await step.apply(azure, settings, never, fixed);
    expect(puts.map(([name]) => name)).toEqual(settings.workflows);
    expect(puts[0]?.[1]).toEqual({
      location: 'northeurope',
      tags: { team: 'edi' },
      identity: { type: 'SystemAssigned' },
      properties: {
        state: 'Disabled',
        integrationAccount: { id: '/subscriptions/s-1/ia' },
        definition: {
          contentVersion: '1.0.0.0',
          triggers: {
            poll: { ...trigger, metadata: { note: 'kept', farwatchRenewed: fixed.mark } },
          },
          actions: {},
        },
        parameters: {},
      },
    });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'done' });
  });

  it('is taken up by another run where the first was cut off', async () => {
    let left = 1;
    const { azure, puts } = there(both);
    const cut: Azure = {
      ...azure,
      async put(...call) {
        left -= 1;
        if (left < 0) throw unanswered();
        await azure.put(...call);
      },
    };
    await expect(step.apply(cut, settings, never, fixed)).rejects.toMatchObject({ sent: 'maybe' });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({
      is: 'todo',
      progress: { done: 1, of: 2 },
    });
    await step.apply(azure, settings, never, fixed);
    expect(puts.map(([name]) => name)).toEqual(settings.workflows);
  });

  it('does not take the mark of an older move for its own', async () => {
    const { azure } = there(both);
    await step.apply(azure, settings, never, { mark: '2025-12-01T00:00:00.000Z' });
    expect((await step.inspect(azure, settings, never, fixed)).is).toBe('todo');
  });

  it('has one mark for a move, by the time it was fixed', async () => {
    const told = await step.fix?.(azureWith({}), settings, at(0), never, ledgerFrom());
    expect(told?.value).toEqual({ mark: '1970-01-01T00:00:00.000Z' });
    await expect(step.inspect(there(both).azure, settings, never, { other: 1 })).rejects.toThrow();
  });

  it('says `no` when nothing was written', async () => {
    const { azure, puts } = there(both);
    const over = AbortSignal.abort();
    await expect(step.apply(azure, settings, over, fixed)).rejects.toMatchObject({ sent: 'no' });
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({ sent: 'no' });
    expect(puts).toEqual([]);
  });
});

describe('nothing to renew', () => {
  it.each<[string, There]>([
    ['one that is enabled already', { state: 'Enabled' }],
    ['one that is called and does not look', { triggers: { manual: { type: 'Request' } } }],
  ])('has %s', async (_, one) => {
    const { azure, puts } = there({ 'receive-orders': one, 'receive-invoices': one });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'done' });
    await step.apply(azure, settings, never, fixed);
    expect(puts).toEqual([]);
  });

  it('has one that goes on from where it was, among those that a prefix picks', async () => {
    const { azure, puts } = there(both);
    const named = { ...settings, workflows: undefined, prefix: 'Receive-' };
    await step.apply(azure, { ...named, except: ['receive-orders'] }, never, fixed);
    expect(puts.map(([name]) => name)).toEqual(['receive-invoices']);
    expect(step.describe(named)).toBe(
      'Renew the triggers of workflows named Receive-… in orders-we',
    );
    expect(step.targets(named)).toEqual([workflowId('receive-*').toLowerCase()]);
  });
});

describe('stuck', () => {
  const declared = {
    triggers: { poll: trigger },
    parameters: { password: { type: 'securestring' } },
  };
  it.each<[string, There, RegExp]>([
    ['a value that ARM does not tell', { more: { definition: declared } }, /would lose them$/],
    ['a state that is neither', { state: 'Suspended' }, /^receive-orders is Suspended$/],
  ])('on %s, and nothing is written', async (_, one, why) => {
    const { azure, puts } = there({ ...both, 'receive-orders': one });
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: expect.stringMatching(why),
    });
    await step.apply(azure, { ...settings, workflows: ['receive-orders'] }, never, fixed);
    expect(puts).toEqual([]);
  });

  it('on a name that is not there', async () => {
    const { azure } = there({ 'receive-orders': {} });
    const standing = await step.inspect(azure, settings, never, fixed);
    expect(standing).toEqual({ is: 'stuck', why: 'receive-invoices not found in Azure' });
  });

  it('is not what it is when ARM does not answer: then nothing is known', async () => {
    const silent = async () => Promise.reject(new Between('ARM did not answer'));
    const { azure } = there(both, { resource: silent });
    await expect(step.inspect(azure, settings, never, fixed)).rejects.toThrow(Between);
  });
});
