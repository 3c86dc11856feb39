/** A lab in a process of its own, opened for one story. */

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type LabState, labStateSchema } from '../../lab/estate/state.ts';
import { endOf, farwatch } from './processes.ts';

/** The example, at a pace that lets a killed claim grow old while one waits for it. */
export async function hastyEstate(folder: string): Promise<string> {
  const text = await readFile('examples/orders.yaml', 'utf8');
  const judging = ['round: 4s', 'timeout: 2s', 'reask: 1s', 'fresh: 16s'];
  const moving = ['approval: 15m', 'applyMax: 5s', 'skew: 1s'];
  const section = (name: string, lines: readonly string[]) =>
    `${name}:\n${lines.map((line) => `      ${line}\n`).join('')}`;
  const hasty = text
    .replace(/judging:\n(?: {6}.*\n)+/, section('judging', judging))
    .replace(/moving:\n(?: {6}.*\n)+/, section('moving', moving));
  const file = join(folder, 'hasty.yaml');
  await writeFile(file, hasty);
  return file;
}

export interface OpenLab {
  /** What another process needs to know. */
  readonly description: string;
  state(): Promise<LabState>;
  /** Resolves when its process has ended by itself, leaving nothing. */
  close(): Promise<void>;
}

const opensMsMax = 20_000;
const closesMsMax = 10_000;

export async function openLab(estate: string, folder: string, seed: string): Promise<OpenLab> {
  const description = join(folder, 'lab.json');
  const lab = farwatch('lab', estate, '--file', description, '--seed', seed, '--json');
  const deadline = Date.now() + opensMsMax;
  while (!existsSync(description)) {
    if (lab.child.exitCode !== null || Date.now() > deadline) {
      lab.child.kill('SIGKILL');
      throw new Error(`the lab did not open:\n${(await lab.ended).output}`);
    }
    await wait(50);
  }
  const { control } = JSON.parse(await readFile(description, 'utf8'));
  return {
    description,
    state: async () => {
      const answer = await fetch(`${control}/state`, { signal: AbortSignal.timeout(5_000) });
      return labStateSchema.parse(await answer.json());
    },
    close: async () => {
      lab.child.kill('SIGTERM');
      const { code, output } = await endOf(lab, closesMsMax);
      if (code !== 0) throw new Error(`the lab ended with ${code}:\n${output}`);
      if (existsSync(description)) throw new Error('the lab left its description behind');
    },
  };
}
