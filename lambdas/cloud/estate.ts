/** The watch file as the functions run by it: read anew at each turn, parsed when it has changed. */

import { logTrouble } from '../../adapters/aws/log.ts';
import { ssmAt } from '../../adapters/aws/ssm.ts';
import { watchFile } from '../../adapters/aws/watch-file.ts';
import type { Manifest } from '../../adapters/aws/watch-parts.ts';
import type { Estate } from '../../config/estate.ts';
import { type Loaded, loadEstate } from '../../config/load.ts';
import type { FileTaken } from '../../core/mandate.ts';
import type { Instant } from '../../core/names.ts';
import type { Memory } from '../../core/ports.ts';
import type { Trouble } from '../../core/trouble.ts';
import { refuseLargePlans } from '../../deploy/plan-size.ts';
import { type Environment, told } from './environment.ts';

export interface RunBy {
  readonly estate: Estate;
  /** Whose it is, and since when. */
  readonly file: FileTaken;
  /** Why it is not the file that was published last, or could not be remembered: already logged. */
  readonly trouble: Trouble | undefined;
  /** The same, when it lies in what was published and not in the asking: to be told to people. */
  readonly bad: Trouble | undefined;
  /** One that was run by before; undefined when it is lost. */
  former(digest: string): Promise<Estate | undefined>;
}

/** Troubles of what was published. Any other one passes, or is somebody else's to be told. */
const ofTheFile = [
  'watch-file-missing',
  'watch-file-incomplete',
  'watch-file-damaged',
  'watch-file-newer',
  'watch-file-refused',
  'watch-manifest-damaged',
];

/** Rejects only when there is no file at all that could be run by. */
export function fileOf(env: Environment, memory: Memory): () => Promise<RunBy> {
  const name = told(env, 'FARWATCH_ESTATE');
  const file = watchFile({
    client: ssmAt({ region: told(env, 'FARWATCH_HOME') }),
    prefix: told(env, 'FARWATCH_WATCH'),
    memory,
    accept: (text) => accepted(text, name),
  });
  return async () => {
    const { accepted: loaded, manifest, trouble } = await file.read();
    if (trouble !== undefined) logTrouble('watch file', trouble);
    return {
      estate: loaded.estate,
      file: takenIn(manifest),
      trouble,
      bad: trouble !== undefined && ofTheFile.includes(trouble.code) ? trouble : undefined,
      former: async (digest) => (await file.former(digest))?.estate,
    };
  };
}

/** All that `publish` refuses is refused here as well: not everybody publishes by it. */
function accepted(text: string, name: string): Loaded {
  const loaded = loadEstate(text, 'farwatch.yaml');
  if (!loaded.ok) return loaded;
  refuseLargePlans(loaded.estate);
  if (loaded.estate.name === name) return loaded;
  const message = `it is of ${loaded.estate.name}, and this is ${name}`;
  const next = 'Publish the file of this estate, or deploy the stacks of the other one.';
  const at = { file: 'farwatch.yaml', line: 1, column: 1, path: 'estate' };
  return { ok: false, faults: [{ ...at, message, next }] };
}

function takenIn({ digest, author, at, despite }: Manifest): FileTaken {
  const taken = { digest, author, publishedAt: at as Instant };
  return despite === undefined ? taken : { ...taken, despite };
}
