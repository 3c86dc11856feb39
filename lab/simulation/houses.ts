/** The processes of a story: each a whole house, which dies of mischief and is started again. */

import type { Click, Grip } from '../../core/click.ts';
import { type Wired, wire } from '../../lambdas/house/wiring.ts';
import type { Stage } from '../play/stage.ts';
import type { Dice } from '../world/dice.ts';
import { Crash, createLife, type Life } from '../world/life.ts';
import { roomsOf, type Witness } from './ports.ts';
import type { HouseScript, Script } from './script.ts';

export interface Houses {
  /** A click at the door of a house that stands; rejects as a broken line would. */
  answer(click: Click | Grip): Promise<string>;
  /** Something new is in the journal: every house hears of it, as of a stream. */
  ring(): void;
  /** Resolves when all have come to their end. */
  close(): Promise<void>;
  /** None of them lies dead, waiting to be started again. */
  allStand(): boolean;
  deaths(): number;
}

interface Standing {
  readonly house: Wired;
  readonly life: Life;
}

export function openHouses(
  script: Script,
  stage: Stage,
  story: {
    readonly dice: Dice;
    readonly witness: Witness;
    rates(): ReturnType<Parameters<typeof roomsOf>[0]['rates']>;
    onTrouble(where: string, error: unknown): void;
  },
): Houses {
  const { clock } = stage;
  const stop = new AbortController();
  const standing = new Map<number, Standing>();
  let deaths = 0;

  const live = async (own: HouseScript, nth: number, dice: Dice) => {
    for (let turn = 1; !stop.signal.aborted; turn += 1) {
      const life = createLife();
      const name = `house-${nth + 1}.${turn}`;
      const rooms = roomsOf({ ...story, ...own, name, stage, life, dice: dice.fork(name) });
      const house = wire(rooms);
      standing.set(nth, { house, life });
      try {
        await life.run(() => house.keep(stop.signal));
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        deaths += 1;
        standing.delete(nth);
        await clock.sleep(dice.pick([1_000, 5_000, 20_000, 70_000]), stop.signal);
      }
    }
  };

  const lives = script.houses.map((own, nth) => live(own, nth, story.dice.fork(`house ${nth}`)));
  const choice = story.dice.fork('doors');
  return {
    async answer(click) {
      if (standing.size === 0) throw new Error('no house stands');
      const { house, life } = choice.pick([...standing.values()]);
      return life.run(() => house.answer(click));
    },
    ring: () => {
      for (const { house, life } of standing.values()) if (life.alive()) void house.news.ring();
    },
    close: async () => {
      stop.abort();
      await Promise.all(lives);
    },
    allStand: () => standing.size === script.houses.length,
    deaths: () => deaths,
  };
}
