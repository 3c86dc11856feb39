/** A ledger of control numbers that forgets with the test. */

import type { Instant } from '../../core/names.ts';
import type { Ledger } from '../../core/number-ledger.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { ledgerIn } from '../../lambdas/ledger/kept.ts';

export function ledgerFrom(now: () => Instant = () => 0 as Instant): Ledger {
  return ledgerIn(memoryMemory({ now }));
}
