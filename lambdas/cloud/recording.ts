/** The ledger where it is deployed: read with the look identity, kept in the memory at home. */

import { logTrouble } from '../../adapters/aws/log.ts';
import { netFor } from '../../adapters/azure/account.ts';
import type { Estate } from '../../config/estate.ts';
import { checkKinds } from '../../config/kinds.ts';
import type { Watch } from '../../core/watch.ts';
import { ledgerIn } from '../ledger/kept.ts';
import { record } from '../ledger/ledger.ts';
import { proofOf, secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { keptFor } from './kept.ts';

export function recordingOf({
  env,
  clock,
  memory,
}: Deployed): (estate: Estate, watch: Watch) => Promise<void> {
  const secrets = secretsOf(env);
  const proof = proofOf(env);
  const netIn = keptFor(({ azure }: Estate) => {
    return netFor({ tenant: azure.tenant, look: proof(azure.look) }, secrets);
  });
  const ledger = ledgerIn(memory);
  return async (estate, watch) =>
    record(watch, {
      ...{ clock, ledger, net: await netIn(estate), kinds: checkKinds },
      onTrouble: (where, error) => logTrouble(`${watch.name} ${where}`, error),
    });
}
