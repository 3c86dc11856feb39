/** Plays the story of one seed: houses, faults and people until all is healed, and then to rest. */

import type { Click, Grip } from '../../core/click.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Instant } from '../../core/names.ts';
import { wordsOf } from '../../core/trouble.ts';
import { type Stage, stageOf } from '../play/stage.ts';
import { type Dice, diceOf } from '../world/dice.ts';
import { noMischief } from '../world/mischief.ts';
import { operator } from '../world/writes.ts';
import type { Setting } from './estate.ts';
import { type Exposure, exposuresOf } from './exposure.ts';
import { type Houses, openHouses } from './houses.ts';
import { meddlersOf } from './meddling.ts';
import { people } from './people.ts';
import type { Breach } from './promises.ts';
import type { Script } from './script.ts';
import { type SwitchHand, switchHand } from './switch-hand.ts';
import { clickOf as wishClick } from './wishing.ts';
import { type Witnessing, witnessOf } from './witness.ts';

export interface Told {
  readonly seed: number;
  readonly script: Script;
  /** As `npm run simulate` takes it, to tell the story again. */
  readonly again: string;
  readonly breach: Breach | undefined;
  readonly facts: readonly Fact[];
  readonly troubles: readonly string[];
  readonly began: Instant;
  readonly virtualMs: number;
  readonly faults: number;
  readonly deaths: number;
  readonly writes: number;
  readonly exposures: readonly Exposure[];
}

/** Once all is healed, everything must have come to rest by then. */
const restMsMax = 15 * 60_000;
/** Nothing goes on for so long: it rests. Longer than any lease that somebody died with. */
const quietMs = 40_000;
/** A move is under way: what it changes is nobody else's to change. */
const byFarwatch: readonly string[] = ['moving', 'held', 'settling'];
const resting: readonly string[] = ['calm', 'over'];

interface Play {
  readonly script: Script;
  readonly stage: Stage;
  readonly witness: Witnessing;
  readonly houses: Houses;
  readonly dice: Dice;
  readonly stop: AbortController;
}

export async function playStory(seed: number, { estate, watch, sort }: Setting): Promise<Told> {
  const script = sort.scriptOf(seed, watch);
  const dice = diceOf(`story ${seed}`);
  const bare = stageOf(estate, watch, { seed });
  const troubles: string[] = [];
  let ring = () => {};
  const witness = witnessOf(bare, watch, sort.promises, () => ring());
  const { stage, book } = witness;
  const healed = () => book.healedAt !== undefined;
  const calm = { keeping: noMischief, looking: noMischief };
  const naughty = { keeping: script.rates, looking: script.netRates };
  const houses = openHouses(script, stage, {
    dice,
    witness,
    rates: () => (healed() ? calm : naughty),
    onTrouble: (where, error) => troubles.push(`${where}: ${wordsOf(error)}`),
  });
  const others = meddlersOf(script.meddling, {
    ...{ stage, dice: dice.fork('others'), over: healed },
  });
  ring = () => {
    houses.ring();
    others.heard(book.history);
  };
  const began = stage.clock.now();
  const play = { script, stage, witness, houses, dice, stop: new AbortController() };
  const hung = await stage.clock.play(acts(play), 2 * restMsMax).then(
    () => undefined,
    (error: unknown) => ({ promise: 'nothing waits for ever', why: wordsOf(error) }),
  );
  stage.world.advance();
  return {
    seed,
    script,
    again: `${sort.flag}--seed ${seed}`,
    breach: witness.breach() ?? hung,
    facts: book.history,
    troubles,
    began,
    virtualMs: stage.clock.now() - began,
    faults: book.faults.length,
    deaths: houses.deaths(),
    writes: book.writes.length,
    exposures: exposuresOf(book, stage.clock.now()),
  };
}

