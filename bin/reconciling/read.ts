/** Reads what it can: what it cannot stays unknown, with the reason, and everything else is told. */

import type { Read } from '../../core/telling/reconciliation.ts';
import { wordsOf } from '../../core/trouble.ts';

export async function read<T>(ask: () => Promise<T>): Promise<Read<T>> {
  try {
    return { is: 'read', found: await ask() };
  } catch (error) {
    return { is: 'unsure', why: wordsOf(error) };
  }
}
