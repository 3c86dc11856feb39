/** Who asks for a move in a story though nothing calls for it, and sometimes while something does. */

import type { Click } from '../../core/click.ts';
import type { ServiceName, WatchName } from '../../core/names.ts';
import type { WishedMove } from '../../core/plan.ts';
import type { Watch } from '../../core/watch.ts';
import type { Dice } from '../world/dice.ts';

export interface WishScript {
  readonly atMs: number;
  readonly move: WishedMove;
  readonly services: readonly ServiceName[];
  /** Approvers, and some who may not. */
  readonly by: string;
}

/** Away and home by turns, as people do, and now and then out of turn. */
export function wishesOf(
  { services }: Watch,
  healedMs: number,
  dice: Dice,
  share = 0.4,
): readonly WishScript[] {
  if (!dice.chance(share)) return [];
  const all = services.map(({ name }) => name);
  return Array.from({ length: 1 + dice.whole(4) }, (_, nth): WishScript => {
    const turn = dice.chance(0.8) ? nth % 2 === 0 : dice.chance(0.5);
    const move = dice.chance(0.1) ? 'repair' : turn ? 'failover' : 'failback';
    return {
      atMs: Math.round(dice.between(0, healedMs)),
      move,
      services: dice.chance(0.5) ? [] : all.filter(() => dice.chance(0.5)),
      by: dice.chance(0.9) ? dice.pick(['ana', 'ben']) : dice.pick(['carla', 'mallory']),
    };
  }).toSorted((a, b) => a.atMs - b.atMs);
}

export function clickOf({ move, services, by }: WishScript, watch: WatchName, nth: number): Click {
  const who = { via: 'lab', user: by, name: by, nonce: `wish-${nth}` };
  return { ...who, watch, kind: 'wish', move, services, why: 'as the story goes' };
}
