/** One synthesis for any number of stories: a watch file made ready, and the `cdk.out` of it. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { synthesise } from './synthesise.ts';
import { deployable } from './watch-text.ts';

export interface Prepared {
  /** A `cdk.out`. */
  readonly assembly: string;
  /** The watch file as it is published. */
  readonly text: string;
  readonly estate: Estate;
  readonly watch: Watch;
  remove(): Promise<void>;
}

export interface Preparing {
  /** A watch file, e.g. `examples/orders.yaml`. */
  readonly file: string;
  /** Seconds between two rounds; with fewer than 3 those that SQS delays are dropped as late. */
  readonly round: number;
  /** Lets the claim of one that was killed grow old in seconds. */
  readonly hasty?: boolean;
  /** Whether functions can be run from it; by default they can. */
  readonly bundles?: boolean;
}

/** Nobody's. */
export const account = '111122223333';

export async function prepare({
  file,
  bundles = true,
  ...shortened
}: Preparing): Promise<Prepared> {
  const text = deployable(await readFile(file, 'utf8'), shortened);
  const loaded = loadEstate(text, file);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) {
    const faults = loaded.ok ? 'it has no watch' : loaded.faults.map((f) => f.message).join('; ');
    throw new Trouble('harness-file-refused', {
      message: `Cannot deploy ${file} in the lab: ${faults}`,
      next: 'Run `farwatch validate` on it.',
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-harness-'));
  const [changed, assembly] = [join(folder, 'farwatch.yaml'), join(folder, 'cdk.out')];
  await writeFile(changed, text);
  const remove = () => rm(folder, { recursive: true, force: true });
  await synthesise({ watch: changed, folder: assembly, account, bundles }).catch(
    async (error: unknown) => {
      await remove();
      throw error;
    },
  );
  return { assembly, text, estate: loaded.estate, watch, remove };
}
