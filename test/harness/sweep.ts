/**
 * `npm run sweep`: kills one deployed function a story, at every kind of call it makes, and holds
 * each story to its right end.
 *
 *   npm run sweep                             # all points; --write keeps the table in the docs
 *   npm run sweep -- --kept sweep.jsonl       # keeps each end; what ended right is not told again
 *   npm run sweep -- --sample 8 --seed 1      # some, by the dice
 *   npm run sweep -- --point 'judge dynamodb PutItem 1/9 kill-after'
 */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { parseArgs, promisify } from 'node:util';
import { took } from '../../core/telling/words.ts';
import { openCloud } from '../../lab/cloud/cloud.ts';
import { type Prepared, prepare } from '../../lab/cloud/prepared.ts';
import { play, until } from '../../lab/cloud/story.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { inLanes } from '../kill/lanes.ts';
import { type CallKind, callKindsOf, type Point, pointsOf } from './points.ts';
import { isTold, toldMsMax } from './right.ts';
import { keepTable, type Tried, tableOf } from './sweep-table.ts';

const { values } = parseArgs({
  options: {
    /** How many points, chosen by the dice; by default all. */
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** One point, as a story printed it. */
    point: { type: 'string' },
    /** Where the end of each story is kept, and found again. */
    kept: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

/** Each of its waits has a limit of its own, which together are less. */
const storyMsMax = 10 * 60_000;

/** What a process said last; before it stands the whole command. */
const wordsMax = 500;

const run = promisify(execFile);
const began = Date.now();
const prepared = await prepare({ file: 'examples/orders.yaml', round: 4, hasty: true });
let bad = 0;
try {
  const kinds = await undisturbed(prepared);
  const chosen = chosenFrom(pointsOf(kinds));
  const calls = kinds.reduce((sum, kind) => sum + kind.made, 0);
  console.log(
    `undisturbed: ${calls} calls of ${kinds.length} kinds, ${pointsOf(kinds).length} points; ` +
      `${chosen.length} of them follow, seed ${values.seed}`,
  );
  if (values.list) for (const { id } of chosen) console.log(id);
  else await sweep(kinds, chosen);
} finally {
  await prepared.remove();
}
process.exit(bad === 0 ? 0 : 1);

async function undisturbed(means: Prepared): Promise<readonly CallKind[]> {
  const { assembly, estate, text, watch } = means;
  const cloud = await openCloud({ assembly, estate, text, seed: 'sweep' });
  try {
    await play(cloud, { watch, approver: 'U0ANA', say: () => {} });
    await until('its end is told', () => isTold(cloud), toldMsMax);
    return callKindsOf(cloud.calls.log);
  } finally {
    await cloud.close();
  }
}

function chosenFrom(points: readonly Point[]): readonly Point[] {
  const { point, sample, seed } = values;
  if (point !== undefined) {
    const [, fn, service, operation, nth, fate] =
      /^(\S+) (\S+) (.+) (\d+)\/\d+ (\S+)$/.exec(point) ?? [];
    const like = points.filter((one) => one.fn === fn && one.fate === fate);
    const found = like.find((one) => one.service === service && one.operation === operation);
    if (found === undefined) throw new Error(`no point is called ${point}: see --list`);
    return [{ ...found, id: point, nth: Number(nth) }];
  }
  if (sample === undefined) return points;
  // Each by dice of its own: one call more or less in a story leaves the choice as it was.
  const rolled = points.map((one) => ({ one, roll: diceOf(`${seed} ${one.lot}`).roll() }));
  return rolled
    .toSorted((a, b) => a.roll - b.roll)
    .slice(0, Number(sample))
    .map(({ one }) => one);
}

async function sweep(kinds: readonly CallKind[], points: readonly Point[]): Promise<void> {
  const ends = await endsIn(values.kept);
  const known = points.flatMap((point): Tried[] => {
    const end = ends.get(point.lot);
    return end === undefined ? [] : [{ point, ...end }];
  });
  const open = points.filter(({ lot }) => !ends.has(lot));
  if (known.length > 0) console.log(`${known.length} ended right before`);
  const all = [...known, ...(await tellAll(open))];
  const table = tableOf(kinds, all);
  console.log(`\n${table}\n`);
  console.log(bad === 0 ? 'All ended right.' : `${bad} stories ended wrong.`);
  console.log(`in ${took(Date.now() - began)}`);
  if (values.write) await keepTable(table);
}

async function tellAll(points: readonly Point[]): Promise<readonly Tried[]> {
  let done = 0;
  const from = Date.now();
  const tasks = points.map((point) => async (): Promise<Tried> => {
    const tried = await story(point);
    done += 1;
    const leftMs = ((Date.now() - from) / done) * (points.length - done);
    const end = tried.wrong.length > 0 ? `WRONG\n  ${tried.wrong.join('\n  ')}` : 'right';
    const how = tried.reached ? end : `not reached; ${end}`;
    console.log(`${String(done).padStart(4)}/${points.length}  ${point.id}: ${how}, ${took(tried.ms)}; ${took(leftMs)} to go`); // biome-ignore format: one line as it is read
    if (tried.wrong.length > 0) bad += 1;
    if (values.kept !== undefined) await appendFile(values.kept, lineOf(tried));
    return tried;
  });
  return await inLanes(Number(values.lanes), tasks);
}

type End = Omit<Tried, 'point'>;

/** By lot, which is the same in every run, however many calls an undisturbed story makes. */
async function endsIn(file: string | undefined): Promise<ReadonlyMap<string, End>> {
  if (file === undefined || !existsSync(file)) return new Map();
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const ends = lines.map((line): readonly [string, End] => {
    const { lot, ...end }: End & { lot: string } = JSON.parse(line);
    return [lot, end];
  });
  return new Map(ends.filter(([, { wrong }]) => wrong.length === 0));
}

function lineOf({ point, ...end }: Tried): string {
  return `${JSON.stringify({ lot: point.lot, ...end })}\n`;
}

/** In a process of its own: two stories in one would wait for each other. */
async function story(point: Point): Promise<Tried> {
  const opened = Date.now();
  const given = JSON.stringify({ assembly: prepared.assembly, text: prepared.text, point });
  const { reached, wrong } = await run(process.execPath, ['test/harness/one-story.ts', given], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: storyMsMax,
  }).then(
    ({ stdout }): Pick<Tried, 'reached' | 'wrong'> => JSON.parse(stdout),
    // One that never ends, or whose own process died, is a finding, and the others go on.
    (error: unknown) => ({
      reached: false,
      wrong: [`the story had no end: ${String(error).slice(-wordsMax)}`],
    }),
  );
  return { point, reached, wrong, ms: Date.now() - opened };
}
