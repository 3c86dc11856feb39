/** Reads a stop as some store of the kill switch gave it back, and says what is wrong with it. */

import type { Pulled } from '../core/ports.ts';
import { jsonIn } from './journal-entry.ts';

/** A stop, or why it is none. */
export function pulledIn(text: string): Pulled | string {
  const parsed = jsonIn(text);
  if (typeof parsed === 'string') return parsed;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null) return unsaid;
  const { by, why, mark } = value as Readonly<Record<string, unknown>>;
  if (typeof by !== 'string' || typeof why !== 'string') return unsaid;
  return typeof mark === 'string' ? { by, why, mark } : { by, why };
}

const unsaid = 'it does not say by whom and why';
