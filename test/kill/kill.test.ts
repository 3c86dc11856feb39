/** A house that is killed at any moment of a move leaves the same world behind as any other. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diceOf } from '../../lab/world/dice.ts';
import { hastyEstate } from './labs.ts';
import { inLanes } from './lanes.ts';
import { afterFact, afterFile, type Moment, thenRest } from './moments.ts';
import { killAll } from './processes.ts';
import { differences } from './same-world.ts';
import { servingPlanes, type Told, tell } from './story.ts';

/** `npm run sweep:kill` tries many more moments than these. */
const dice = diceOf('killed');
const anyMoment = afterFile(6 + dice.whole(11), dice.whole(400));
/** Longer than an answer stays fresh. */
const pauseMs = 17_000;

/** Each is killed, started again, and killed once more. */
const killed: Readonly<Record<string, { dark: readonly string[]; moments: readonly Moment[] }>> = {
  'between a claim and what it is for': {
    dark: servingPlanes,
    moments: [afterFact('stepTried'), afterFact('stepApplied', 20), afterFact('moved')],
  },
  'after a pause that blinds it, and at a moment of no choosing': {
    dark: servingPlanes,
    moments: [thenRest(afterFact('preflighted'), pauseMs), anyMoment],
  },
  'with a fence owed, and while it is settled': {
    dark: [],
    moments: [afterFact('stepOwed'), afterFact('sourceBack')],
  },
};

/** A deadline, not a budget: alone on two cores all of it takes a minute and a half. */
const storiesMsMax = 300_000;
let folder = '';
let told: ReadonlyMap<string, Told> = new Map();

function story(name: string): Told {
  const found = told.get(name);
  if (found !== undefined) return found;
  throw new Error(`nobody told the story ${name}`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farwatch-kill-'));
  const estate = await hastyEstate(folder);
  const stories = { undisturbed: { dark: servingPlanes, moments: [] }, ...killed };
  const tasks = Object.entries(stories).map(([name, how], nth) => async () => {
    const own = join(folder, `story-${nth}`);
    return [name, await tell({ folder: own, estate, seed: name, ...how })] as const;
  });
  told = new Map(await inLanes(2, tasks));
}, storiesMsMax);

afterAll(async () => {
  killAll();
  await rm(folder, { recursive: true, force: true });
});

describe('a house that was killed', () => {
  it('stands beside one that was not, whose world is whole', () => {
    const undisturbed = story('undisturbed');
    expect(differences(undisturbed, undisturbed)).toEqual([]);
    expect(undisturbed.state.duplicates).toEqual([]);
    expect(undisturbed.state.writes).toHaveLength(10);
  });

  it.each(Object.keys(killed))('leaves the same world behind: %s', (name) => {
    expect(story(name).kills).toBe(killed[name]?.moments.length);
    expect(differences(story('undisturbed'), story(name))).toEqual([]);
  });
});
