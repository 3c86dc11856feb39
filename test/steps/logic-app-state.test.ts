/** Disabling the old receivers and enabling the new ones, many at once and politely. */

import { describe, expect, it } from '@jest/globals';
import type { Azure, Workflow } from '../../core/azure.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import { logicAppState as step } from '../../steps/logic-app-state.ts';
import {
  azureWith,
  group,
  logicApps,
  never,
  notFound,
  throttled,
  unanswered,
  workflow,
  workflowId,
} from './azure.ts';

const names = ['receive-orders', 'receive-invoices'];
const disable = {
  resourceGroup: group,
  workflows: names,
  state: 'Disabled' as const,
  concurrency: 8,
};

function inspected(workflows: readonly Workflow[], settings: Partial<typeof disable> = {}) {
  const azure = azureWith(logicApps(workflows));
  return step.inspect(azure, { ...disable, ...settings }, never);
}

function many(count: number, state: Workflow['state'] = 'Enabled'): readonly Workflow[] {
  return Array.from({ length: count }, (_, n) => workflow(`receive-${n}`, state));
}

function namesOf(workflows: readonly Workflow[]): string[] {
  return workflows.map(({ id }) => id.split('/').at(-1) ?? '');
}

describe('inspect() of a list of workflows', () => {
  const rows: readonly [string, Workflow['state'], Workflow['state'], string][] = [
    ['none is disabled yet', 'Enabled', 'Enabled', 'todo'],
    ['one of two is', 'Disabled', 'Enabled', 'todo'],
    ['both are', 'Disabled', 'Disabled', 'done'],
    ['one is suspended', 'Suspended', 'Disabled', 'stuck'],
    ['one is deleted', 'Disabled', 'Deleted', 'stuck'],
    ['one is in no state that we know', 'NotSpecified', 'Enabled', 'stuck'],
  ];
  it.each(rows)('when %s', async (_told, orders, invoices, expected) => {
    const told = [workflow('receive-orders', orders), workflow('receive-invoices', invoices)];
    expect((await inspected(told)).is).toBe(expected);
  });

  it('says how many are where they should be', async () => {
    const told = [workflow('receive-orders', 'Disabled'), workflow('receive-invoices')];
    expect(await inspected(told)).toEqual({ is: 'todo', progress: { done: 1, of: 2 } });
  });

  it('is stuck on a workflow that does not exist, and names it', async () => {
    const standing = await inspected([workflow('receive-orders', 'Disabled')]);
    expect(standing).toEqual({ is: 'stuck', why: 'receive-invoices not found in Azure' });
  });

  it('names what is suspended', async () => {
    const standing = await inspected([workflow('receive-orders', 'Suspended')], {
      workflows: ['receive-orders'],
    });
    expect(standing).toEqual({ is: 'stuck', why: 'receive-orders is Suspended' });
  });

  it('does not call one missing that the list left out but Azure still knows', async () => {
    const azure = azureWith({
      workflows: async () => [workflow('receive-orders', 'Disabled')],
      workflow: async () => workflow('receive-invoices'),
    });
    const standing = await step.inspect(azure, disable, never);
    expect(standing).toEqual({ is: 'todo', progress: { done: 1, of: 2 } });
  });

  it('does not know, rather than calling one missing, when Azure does not answer for it', async () => {
    const azure = azureWith({
      workflows: async () => [],
      workflow: async () => Promise.reject(new Between('ARM did not answer')),
    });
    await expect(step.inspect(azure, disable, never)).rejects.toThrow(Between);
  });

  it('finds names whatever their case', async () => {
    const told = [workflow('Receive-Orders', 'Disabled'), workflow('RECEIVE-invoices', 'Disabled')];
    expect((await inspected(told)).is).toBe('done');
  });
});

describe('inspect() of a tag', () => {
  const tagged = { ...disable, workflows: undefined, tag: { name: 'role', value: 'receiver' } };

  it('is about those that carry it, and no others', async () => {
    const azure = azureWith(
      logicApps([
        workflow('a', 'Disabled', { Role: 'receiver' }),
        workflow('b', 'Enabled', { role: 'sender' }),
        workflow('c', 'Enabled'),
      ]),
    );
    expect(await step.inspect(azure, tagged, never)).toEqual({ is: 'done' });
  });

  it('is stuck when nothing carries it: a fence around nothing is no fence', async () => {
    const azure = azureWith(logicApps([workflow('a')]));
    const standing = await step.inspect(azure, tagged, never);
    expect(standing).toEqual({
      is: 'stuck',
      why: 'there are no workflows tagged role=receiver in orders-we',
    });
  });
});

