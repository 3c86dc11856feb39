/** The words by which a person asks for a move. */

import type { WishedMove } from '../core/plan.ts';

export const wishes = {
  away: 'failover',
  repair: 'repair',
  home: 'failback',
} as const satisfies Readonly<Record<string, WishedMove>>;

export function wishCalled(word: string): WishedMove | undefined {
  return Object.hasOwn(wishes, word) ? wishes[word as keyof typeof wishes] : undefined;
}
