/** What of a plan was changed by hand: a sentence, then a line for each difference. */

import type { Alteration, ByHand } from '../plan.ts';
import { counted, listed } from './words.ts';

/** Empty for a plan as it was drafted. */
export function byHandLines({ byHand }: { readonly byHand?: ByHand }): readonly string[] {
  if (byHand === undefined) return [];
  const { by, changes } = byHand;
  const what = changes.length === 0 ? 'nothing: it is as it would be drafted' : sumOf(changes);
  return [`Changed by hand by ${by}: ${what}.`, ...changes.map(lineOf)];
}

export function lineOf({ is, step, says }: Alteration): string {
  return `${is}: ${step}: ${says}`;
}

/** "1 step left out and 2 settings changed". */
export function sumOf(changes: readonly Alteration[]): string {
  const sorts = [...Map.groupBy(changes, ({ is }) => is)];
  return listed(
    sorts.map(([is, of]) => `${counted(of.length, is === 'changed' ? 'setting' : 'step')} ${is}`),
  );
}
