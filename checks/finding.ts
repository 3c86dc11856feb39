/** Finds the worst of several findings: one answer for one check. */

import type { CheckFinding } from '../core/kinds.ts';

const worstFirst: readonly CheckFinding['is'][] = ['fails', 'unsure', 'warns', 'fine'];

/** All that is as bad as the worst is told together; with nothing found, `fine` for that reason. */
export function worstOf(found: readonly CheckFinding[], fine: string): CheckFinding {
  const is = worstFirst.find((one) => found.some((finding) => finding.is === one)) ?? 'fine';
  if (is === 'fine') return { is, why: fine };
  const all = found.flatMap((finding) => (finding.is === is ? [finding] : []));
  const told = (texts: readonly string[]) => [...new Set(texts)];
  return {
    is,
    why: told(all.map(({ why }) => why)).join('; '),
    next: told(all.map(({ next }) => next)).join(' '),
  };
}
