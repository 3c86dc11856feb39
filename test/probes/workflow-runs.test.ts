/** A poller at work, at rest, in a state it should not be in, failing, and silent. */

import { describe, expect, it } from '@jest/globals';
import type { AzureReader } from '../../core/azure.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { workflowRuns as probe } from '../../probes/workflow-runs.ts';
import { failing } from '../contracts/nets.ts';
import { lookedAt } from './nets.ts';

const never = new AbortController().signal;
const now = Date.UTC(2026, 0, 6, 12) as Instant;
const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

interface Told {
  readonly state?: string;
  /** In seconds. */
  readonly changedAgo?: number;
  readonly looks?: readonly (readonly [status: string, secondsAgo: number])[];
  readonly runs?: readonly (readonly [status: string, secondsAgo: number])[];
}

const open = ['Running', 'Waiting'];

function listed(passages: Told['looks'] = []) {
  const value = passages.map(([status, seconds]) => {
    const startTime = ago(seconds);
    const ended = open.includes(status) ? {} : { endTime: startTime };
    return {
      properties: { status, startTime, ...ended, code: status === 'Failed' ? 'BadGateway' : 'OK' },
    };
  });
  return { value };
}

const asked: string[] = [];

function ask(told: Told, settings: Partial<typeof probe.example> = {}) {
  const base = failing(new Error('not part of this story'));
  const resource: AzureReader['resource'] = async (id) => {
    asked.push(id.replace(/^.*\/workflows\//, ''));
    if (id.includes('/histories')) return listed(told.looks);
    if (id.includes('/runs')) return listed(told.runs);
    const { state = 'Enabled', changedAgo = 86_400 } = told;
    return { properties: { state, changedTime: ago(changedAgo), definition: {} } };
  };
  const net = { ...base, azure: { ...base.azure, resource } };
  return probe.ask(net, { ...probe.example, ...settings }, never, now);
}

const found = async (told: Told, settings: Partial<typeof probe.example> = {}) =>
  (await ask(told, settings)).finding;

const failed = (count: number, from: number) =>
  Array.from({ length: count }, (_, n) => ['Failed', from + n * 60] as const);

describe('a poller of the active side', () => {
  it('is up while the newest look that found nothing is young enough, though it never runs', async () => {
    expect(await found({ looks: [['Skipped', 60]] })).toEqual({ is: 'up' });
  });

  it('is up by a run that succeeded, and says how old that is', async () => {
    const told = { looks: [['Succeeded', 30]], runs: [['Succeeded', 20]] } as const;
    expect(await ask(told)).toMatchObject({
      finding: { is: 'up' },
      measures: { provenAgeMs: 20_000, runsFailed: 0, runsEnded: 1 },
    });
  });

  it('is down when it is enabled, and was at work too long ago', async () => {
    expect(await found({ looks: [['Skipped', 600]], runs: [['Succeeded', 900]] })).toEqual({
      is: 'down',
      phase: 'answer',
      why: 'receive-orders is enabled, and was last at work 10 min 0 s ago',
    });
  });

  it('is down when its looks fail, and says with what', async () => {
    const why = expect.stringContaining('its last look ended Failed (BadGateway)');
    expect(
      await found({
        looks: [
          ['Failed', 10],
          ['Skipped', 600],
        ],
      }),
    ).toMatchObject({
      is: 'down',
      why,
    });
  });

  it.each([
    ['a look that fired only began something', { looks: [['Succeeded', 5]] } as const],
    ['a run that was cancelled proves nothing', { runs: [['Cancelled', 5]] } as const],
  ])('is not up, because %s', async (_, told) => {
    expect((await found(told)).is).toBe('down');
  });

  it('is unsure while a run is under way and nothing has ended since', async () => {
    const told = {
      looks: [['Succeeded', 500]],
      runs: [
        ['Running', 500],
        ['Succeeded', 600],
      ],
    } as const;
    expect(await found(told)).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it('is unsure, and not down, when it was enabled a moment ago', async () => {
    const told = {
      changedAgo: 20,
      looks: [['Skipped', 90_000]],
      runs: failed(10, 90_000),
    } as const;
    expect(await found(told)).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it('is unsure by our fault when it is disabled', async () => {
    expect(await found({ state: 'Disabled', looks: [['Skipped', 9_000]] })).toEqual({
      is: 'unsure',
      why: 'workflow receive-orders is disabled on the active side',
      whose: 'ours',
    });
  });
});

describe('runs that fail', () => {
  const looks = [['Skipped', 10]] as const;

  it('tell, though it looks as it should', async () => {
    expect(await found({ looks, runs: failed(10, 30) })).toEqual({
      is: 'down',
      phase: 'answer',
      why: '10 of the last 10 runs of receive-orders failed',
    });
  });

  it.each([
    ['fewer than three', failed(2, 30)],
    ['one among them succeeded', [...failed(9, 30), ['Succeeded', 900] as const]],
    ['they are hours old, and nothing came since', failed(10, 7_200)],
  ])('do not when %s', async (_, runs) => {
    expect(await found({ looks, runs })).toEqual({ is: 'up' });
  });

  it('do not when the workflow was mended since', async () => {
    expect(await found({ looks, runs: failed(10, 300), changedAgo: 240 })).toEqual({ is: 'up' });
  });

  it('tell from the share on that the file names', async () => {
    const runs = [...failed(5, 30), ...[600, 700, 800].map((s) => ['Succeeded', s] as const)];
    expect((await found({ looks, runs }, { failedShare: 0.5 })).is).toBe('down');
    expect((await found({ looks, runs }, { failedShare: 0.7 })).is).toBe('up');
  });
});

describe('a poller of the passive side', () => {
  it('is up while it rests, and asked for nothing else', async () => {
    asked.length = 0;
    expect(await found({ state: 'Disabled' }, { expect: 'disabled' })).toEqual({ is: 'up' });
    expect(asked).toEqual(['receive-orders']);
  });

  it('is judged by its work while it is enabled, as it is in the middle of a move', async () => {
    const passive = { expect: 'disabled' } as const;
    expect(await found({ looks: [['Skipped', 5]] }, passive)).toEqual({ is: 'up' });
    expect((await found({ changedAgo: 5 }, passive)).is).toBe('unsure');
  });

  it('is unsure by our fault in any other state', async () => {
    expect(await found({ state: 'Suspended' }, { expect: 'disabled' })).toEqual({
      is: 'unsure',
      why: 'workflow receive-orders is suspended on the passive side',
      whose: 'ours',
    });
  });
});

describe('what stands between', () => {
  it.each([
    [new Between('ARM did not answer'), 'between'],
    [new Refusal({ message: 'throttled', sent: 'no', status: 429 }), 'ours'],
    [new Refusal({ message: 'ill', sent: 'no', status: 503 }), 'between'],
  ])('%p is no news of the region', async (error, whose) => {
    const { finding } = await lookedAt(probe, probe.example, failing(error));
    expect(finding).toMatchObject({ is: 'unsure', whose });
  });
});
