/** Readiness where it is deployed: looks with the look identity, and takes failover's own proof. */

import { netFor } from '../../adapters/azure/account.ts';
import type { Estate } from '../../config/estate.ts';
import { checkKinds } from '../../config/kinds.ts';
import type { Watch } from '../../core/watch.ts';
import { ledgerIn } from '../ledger/kept.ts';
import { notesOf } from '../pulse/outside.ts';
import { keptPreflight } from '../readiness/kept.ts';
import { readiness } from '../readiness/readiness.ts';
import { proofOf, secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { keptFor } from './kept.ts';

export function checkingOf({
  env,
  clock,
  memory,
}: Deployed): (estate: Estate, watch: Watch) => Promise<unknown> {
  const secrets = secretsOf(env);
  const proof = proofOf(env);
  const netIn = keptFor(({ azure }: Estate) => {
    return netFor({ tenant: azure.tenant, look: proof(azure.look) }, secrets);
  });
  return async (estate, watch) =>
    readiness(watch, {
      clock,
      memory,
      net: await netIn(estate),
      kinds: checkKinds,
      ledger: ledgerIn(memory),
      preflight: ({ name }) => keptPreflight(name, { memory, clock }),
      notes: () => notesOf(memory),
    });
}
