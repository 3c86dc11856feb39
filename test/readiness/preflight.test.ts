/** Preflight cannot write, whatever a step kind tries, and ends although Azure is silent. */

import { describe, expect, it } from '@jest/globals';

import type { StepKind } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { memoryBrake } from '../../lab/world/stores/brake.ts';
import { preflight } from '../../lambdas/failover/preflight.ts';
import { watch } from '../build.ts';
import { azureWith } from '../steps/azure.ts';

function kindWith(inspect: StepKind<unknown>['inspect']): StepKind<unknown> {
  const not = () => {
    throw new Error('a preflight only inspects');
  };
  return {
    settings: { safeParse: not },
    example: {},
    permissions: [],
    requires: [],
    owable: false,
    irreversible: false,
    stepMsMax: 1,
    settleMs: 1,
    describe: not,
    targets: not,
    inspect,
    apply: not,
  };
}

async function proved(inspect: StepKind<unknown>['inspect']) {
  const clock = virtualClock(0 as Instant);
  const kinds = { note: kindWith(inspect) };
  const world = { clock, kinds, brake: memoryBrake(), azure: azureWith({}) };
  return clock.play(preflight(watch, world));
}

describe('preflight', () => {
  it('is unsure of a step that says nothing, and still tells of the others', async () => {
    const { steps, at } = await proved(async (_azure, settings) => {
      const { resource } = Object(settings);
      return resource === 'bus/alias' ? new Promise(() => {}) : { is: 'todo' };
    });
    expect(at).toBe(10_000);
    const told = steps.filter(({ from }) => from === 'primary').map(({ standing }) => standing.is);
    expect(told.toSorted()).toEqual(['todo', 'todo', 'todo', 'unsure']);
  });

  it('says on which way each step lies', async () => {
    const { steps } = await proved(async () => ({ is: 'todo' }));
    expect(new Set(steps.map(({ from }) => from))).toEqual(new Set(['primary', 'secondary']));
  });
});
