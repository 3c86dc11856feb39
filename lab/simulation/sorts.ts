/** The sorts of stories: what a seed draws for each, and what it is held to. */

import type { Watch } from '../../core/watch.ts';
import { type Promises, promises, promisesAmongOthers } from './promises.ts';
import { type Script, scriptOf } from './script.ts';
import { splitScriptOf } from './split-script.ts';

export interface Sort {
  /** For `--seed`, so that a story can be told again. */
  readonly flag: string;
  readonly promises: Promises;
  scriptOf(seed: number, watch: Watch): Script;
}

export type SortName = 'usual' | 'split';

export const sorts: Readonly<Record<SortName, Sort>> = {
  usual: { flag: '', promises, scriptOf },
  split: { flag: '--split ', promises: promisesAmongOthers, scriptOf: splitScriptOf },
};
