/** What failover left of its preflight is believed while it is young and readable, and not longer. */

import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../../core/names.ts';
import { type Preflight, staleMs } from '../../core/readiness.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { keep, keepPreflight, kept, keptPreflight } from '../../lambdas/readiness/kept.ts';
import { alias, at, service, watch } from '../build.ts';

const told: Preflight = {
  at: at(0),
  brake: { is: 'on', why: 'ana: drill' },
  token: { is: 'held', ageMs: 4_000 },
  services: [service('bus')],
  steps: [
    {
      step: alias.name,
      service: service('bus'),
      title: 'alias → ne',
      from: 'primary',
      standing: { is: 'todo', progress: { done: 1, of: 3 } },
      rights: { is: 'missing', missing: [{ action: 'A/write', scope: '/subscriptions/s' }] },
    },
  ],
};

function memoryAt(ms: () => number) {
  const clock = { now: () => ms() as Instant };
  return { clock, memory: memoryMemory(clock) };
}

describe('a kept preflight', () => {
  it('reads back as it was left', async () => {
    const world = memoryAt(() => staleMs);
    await keepPreflight(watch.name, told, world.memory);
    expect(await keptPreflight(watch.name, world)).toEqual(told);
  });

  it('is not believed once it is stale', async () => {
    const world = memoryAt(() => staleMs + 1);
    await keepPreflight(watch.name, told, world.memory);
    await expect(keptPreflight(watch.name, world)).rejects.toThrow('is 1 h 15 min old');
  });

  it('is newer than what readiness took of it: the newer counts', async () => {
    const world = memoryAt(() => 0);
    const readiness = { watch: watch.name, at: at(0), checks: [] };
    const young = { ...told, at: at(5), brake: { is: 'off' } } as const;
    await keep({ ...readiness, preflight: { is: 'told', preflight: told } }, world.memory);
    await keepPreflight(watch.name, young, world.memory);
    const now = { ...readiness, preflight: { is: 'told', preflight: young } };
    expect(await kept(watch.name, world.memory)).toEqual({ is: 'kept', readiness: now });

    await keepPreflight(watch.name, { ...young, at: at(-5) }, world.memory);
    const mine = { ...readiness, preflight: { is: 'told', preflight: told } };
    expect(await kept(watch.name, world.memory)).toEqual({ is: 'kept', readiness: mine });

    const silent = { ...readiness, preflight: { is: 'unasked', why: 'mode advise' } } as const;
    await keep(silent, world.memory);
    await keepPreflight(watch.name, young, world.memory);
    expect(await kept(watch.name, world.memory)).toEqual({ is: 'kept', readiness: silent });
  });

  it('is missed where failover never left one, or left something else', async () => {
    const world = memoryAt(() => 0);
    await expect(keptPreflight(watch.name, world)).rejects.toThrow('no result');
    const [step] = told.steps;
    const odd = [
      { brake: { is: 'broken' } },
      { token: { is: 'held' } },
      { services: [1] },
      { steps: [{ ...step, rights: { is: 'missing' } }] },
    ];
    for (const text of ['{', '{}', ...odd.map((one) => JSON.stringify({ ...told, ...one }))]) {
      await world.memory.put(`preflight/${watch.name}`, text, 1_000);
      await expect(keptPreflight(watch.name, world)).rejects.toThrow('an unreadable result');
    }
  });
});
