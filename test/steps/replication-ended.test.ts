/** What is left is copied before it is stopped: a look after the drain, no run open, and only then. */

import { describe, expect, it } from '@jest/globals';
import type { Azure } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { replicationEnded as kind } from '../../steps/replication-ended.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { azureWith, never, notFound } from './azure.ts';

const group = '/subscriptions/s/resourceGroups/we';
const settings = { resourceGroup: group, workflows: ['back'], concurrency: 2 };
const drained = Date.parse('2026-03-01T10:00:00Z') as Instant;

/** How many seconds after the drain, and how it went. */
type Passing = readonly [seconds: number, status: string];

interface Told {
  readonly state?: 'Enabled' | 'Disabled';
  readonly looks?: readonly Passing[];
  readonly runs?: readonly Passing[];
  readonly triggers?: readonly string[];
}

function azureOf({ state = 'Enabled', looks = [], runs = [], triggers = ['new'] }: Told): Azure {
  const listed = (all: readonly Passing[]) => ({
    value: all.map(([seconds, status]) => {
      const startTime = new Date(drained + seconds * 1_000).toISOString();
      return { properties: { status, startTime } };
    }),
  });
  const polling = Object.fromEntries(triggers.map((name) => [name, { recurrence: {} }]));
  const id = `${group}/providers/Microsoft.Logic/workflows/back`;
  return azureWith({
    workflows: async () => [{ id, state, tags: {} }],
    openRuns: async () =>
      runs
        .filter(([, status]) => status === 'Running')
        .map(([seconds]) => ({ name: 'r', startedAt: (drained + seconds * 1_000) as Instant })),
    async resource(asked) {
      if (asked.includes('/histories?')) return listed(looks);
      if (asked.includes('/runs?')) return listed(runs);
      return { properties: { state, definition: { triggers: polling } } };
    },
  });
}

async function standing(told: Told) {
  const azure = azureOf(told);
  const target = await kind.fix?.(azure, settings, drained, never, ledgerFrom());
  return kind.inspect(azure, settings, never, target?.value);
}

it.each<[string, Told, string]>([
  ['has looked before and not since', { looks: [[-5, 'Skipped']] }, 'moving'],
  ['has looked too close to the drain to be told apart', { looks: [[1, 'Skipped']] }, 'moving'],
  ['has found nothing since', { looks: [[30, 'Skipped']] }, 'todo'],
  [
    'has failed to look',
    {
      looks: [
        [30, 'Failed'],
        [-30, 'Skipped'],
      ],
    },
    'moving',
  ],
  ['has found something, and its run is not listed', { looks: [[30, 'Succeeded']] }, 'moving'],
  [
    'has found something, and is copying it',
    { looks: [[30, 'Succeeded']], runs: [[30, 'Running']] },
    'moving',
  ],
  [
    'has found something, and copied it',
    { looks: [[30, 'Succeeded']], runs: [[30, 'Succeeded']] },
    'todo',
  ],
  [
    'finds nothing more, and failed to copy what it had found',
    {
      looks: [[90, 'Skipped']],
      runs: [
        [30, 'Failed'],
        [-9, 'Succeeded'],
      ],
    },
    'moving',
  ],
  [
    'was told by a person to copy that again',
    {
      looks: [[90, 'Skipped']],
      runs: [
        [99, 'Succeeded'],
        [30, 'Failed'],
      ],
    },
    'todo',
  ],
  ['looks never by itself', { triggers: [] }, 'moving'],
  ['is disabled and copies on', { state: 'Disabled', runs: [[-5, 'Running']] }, 'moving'],
  ['is disabled and at rest', { state: 'Disabled' }, 'done'],
])('which %s', async (_, told, is) => {
  expect(await standing(told)).toMatchObject({ is });
});

describe('it', () => {
  it('says who is waited for, and why', async () => {
    const told = { looks: [[30, 'Succeeded']], runs: [[30, 'Failed']] } as const;
    expect(await standing(told)).toMatchObject({
      why: 'not copied yet: back (has not looked since, or not well, its latest run is Failed)',
      progress: { done: 0, of: 1 },
    });
  });

  it('waits for nothing before a move has begun with it', async () => {
    expect(await kind.inspect(azureOf({}), settings, never)).toMatchObject({ is: 'todo' });
  });

  it('needs each of its triggers to have looked', async () => {
    let asked = 0;
    const one = azureOf({ looks: [[30, 'Skipped']], triggers: ['numbers', 'mics'] });
    const azure: Azure = {
      ...one,
      resource: async (id, version, signal) => {
        if (!id.includes('/mics/')) return one.resource(id, version, signal);
        asked += 1;
        return { value: [] };
      },
    };
    const since = { since: drained };
    expect(await kind.inspect(azure, settings, never, since)).toMatchObject({ is: 'moving' });
    expect(asked).toBe(1);
  });

  it('is stuck on a workflow that is not there', async () => {
    const odd = { ...settings, workflows: ['gone'] };
    const azure: Azure = { ...azureOf({}), workflow: () => Promise.reject(notFound()) };
    const standing = await kind.inspect(azure, odd, never);
    expect(standing).toEqual({ is: 'stuck', why: 'gone not found in Azure' });
  });
});
