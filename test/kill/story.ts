/** One story told by a house that is killed again and again, and what the world is like after it. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LabState } from '../../lab/estate/state.ts';
import type { Report } from '../../lab/play/report.ts';
import { openLab } from './labs.ts';
import { type Moment, reached } from './moments.ts';
import { endOf, farwatch, type Running } from './processes.ts';

export interface Told {
  readonly report: Report;
  readonly state: LabState;
  /** How many of the moments really found a house to kill. */
  readonly kills: number;
  readonly tookMs: number;
}

export interface Telling {
  /** Made for this story alone. */
  readonly folder: string;
  readonly estate: string;
  readonly seed: string;
  /** What goes dark; the whole region when empty. */
  readonly dark: readonly string[];
  readonly moments: readonly Moment[];
}

/** The planes that serve, while the one that obeys still answers: the fence can be closed. */
export const servingPlanes = ['gateway', 'logic', 'servicebus'].map((p) => `westeurope/${p}`);

const storyMsMax = 110_000;

export async function tell({ folder, estate, seed, dark, moments }: Telling): Promise<Told> {
  await mkdir(folder, { recursive: true });
  const began = Date.now();
  const lab = await openLab(estate, folder, seed);
  try {
    const state = join(folder, 'state');
    const report = join(folder, 'report.json');
    const beside = ['--attach', lab.description, '--state', state];
    const what = dark.length === 0 ? [] : ['--dark', ...dark];
    const start = () =>
      farwatch('rehearse', estate, ...beside, ...what, '--yes', '--report', report);
    let kills = 0;
    for (const moment of moments) if (await killedAt(moment, start(), state)) kills += 1;
    const { code, output } = await endOf(start(), storyMsMax);
    if (code !== 0) throw new Error(`the story ended with ${code}:\n${output}`);
    return {
      report: JSON.parse(await readFile(report, 'utf8')),
      state: await lab.state(),
      kills,
      tookMs: Date.now() - began,
    };
  } finally {
    await lab.close();
  }
}

/** Whether it was alive at that moment; one that has told its story by then is left to end. */
async function killedAt(moment: Moment, house: Running, state: string): Promise<boolean> {
  const over = new AbortController();
  const ended = endOf(house, storyMsMax).finally(() => over.abort());
  const found = reached(moment, state, over.signal).then(() => house.child.kill('SIGKILL'));
  await Promise.race([ended, found]);
  const { signal } = await ended;
  await wait(moment.restMs ?? 0);
  return signal === 'SIGKILL';
}
