/** What failover left of its preflight is believed while it is young and readable, and not longer. */

import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../../core/names.ts';
import { type Preflight, staleMs } from '../../core/readiness.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { keepPreflight, keptPreflight } from '../../lambdas/readiness/kept.ts';
import { alias, at, service, watch } from '../build.ts';

const told: Preflight = {
  at: at(0),
  brake: { is: 'on', why: 'ana: drill' },
  steps: [
    {
      step: alias.name,
      service: service('bus'),
      title: 'alias → ne',
      from: 'primary',
      standing: { is: 'todo', progress: { done: 1, of: 3 } },
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

  it('is missed where failover never left one, or left something else', async () => {
    const world = memoryAt(() => 0);
    await expect(keptPreflight(watch.name, world)).rejects.toThrow('no result');
    for (const text of ['{', '{}', JSON.stringify({ ...told, brake: { is: 'broken' } })]) {
      await world.memory.put(`preflight/${watch.name}`, text, 1_000);
      await expect(keptPreflight(watch.name, world)).rejects.toThrow('an unreadable result');
    }
  });
});
