/** What a watch file would change, against what is in force and what is published now. */

import type { SSMClient } from '@aws-sdk/client-ssm';
import { watchFile } from '../adapters/aws/watch-file.ts';
import type { Manifest } from '../adapters/aws/watch-parts.ts';
import { publishedManifest } from '../adapters/aws/watch-publish.ts';
import type { Estate } from '../config/estate.ts';
import { loadEstate } from '../config/load.ts';
import { type Change, changesIn } from '../core/mandate.ts';
import type { WatchName } from '../core/names.ts';
import type { Journal } from '../core/ports.ts';
import { Trouble } from '../core/trouble.ts';
import { mandateOf } from '../deploy/mandate.ts';
import { digest } from './digest.ts';
import { type Standing, standingsOf } from './standing.ts';

export interface Difference {
  /** What is published now, if anything. */
  readonly former: Manifest | undefined;
  /** By the name of the watch, against what last came into force for it. */
  readonly changes: Readonly<Record<string, readonly Change[]>>;
  /** Watches that the published file has and this one has not. */
  readonly left: readonly WatchName[];
  /** Of all of them; empty before anything was ever published. */
  readonly standings: readonly Standing[];
}

interface Shelf {
  readonly client: SSMClient;
  readonly prefix: string;
}

export async function differenceOf(
  estate: Estate,
  shelf: Shelf,
  journal: Pick<Journal, 'read'>,
): Promise<Difference> {
  const former = await publishedManifest(shelf);
  const names = estate.watches.map(({ name }) => name);
  const left = former === undefined ? [] : (await namesIn(shelf)).filter((n) => !names.includes(n));
  // Before the first publication there may be no table to ask.
  const standings = former === undefined ? [] : await standingsOf([...names, ...left], journal);
  const changes = estate.watches.map((watch): readonly [string, readonly Change[]] => {
    const standing = standings.find((one) => one.watch === watch.name);
    const adopted = standing?.is === 'read' ? standing.incident.adopted : undefined;
    return [watch.name, changesIn(adopted?.mandate, mandateOf(estate, watch, digest))];
  });
  return { former, changes: Object.fromEntries(changes), left, standings };
}

/** Of the published file, where it can be read. */
async function namesIn(shelf: Shelf): Promise<readonly WatchName[]> {
  const accept = (text: string) => loadEstate(text, 'the published file');
  const memory = { get: async () => undefined, put: async () => {} };
  try {
    const { accepted } = await watchFile({ ...shelf, memory, accept }).read();
    return accepted.estate.watches.map(({ name }) => name);
  } catch (error) {
    // It is replaced by this one, whatever is wrong with it.
    if (error instanceof Trouble && error.code.startsWith('watch-')) return [];
    throw error;
  }
}
