/** Restarting apps: only while their consumers are not seen, never what is stopped, and proven by what they do. */

import { describe, expect, it } from '@jest/globals';
import type { Azure, BusEntity } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { rightsOfStep } from '../../core/rights.ts';
import { appRestart as step } from '../../steps/app-restart.ts';
import { azureWith, never, throttled, unanswered } from './azure.ts';

const group = '/subscriptions/s-1/resourceGroups/g/providers';
const site = (name: string) => `${group}/Microsoft.Web/sites/${name}`;
const bus = (name: string) => `${group}/Microsoft.ServiceBus/namespaces/${name}`;
const settings = {
  sites: [site('worker'), site('biller')],
  namespace: bus('ne'),
  left: bus('we'),
  entities: ['orders'],
};
const fixed = { since: 1_000 };

const used = (at: number | undefined, active = 0): readonly BusEntity[] => [
  {
    ...{ id: 'orders', kind: 'queue', name: 'orders', active, scheduled: 0, deadLettered: 0 },
    accessedAt: at as Instant | undefined,
  },
];

interface Told {
  readonly here: readonly BusEntity[];
  readonly there?: readonly BusEntity[] | Error;
  readonly state?: string;
  readonly act?: Azure['act'];
}

function azureOf({ here, there = used(900), state = 'Running', act }: Told) {
  const log: string[] = [];
  const azure = azureWith({
    async busEntities(namespace) {
      if (namespace === settings.namespace) return here;
      if (there instanceof Error) throw there;
      return there;
    },
    resource: async () => ({ properties: { state } }),
    async act(...call) {
      await act?.(...call);
      log.push(call[0].split('/').slice(-2).join(' '));
    },
    pause: async () => undefined,
  });
  return { azure, log };
}

describe('apps whose consumers', () => {
  it('stay with the old namespace are restarted, one after the other', async () => {
    const { azure, log } = azureOf({ here: used(800, 7) });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'todo' });
    await step.apply(azure, settings, never, fixed);
    expect(log).toEqual(['worker restart', 'biller restart']);
  });

  it('have come along since the move are left alone', async () => {
    const { azure, log } = azureOf({ here: used(1_001) });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'done' });
    await step.apply(azure, settings, never, fixed);
    expect(log).toEqual([]);
  });

  it('were seen here before the move are not taken for it, though the old region is dark', async () => {
    const { azure } = azureOf({ here: used(999), there: new Between('dark') });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'todo' });
  });

  it('leave what comes lying are not taken for those who came along', async () => {
    const { azure } = azureOf({ here: used(2_000, 3) });
    expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'todo' });
  });
});

it('starts nothing that is stopped: that is told before the move', async () => {
  const { azure } = azureOf({ here: used(2_000), state: 'Stopped' });
  expect(await step.inspect(azure, settings, never)).toEqual({
    is: 'stuck',
    why: 'worker, biller is not running: start it by hand',
  });
});

it('is stuck on a queue that is not there', async () => {
  expect(await step.inspect(azureOf({ here: [] }).azure, settings, never)).toEqual({
    is: 'stuck',
    why: 'ne has no orders',
  });
});

it('rests when it is told to, and goes on', async () => {
  let refusals = 1;
  const { azure, log } = azureOf({
    here: used(undefined),
    async act() {
      refusals -= 1;
      if (refusals >= 0) throw throttled(1_000);
    },
  });
  await step.apply(azure, settings, never, fixed);
  expect(log).toEqual(['worker restart', 'biller restart']);
});

it.each([
  ['worker', 'no'],
  ['biller', 'maybe'],
] as const)('that cannot send to %s may have had an effect: %s', async (name, sent) => {
  const { azure } = azureOf({
    here: used(undefined),
    async act(id) {
      if (id.includes(name)) throw unanswered('no');
    },
  });
  const applied = step.apply(azure, settings, never, fixed);
  await expect(applied).rejects.toMatchObject({ name: 'Refusal', sent });
});

it('may restart those apps, and only read of the namespaces', () => {
  const rights = rightsOfStep(step, settings);
  const on = (id: string) => rights.filter(({ scope }) => scope === id).map((one) => one.action);
  expect(on(settings.sites[0] ?? '')).toEqual([
    'Microsoft.Web/sites/read',
    'Microsoft.Web/sites/restart/action',
  ]);
  expect(on(settings.left).every((action) => action.endsWith('/read'))).toBe(true);
  expect(on(settings.left).length).toBe(3);
});
