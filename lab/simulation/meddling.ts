/** Who enables what farwatch looks after, and never asks it: pipelines, and people in the portal. */

import type { Fact } from '../../core/fact.ts';
import { type Side, sides } from '../../core/names.ts';
import type { Stage } from '../play/stage.ts';
import type { WorkflowLayout } from '../world/azure.ts';
import type { Dice } from '../world/dice.ts';
import { operator } from '../world/writes.ts';

export interface Meddle {
  /** A deployment enables all workflows of a side, one after the other; a click switches one. */
  readonly does: 'deploy' | 'enable' | 'disable';
  readonly sides: readonly Side[];
  /** Behind the beginning of the story, or the `nth` fact of a sort. */
  readonly after: { readonly fact: Fact['kind']; readonly nth: number } | undefined;
  readonly ms: number;
}

/** What a move has just done, or not done, when somebody comes in between. */
const telling: readonly Fact['kind'][] = [
  ...(['approved', 'stepTried', 'stepTried', 'stepDone', 'stepDone'] as const),
  ...(['stepOwed', 'stepOwed', 'sourceBack', 'stepSettled', 'held', 'moved', 'proven'] as const),
];

export function meddlingOf(healedMs: number, dice: Dice): readonly Meddle[] {
  return Array.from({ length: dice.pick([0, 1, 2, 2, 3, 4, 6]) }, (): Meddle => {
    const does = dice.chance(0.5) ? 'deploy' : dice.chance(0.75) ? 'enable' : 'disable';
    const side = dice.pick(sides);
    const both = does === 'deploy' && dice.chance(0.3);
    const after = dice.chance(0.6)
      ? { fact: dice.pick(telling), nth: dice.pick([1, 1, 2, 3]) }
      : undefined;
    const ms = after === undefined ? dice.between(0, healedMs) : dice.between(0, 6_000);
    return { does, sides: both ? sides : [side], after, ms: Math.round(ms) };
  });
}

export interface Meddlers {
  /** What was just written may be what one of them has waited for, without knowing. */
  heard(history: readonly Fact[]): void;
}

export function meddlersOf(
  meddling: readonly Meddle[],
  { stage, dice, over }: { readonly stage: Stage; readonly dice: Dice; over(): boolean },
): Meddlers {
  const { clock, world } = stage;
  const waiting = new Set(meddling.filter(({ after }) => after !== undefined));

  /** Nobody's deployment gets through to a region whose ARM is dark. */
  const set = (by: string, { id, side }: WorkflowLayout, state: 'Enabled' | 'Disabled') => {
    const places = ['arm/logic', `${world.layout.regions[side]}/arm`];
    if (over() || world.faults.treat(places).is !== 'served') return;
    world.arm.setWorkflow(`${operator}/${by}`, id, state);
  };
  const meddle = async ({ does, sides: at, ms }: Meddle) => {
    await clock.sleep(ms);
    const there = world.layout.workflows.filter(({ side }) => at.includes(side));
    if (does !== 'deploy') {
      set('portal', dice.pick(there), does === 'enable' ? 'Enabled' : 'Disabled');
      return;
    }
    for (const one of there) {
      set('pipeline', one, 'Enabled');
      await clock.sleep(dice.between(50, 2_000));
    }
  };

  for (const one of meddling) if (one.after === undefined) void meddle(one);
  return {
    heard(history) {
      for (const one of waiting) {
        const so = history.filter(({ kind }) => kind === one.after?.fact).length;
        if (so < (one.after?.nth ?? 0)) continue;
        waiting.delete(one);
        void meddle(one);
      }
    },
  };
}
