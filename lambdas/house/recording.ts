/** The ledger in a house on one machine: written by whoever looks after readiness. */

import { ledgerIn } from '../ledger/kept.ts';
import { record } from '../ledger/ledger.ts';
import type { Rooms } from './wiring.ts';

/** Nothing is kept once `stopped`. */
export async function recordOnce(rooms: Rooms, stopped: AbortSignal): Promise<void> {
  const { checkKinds: kinds, vantages, rules, clock, memory, onTrouble } = rooms;
  const [here] = vantages;
  if (kinds === undefined || here === undefined) return;
  const kept = ledgerIn(memory);
  const ledger = {
    ...kept,
    keep: async (...given: Parameters<typeof kept.keep>) => {
      if (!stopped.aborted) await kept.keep(...given);
    },
  };
  await record(rules.watch, { clock, net: here.net, kinds, ledger, onTrouble });
}