async function acts(play: Play): Promise<void> {
  const { script, stage, witness, houses, dice, stop } = play;
  const { clock } = stage;
  const room = people(
    {
      ...{ stage, dice: dice.fork('people'), temper: script.people },
      healed: () => witness.book.healedAt !== undefined,
      click: (click) => clickOn(click, play),
    },
    stop.signal,
  );
  const hand = switchHand({
    stage,
    witness,
    dice: dice.fork('switch'),
    click: (on) => clickOn(on, play),
  });
  await disturb(play, hand);
  witness.heals();
  await hand.putsRight();
  witness.healed();
  const rests = await rest(play, clock.now() + restMsMax);
  if (witness.breach() === undefined) witness.ended(rests);
  stop.abort();
  await Promise.all([room, houses.close()]);
}

/** A line may break; then the same click is made again, as people do. */
async function clickOn(click: Click | Grip, { stage, witness, houses, dice }: Play): Promise<void> {
  witness.clicked(click);
  for (let times = 0; times < 3; times += 1) {
    try {
      witness.answered(click, await houses.answer(click));
      return;
    } catch {
      await stage.clock.sleep(dice.between(1_000, 20_000));
    }
  }
}

/** Everything that the script has in store, at its time; ends early when a promise is broken. */
async function disturb(play: Play, hand: SwitchHand): Promise<void> {
  const { script, stage, witness, stop } = play;
  const { clock } = stage;
  const began = clock.now();
  const { brake } = script;
  const moments = [
    ...script.breaks.map(({ atMs, place, fault }) => ({
      atMs,
      happen: () => witness.breaks(place, fault),
    })),
    ...script.breaks.flatMap(({ untilMs: atMs, place }) =>
      atMs === undefined ? [] : [{ atMs, happen: () => witness.heals(place) }],
    ),
    ...script.wishes.map((wish, nth) => ({
      atMs: wish.atMs,
      happen: () => void clickOn(wishClick(wish, stage.watch.name, nth), play),
    })),
    ...(brake === undefined
      ? []
      : [
          { atMs: brake.atMs, happen: () => hand.stops(brake) },
          { atMs: brake.untilMs, happen: () => hand.lifts(brake) },
        ]),
    { atMs: script.healedMs, happen: () => {} },
  ].toSorted((a, b) => a.atMs - b.atMs);
  for (const { atMs, happen } of moments) {
    if (atMs > script.healedMs) break;
    while (clock.now() < began + atMs) {
      if (witness.breach() !== undefined) return;
      await clock.sleep(Math.min(5_000, began + atMs - clock.now()), stop.signal);
    }
    happen();
  }
}

/** Whether the incident came to an end, and stayed there, before the time was over. */
async function rest(play: Play, until: number): Promise<boolean> {
  const { stage, witness, houses } = play;
  const { clock } = stage;
  let since = clock.now();
  while (clock.now() < until && witness.breach() === undefined) {
    await clock.sleep(1_000);
    const { stage: now } = replay(witness.book.facts);
    if (!byFarwatch.includes(now)) byHand(play);
    if (!resting.includes(now) || !houses.allStand()) since = clock.now();
    if (clock.now() - since >= quietMs) return true;
  }
  return false;
}

/** Whoever abandons a move half-way puts right what it left: receivers run where we say they do. */
function byHand({ stage, witness }: Play): void {
  const { arm, layout } = stage.world;
  const { active } = replay(witness.book.facts);
  const receivers = stage.watch.services.find(({ kind }) => kind === 'logic-apps');
  const serving = (receivers && active[receivers.name]) ?? 'primary';
  const set = (where: boolean, state: 'Enabled' | 'Disabled') => {
    const odd = layout.workflows.filter(
      ({ id, side }) => (side === serving) === where && arm.workflow(id).state !== state,
    );
    for (const { id } of odd) arm.setWorkflow(operator, id, state);
    return odd.length > 0;
  };
  // First one side sleeps, only then the other wakes.
  if (!set(false, 'Disabled')) set(true, 'Enabled');
}
