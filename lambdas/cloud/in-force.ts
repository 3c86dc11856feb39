/** Which watch file a watch runs by: the one that its open incident began with, else the published one. */

import type { Estate } from '../../config/estate.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import type { Incident } from '../../core/incident.ts';
import type { WatchName } from '../../core/names.ts';
import type { Condition } from '../../core/picture.ts';
import type { Journal } from '../../core/ports.ts';
import { authorOf } from '../../core/telling/mandate.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import type { Deployed } from './deployed.ts';
import { each } from './each.ts';
import type { RunBy } from './estate.ts';
import { digest } from './stores.ts';

export interface InForce {
  /** The file as a whole: people, identities and the room go with the watch. */
  readonly estate: Estate;
  readonly watch: Watch;
  /** What people should know of the file itself. */
  readonly besides: readonly Condition[];
}

/** Rejects when its journal cannot be trusted: then nothing at all is done for that watch. */
export async function inForce(
  name: WatchName,
  published: RunBy,
  journal: Pick<Journal, 'read'>,
): Promise<InForce> {
  const { entries } = await journal.read(name);
  return await ruling(replay(factsOf(entries)), name, published);
}

type Reading = (
  watch: WatchName,
  published: Estate,
  read: () => Promise<InForce>,
) => Promise<InForce>;

/**
 * The same turn for every watch of the published file, each by the file that is in force for it.
 * `heed` is told of each before its turn, and of why it has none.
 */
export function eachInForce(
  { stores }: Pick<Deployed, 'stores'>,
  heed: Reading = (_watch, _published, read) => read(),
): (published: RunBy, turn: (force: InForce) => Promise<unknown>) => Promise<void> {
  const journal = stores.journal();
  return (published, turn) =>
    each(published.estate.watches, async ({ name }) => {
      await turn(await heed(name, published.estate, () => inForce(name, published, journal)));
    });
}

/** Rejects with `watch-file-lost` when an incident is open and its own file is nowhere any more. */
export async function ruling(
  incident: Incident,
  name: WatchName,
  published: RunBy,
): Promise<InForce> {
  const { adopted } = incident;
  const resting = incident.stage === 'calm' || incident.stage === 'over';
  const bad = published.bad === undefined ? [] : [badFile(published.bad)];
  const now = () => found(published.estate, name, bad);
  if (adopted === undefined || adopted.file.digest === published.file.digest) return now();
  const isNewer = published.file.publishedAt > adopted.file.publishedAt;
  if (resting && isNewer) return now();
  const estate = await published.former(adopted.file.digest);
  if (estate === undefined) {
    if (resting) return now();
    throw lost(name, adopted.file.digest);
  }
  return found(estate, name, isNewer ? [...bad, waiting(published)] : bad);
}

function found(estate: Estate, name: WatchName, besides: readonly Condition[]): InForce {
  const watch = estate.watches.find((one) => one.name === name);
  if (watch !== undefined) return { estate, watch, besides };
  throw new Trouble('watch-not-there', {
    message: `Cannot run ${name}: the watch file in force has no such watch`,
    next: 'Publish a file that has it.',
  });
}

/** Its key is of its words, so that another fault is told as well. */
function badFile({ message }: Trouble): Condition {
  const text = `${message}; the last good one goes on`;
  return { key: `file:${digest(message).slice(0, 8)}`, sort: 'file', text };
}

function waiting({ file }: RunBy): Condition {
  const text = `The watch file that ${authorOf(file.author)} published waits: this incident goes on by the one it began with`;
  return { key: `file:${file.digest.slice(0, 8)}`, sort: 'file', text };
}

function lost(name: WatchName, wanted: string): Trouble {
  return new Trouble('watch-file-lost', {
    message: `Cannot go on with the open incident of ${name} because the watch file ${wanted.slice(0, 12)}, by which it began, is not remembered any more`,
    next: 'Publish that very file again with --despite; nothing is done for this watch until then.',
  });
}