describe('apply()', () => {
  it('sets only those that are not there yet', async () => {
    const apps = logicApps([workflow('receive-orders', 'Disabled'), workflow('receive-invoices')]);
    await step.apply(azureWith(apps), disable, never);
    expect(apps.set).toEqual(['receive-invoices Disabled']);
  });

  it('may come again, and then changes nothing', async () => {
    const apps = logicApps(names.map((name) => workflow(name)));
    await step.apply(azureWith(apps), disable, never);
    await step.apply(azureWith(apps), disable, never);
    expect(apps.set).toHaveLength(2);
  });

  it('sets hundreds, never more at once than it was told', async () => {
    const workflows = many(300);
    const apps = logicApps(workflows);
    let now = 0;
    let most = 0;
    const azure = azureWith({
      ...apps,
      async setWorkflow(...call) {
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        await apps.setWorkflow(...call);
        now -= 1;
      },
    });
    await step.apply(azure, { ...disable, workflows: namesOf(workflows) }, never);
    expect(apps.set).toHaveLength(300);
    expect(most).toBe(8);
  });

  it('rests as long as Azure asks when it is throttled, all hands together, and goes on', async () => {
    const workflows = many(40);
    const apps = logicApps(workflows);
    const pauses: number[] = [];
    let allowed = 15;
    const azure = azureWith({
      ...apps,
      async setWorkflow(...call) {
        if (allowed === 0) throw throttled(7_000);
        allowed -= 1;
        await apps.setWorkflow(...call);
      },
      async pause(ms) {
        pauses.push(ms);
        allowed = 15;
      },
    });
    await step.apply(azure, { ...disable, workflows: namesOf(workflows) }, never);
    expect(apps.set).toHaveLength(40);
    expect(pauses).toEqual([7_000, 7_000]);
  });

  it('rests a while even if Azure does not say how long', async () => {
    const pauses: number[] = [];
    const azure = throttledAzure(undefined, async (ms) => {
      pauses.push(ms);
    });
    await step.apply(azure, { ...disable, workflows: ['receive-0'] }, never);
    expect(pauses).toEqual([5_000]);
  });

  it('stops resting when its claim is over, and has then changed nothing', async () => {
    const claim = new AbortController();
    const azure = throttledAzure(60_000, async () => claim.abort());
    const applied = step.apply(azure, { ...disable, workflows: ['receive-0'] }, claim.signal);
    await expect(applied).rejects.toMatchObject({ name: 'Refusal', sent: 'no' });
  });

  it('goes on past one that fails, and tells which it was', async () => {
    const apps = logicApps(many(10));
    const azure = failingFor('receive-3', apps, notFound());
    const settings = { ...disable, workflows: namesOf(many(10)) };
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^9 of 10 workflows were disabled; receive-3: ARM answered 404/,
      ),
      sent: 'maybe',
    });
    expect(apps.set).toHaveLength(9);
  });

  it('says `no` when not one of them was changed, so that the claim is free at once', async () => {
    const azure = azureWith({
      ...logicApps(many(3)),
      setWorkflow: () => Promise.reject(new Refusal({ message: '403', sent: 'no', status: 403 })),
    });
    const applied = step.apply(azure, { ...disable, workflows: namesOf(many(3)) }, never);
    await expect(applied).rejects.toMatchObject({ sent: 'no' });
  });

  it('does not knock at a dark region three hundred times', async () => {
    let asked = 0;
    const azure = azureWith({
      ...logicApps(many(300)),
      setWorkflow: () => {
        asked += 1;
        return Promise.reject(unanswered());
      },
    });
    const applied = step.apply(azure, { ...disable, workflows: namesOf(many(300)) }, never);
    await expect(applied).rejects.toMatchObject({ sent: 'maybe' });
    expect(asked).toBeLessThanOrEqual(16);
  });
});

describe('what people read', () => {
  it.each([
    [disable, 'Disable receive-orders, receive-invoices in orders-we'],
    [
      { ...disable, workflows: ['a', 'b', 'c', 'd', 'e'] },
      'Disable a, b, c and 2 more in orders-we',
    ],
    [
      {
        ...disable,
        workflows: undefined,
        tag: { name: 'role', value: 'r' },
        state: 'Enabled' as const,
      },
      'Enable workflows tagged role=r in orders-we',
    ],
  ])('%#', (settings, told) => expect(step.describe(settings)).toBe(told));

  it('refuses both a list and a tag, and neither', () => {
    const tag = { name: 'role', value: 'receiver' };
    expect(step.settings.safeParse({ ...disable, tag }).success).toBe(false);
    const { workflows: _left, ...neither } = disable;
    expect(step.settings.safeParse(neither).success).toBe(false);
    expect(step.settings.safeParse({ ...neither, tag }).success).toBe(true);
  });

  it('names what it changes, in lower case', () => {
    expect(step.targets(disable)).toContain(workflowId('receive-orders').toLowerCase());
  });
});

/** Throttled once, then willing. */
function throttledAzure(retryAfterMs: number | undefined, pause: Azure['pause']): Azure {
  const apps = logicApps(many(1));
  let times = 0;
  return azureWith({
    ...apps,
    pause,
    async setWorkflow(...call) {
      times += 1;
      if (times === 1) throw throttled(retryAfterMs);
      await apps.setWorkflow(...call);
    },
  });
}

function failingFor(name: string, apps: ReturnType<typeof logicApps>, error: Refusal): Azure {
  return azureWith({
    ...apps,
    async setWorkflow(id, ...rest) {
      if (id.endsWith(`/${name}`)) throw error;
      await apps.setWorkflow(id, ...rest);
    },
  });
}
