/** Readiness in a house on one machine: both identities are at hand, so it asks itself. */

import { unreadyOf } from '../../core/readiness.ts';
import { preflight } from '../failover/preflight.ts';
import type { JudgeWorld } from '../judge/judge.ts';
import { ledgerIn } from '../ledger/kept.ts';
import { keep, kept } from '../readiness/kept.ts';
import { lookReady } from '../readiness/readiness.ts';
import type { Rooms } from './wiring.ts';

/** As the schedule of the deployed function has it. */
const restMs = 30 * 60_000;
/** While something fails a person may be about to mend it, and an offer waits for that. */
const failingMs = 2 * 60_000;

/** What the judge is told, where anybody looks after readiness. */
export function readinessOf({ rules, memory, checkKinds }: Rooms): Pick<JudgeWorld, 'readiness'> {
  return checkKinds === undefined ? {} : { readiness: () => kept(rules.watch.name, memory) };
}

/** Resolves with how many ms may pass until the next time. Nothing is kept once `stopped`. */
export async function checkOnce(rooms: Rooms, stopped: AbortSignal): Promise<number> {
  const { checkKinds: kinds, vantages } = rooms;
  const [here] = vantages;
  if (kinds === undefined || here === undefined) return restMs;
  const { rules, clock, memory, azure, brake, stepKinds } = rooms;
  const proving = { clock, azure, brake, kinds: stepKinds };
  const looking = {
    ...{ clock, kinds, net: here.net, ledger: ledgerIn(memory) },
    preflight: () => preflight(rules.watch, proving),
  };
  const readiness = await lookReady(rules.watch, looking);
  if (!stopped.aborted) await keep(readiness, memory);
  const failing = unreadyOf({ is: 'kept', readiness }, readiness.at).length > 0;
  return failing ? failingMs : restMs;
}
