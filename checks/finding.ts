/** What checks have in common: what is not there, and the worst of several findings. */

import { type CheckFinding, Refusal } from '../core/kinds.ts';

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

/** 404 is Azure's word for what is not there; every other refusal says nothing of it. */
export async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}
