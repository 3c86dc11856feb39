/** Draws the stories of split brain: regions that go dark and come back, while others enable things. */

import { type Side, sides } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import type { Place } from '../world/azure.ts';
import type { Dice } from '../world/dice.ts';
import { diceOf } from '../world/dice.ts';
import { meddlingOf } from './meddling.ts';
import { type Break, type Script, scriptOf } from './script.ts';
import { wishesOf } from './wishing.ts';

const minute = 60_000;

/** Crashes, lost answers, people and the kill switch are those of every other story. */
export function splitScriptOf(seed: number, watch: Watch): Script {
  const usual = scriptOf(seed, watch);
  const dice = diceOf(`split script of ${seed}`);
  const healedMs = Math.round(dice.between(2 * minute, 4.5 * minute));
  return {
    ...usual,
    // What each of many sees is told by other stories; here, that two may race for a step.
    houses: usual.houses
      .slice(0, dice.pick([1, 1, 2]))
      .map((house) => ({ ...house, vantages: watch.vantages })),
    breaks: outagesOf(watch, healedMs, dice.fork('breaks')),
    wishes: wishesOf(watch, healedMs, dice.fork('wishes'), 0.6),
    meddling: meddlingOf(healedMs, dice.fork('meddling')),
    healedMs,
  };
}

/** One after the other as a rule, so that what is moved away may have to come back. */
function outagesOf(watch: Watch, healedMs: number, dice: Dice): readonly Break[] {
  let atMs = dice.between(0, minute);
  const outages: Break[] = [];
  for (let left = dice.pick([0, 1, 1, 1, 2, 2, 3]); left > 0 && atMs < healedMs; left -= 1) {
    const side: Side = dice.chance(0.75) ? 'primary' : dice.pick(sides);
    const lastsMs = dice.between(0.5, 1.5) * dice.pick([1, 1.5, 2, 3]) * minute;
    const [from, until] = [Math.round(atMs), Math.round(atMs + lastsMs)];
    for (const place of placesOf(watch, side, dice)) {
      outages.push({ atMs: from, untilMs: until, place, fault: { is: 'dark' } });
    }
    atMs += lastsMs * dice.between(0.8, 1.2) + dice.between(0, minute);
  }
  return outages.toSorted((a, b) => a.atMs - b.atMs);
}

/** Mostly all of it, its own ARM too, so that no fence can be set there; else only a part. */
function placesOf({ regions }: Watch, side: Side, dice: Dice): readonly Place[] {
  const region = regions[side];
  if (dice.chance(0.7)) return [region];
  const part = `${region}/${dice.pick(['logic', 'bus', 'gateway'])}`;
  return dice.chance(0.4) ? [part, `${region}/arm`] : [part];
}
