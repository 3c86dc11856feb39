/** When a house is killed: at a moment of its move, told by the clock or by its own journal. */

import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fact } from '../../core/fact.ts';

/** So many ms after something stands in the journal. */
export interface Moment {
  readonly name: string;
  /** `files`: the facts of each journal file from the approval on. */
  come(files: readonly (readonly Fact[])[]): boolean;
  readonly plusMs: number;
  /** How long nobody starts it again. */
  readonly restMs?: number;
}

/** The file of the approval is number 0. */
export function afterFile(number: number, plusMs = 0): Moment {
  const name = `${plusMs} ms after file ${number}`;
  return { name, plusMs, come: (files) => files.length > number };
}

export function afterFact(kind: Fact['kind'], plusMs = 0): Moment {
  const come: Moment['come'] = (files) => files.flat().some((fact) => fact.kind === kind);
  return { name: `${plusMs} ms after ${kind}`, plusMs, come };
}

const entryName = /^\d{6}-\d{6}\.json$/;

/** Long enough for everything that was seen to grow stale. */
export function thenRest(moment: Moment, restMs: number): Moment {
  return { ...moment, restMs, name: `${moment.name}, ${restMs / 1_000} s` };
}

/** Whatever lies in the journal now. */
export async function factsIn(state: string): Promise<readonly (readonly Fact[])[]> {
  const folder = journalIn(state);
  const names = (await readdir(folder)).filter((name) => entryName.test(name)).toSorted();
  const read = names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')));
  return (await Promise.all(read)).map(({ facts }) => facts);
}

/** The files from the approval on. */
export async function moveIn(state: string): Promise<readonly (readonly Fact[])[]> {
  const files = await factsIn(state);
  const from = files.findIndex((facts) => facts.some(({ kind }) => kind === 'approved'));
  return from === -1 ? [] : files.slice(from);
}

/** Resolves at the moment, or never when `signal` aborts first. */
export async function reached(moment: Moment, state: string, signal: AbortSignal): Promise<void> {
  const folder = journalIn(state);
  await mkdir(folder, { recursive: true });
  // The journal tells when it grows; asking it over and over would find the moment too late.
  const bell = Promise.withResolvers<void>();
  let ring = bell;
  const watcher: FSWatcher = watch(folder, () => ring.resolve());
  signal.addEventListener('abort', () => watcher.close(), { once: true });
  while (!moment.come(await moveIn(state))) {
    await ring.promise;
    ring = Promise.withResolvers();
  }
  watcher.close();
  await wait(moment.plusMs);
}

function journalIn(state: string): string {
  return join(state, 'contoso', 'journal', 'orders');
}
