/** `npm run simulate`: one seed told in full, or many on every core. */

import { parseArgs } from 'node:util';
import { playMany } from './crew.ts';
import { settingOf } from './estate.ts';
import { spreadOf } from './exposure-table.ts';
import { courseOf, storeOf } from './narrate.ts';
import type { SortName } from './sorts.ts';
import { playStory } from './story.ts';
import { tallyOf, tallyText } from './tally.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '3000' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    /** Stories of split brain: regions dark and back, while others enable what they like. */
    split: { type: 'boolean', default: false },
    /** Threads; by default one for every core. */
    jobs: { type: 'string' },
    /** None is begun later than that. */
    minutes: { type: 'string' },
  },
});

const sort: SortName = values.split ? 'split' : 'usual';

/** Exit codes: 0 every promise was kept, 1 one was broken. */
process.exitCode = values.seed === undefined ? await many() : await one(Number(values.seed));

async function one(seed: number): Promise<number> {
  const setting = settingOf(undefined, sort);
  console.log(storeOf(setting.sort.scriptOf(seed, setting.watch)));
  const began = performance.now();
  const told = await playStory(seed, setting);
  console.log(courseOf(told));
  console.log(tallyText(tallyOf(told), performance.now() - began));
  return told.breach === undefined ? 0 : 1;
}

async function many(): Promise<number> {
  const [from, count] = [Number(values.from), Number(values.seeds)];
  if (!values.json) console.log(`seeds ${from} to ${from + count - 1}\n${settingText()}`);
  const began = performance.now();
  const given = (name: 'jobs' | 'minutes') =>
    values[name] === undefined ? {} : { [name]: Number(values[name]) };
  const bounds = { ...given('jobs'), ...given('minutes') };
  const { tally, broken } = await playMany({ sort, from, count, ...bounds }, ({ stories }) => {
    if (!values.json && stories % 500 === 0) console.log(`… ${stories} stories`);
  });
  if (values.json) {
    const exposure = spreadOf(tally.exposed);
    console.log(JSON.stringify({ stories: tally.stories, exposure, broken }));
    return broken === undefined ? 0 : 1;
  }
  console.log(tallyText(tally, performance.now() - began));
  if (broken === undefined) {
    console.log('every promise was kept');
    return 0;
  }
  console.log(`\n${broken.text}`);
  return 1;
}

/** What is the same in every story; what a seed draws is told with its story. */
function settingText(): string {
  const { policy, rules } = settingOf().watch;
  return `judging ${JSON.stringify(policy)}\nmoving ${JSON.stringify(rules)}`;
}
