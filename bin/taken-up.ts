/** Brings a watch file into force on this machine: one that changed between two starts is a fact as well. */

import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '../adapters/local/clock.ts';
import { codeOf, putIfAbsent } from '../adapters/local/keep.ts';
import type { Estate } from '../config/estate.ts';
import { loadEstate } from '../config/load.ts';
import { factsOf } from '../core/chronicle.ts';
import { replay } from '../core/evolve.ts';
import type { Fact } from '../core/fact.ts';
import { learn } from '../core/learn.ts';
import type { Journal } from '../core/ports.ts';
import { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { mandateOf } from '../deploy/mandate.ts';
import { digest } from './digest.ts';
import { Refused } from './refused.ts';

export interface TakenUp {
  /** The file that the watch runs by: the given one, or that of the open incident. */
  readonly estate: Estate;
  readonly facts: readonly Fact[];
  /** Why it is not the given one; empty when it is. */
  readonly waits: string;
}

export interface Given {
  readonly text: string;
  readonly estate: Estate;
  readonly despite?: string | undefined;
}

/** `folder`: where the journal of this estate lies, and a copy of each file that was run by. */
export async function takeUp(
  { text, estate, despite }: Given,
  watch: Watch,
  { folder, journal }: { readonly folder: string; readonly journal: Journal },
): Promise<TakenUp> {
  const known = replay(factsOf((await journal.read(watch.name)).entries));
  const copyOf = (of: string) => join(folder, 'files', `${of}.yaml`);
  await putIfAbsent(copyOf(digest(text)), text);
  const told = { digest: digest(text), author: userInfo().username, publishedAt: wallClock.now() };
  const file = despite === undefined ? told : { ...told, despite };
  const signal = { kind: 'published', file, mandate: mandateOf(estate, watch, digest) } as const;
  const news = () => learn([signal], { watch, digest }, { clock: wallClock, journal });
  const first = await news();
  // It ended the incident that it was given in spite of: now nothing keeps it waiting.
  const ended = first.facts.some(({ kind }) => kind === 'over');
  const last = ended ? await news() : first;
  const facts = ended ? [...first.facts, ...last.facts] : first.facts;
  const adopted = last.incident.adopted?.file.digest ?? told.digest;
  if (adopted === told.digest) return { estate, facts, waits: '' };
  const waits = `Incident ${known.number} is ${known.stage}: it goes on by the watch file that it began with (${adopted.slice(0, 12)}). Start again when it is over to run by the new one.`;
  return { estate: await formerAt(copyOf(adopted), adopted), facts, waits };
}

async function formerAt(path: string, wanted: string): Promise<Estate> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  });
  if (digest(text) !== wanted) throw lost(path);
  const loaded = loadEstate(text, path);
  if (loaded.ok) return loaded.estate;
  throw new Refused(loaded.faults);
}

function lost(path: string): Trouble {
  return new Trouble('watch-file-lost', {
    message: `Cannot go on with the open incident because the watch file that it began with is not what it was: ${path}`,
    next: 'Start with that very file. If nobody has approved anything yet, --despite "why" ends the incident instead.',
  });
}
