/** The people who throw the kill switch in a story, and lift it again: through the doors. */

import type { Grip } from '../../core/click.ts';
import { replay } from '../../core/evolve.ts';
import type { Stage } from '../play/stage.ts';
import type { Dice } from '../world/dice.ts';
import type { BrakeScript } from './script.ts';
import type { Witnessing } from './witness.ts';

export interface SwitchHand {
  stops(brake: BrakeScript): void;
  lifts(brake: BrakeScript): void;
  /** Nothing stays stopped for ever: where no house could be asked, somebody does it by hand. */
  putsRight(): Promise<void>;
}

export function switchHand({
  stage,
  witness,
  dice,
  click,
}: {
  readonly stage: Stage;
  readonly witness: Witnessing;
  readonly dice: Dice;
  click(grip: Grip): Promise<void>;
}): SwitchHand {
  const by = (user: string) => {
    return { via: 'lab', user, name: user, nonce: `switch-${dice.whole(1_000_000)}` };
  };
  const lift = (user: string, why: string): Grip => {
    const mark = replay(witness.book.facts).stopped?.mark;
    // From a card, or at a terminal.
    const of = mark === undefined || dice.chance(0.5) ? {} : { of: mark };
    return { ...by(user), kind: 'lift', why, ...of };
  };
  const isOff = async () =>
    (await stage.brake.read()).is === 'off' && replay(witness.book.facts).stopped === undefined;
  /** Whoever is told that it failed tries again, and so does who was told nothing. */
  const liftAtLast = async () => {
    for (let tries = 0; tries < triesMax && !(await isOff()); tries += 1) {
      await click(lift('ana', 'all clear'));
      if (!(await isOff())) await stage.clock.sleep(dice.between(2_000, 10_000));
    }
  };
  let stopping = Promise.resolve();
  let lifting = Promise.resolve();
  const stop = async (user: string) => {
    const grip: Grip = { ...by(user), kind: 'stop', why: 'as the story goes' };
    // Whoever must stop at once presses twice.
    await Promise.all([click(grip), click(grip)]);
  };
  const liftAfter = async ({ wrong }: BrakeScript) => {
    await stopping;
    if (wrong !== undefined) await click(lift(wrong.user, wrong.why));
    await liftAtLast();
  };
  return {
    stops: (brake) => {
      stopping = stop(brake.by);
    },
    lifts: (brake) => {
      lifting = liftAfter(brake);
    },
    async putsRight() {
      await Promise.all([stopping, lifting]);
      await liftAtLast();
      if (!(await isOff())) witness.releases();
    },
  };
}

const triesMax = 12;
