/** The one hand that may change Azure: drives every open move, and proves that it could. */

import { randomUUID } from 'node:crypto';
import { ssmBrake } from '../../adapters/aws/brake.ts';
import { kmsAt } from '../../adapters/aws/kms.ts';
import { log, logTrouble } from '../../adapters/aws/log.ts';
import { kmsSeals } from '../../adapters/aws/seals.ts';
import { ssmAt } from '../../adapters/aws/ssm.ts';
import { worldFor } from '../../adapters/world.ts';
import type { Estate } from '../../config/estate.ts';
import { stepKinds } from '../../config/kinds.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import { later, type Run } from '../../core/names.ts';
import { next } from '../../core/next.ts';
import { claimMs } from '../../core/watch.ts';
import { alone } from '../failover/alone.ts';
import { failover } from '../failover/failover.ts';
import { preflight } from '../failover/preflight.ts';
import { standingLines } from '../failover/standing.ts';
import { judgeOnce } from '../judge/judge.ts';
import { ledgerIn } from '../ledger/kept.ts';
import { keepPreflight } from '../readiness/kept.ts';
import { proofOf, secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import type { InForce } from './in-force.ts';
import { judgingOf, rulesOf } from './judging.ts';
import { keptFor } from './kept.ts';
import { lookNowIn } from './look-now.ts';

export interface Driving {
  /** `leftMs`: what is left of this invocation. */
  drive(force: InForce, leftMs: number): Promise<void>;
  /** Reads only. */
  prove(force: InForce): Promise<void>;
}

/** To write down what was learnt last. */
const spareMs = 5_000;

export function drivingOf(here: Deployed): Driving {
  const { env, clock, memory } = here;
  const home = { region: told(env, 'FARWATCH_HOME') };
  const brake = ssmBrake({ client: ssmAt(home), path: told(env, 'FARWATCH_BRAKE') });
  const seals = kmsSeals({ client: kmsAt(home), key: told(env, 'FARWATCH_SEAL') });
  const secrets = secretsOf(env);
  const proof = proofOf(env);
  const azureIn = keptFor(({ azure }: Estate) => {
    return worldFor({ tenant: azure.tenant, switch: proof(azure.switch) }, secrets);
  });
  const judging = judgingOf(here);
  const lookNow = lookNowIn(env);
  const hands = { kinds: stepKinds, seals, brake, ledger: ledgerIn(memory) };

  return {
    async drive(force, leftMs) {
      const { estate, watch } = force;
      const rules = rulesOf(watch);
      const known = judging(force);
      const run = randomUUID() as Run;
      const incident = replay(factsOf((await known.journal.read(watch.name)).entries));
      for (const line of standingLines(watch.name, incident)) log(line);
      // Most ticks find nothing to do: they need neither Azure nor to keep others away.
      if (next(incident, run, clock.now()).length === 0) return;
      const world = { ...known, ...hands, azure: await azureIn(estate) };
      // A write begun at the last moment must be over, or its claim is another's to clear up.
      const margin = Math.min(claimMs(watch.rules) + spareMs, leftMs / 2);
      const until = later(clock.now(), leftMs - margin);
      await alone(`drive/${watch.name}`, { run, memory, clock }, () =>
        failover(rules, {
          ...world,
          run,
          until,
          stopped: () => false,
          lookNow: async () => {
            // What the last request brought is judged here, or the proof would wait for a tick.
            await judgeOnce(rules, world);
            await lookNow(watch.name, clock.now()).catch((error: unknown) => {
              // They look at their next slot anyway, and the move need not end over it.
              logTrouble(watch.name, error);
            });
          },
        }),
      );
    },
    async prove({ estate, watch }) {
      if (watch.mode !== 'ask') return;
      const azure = await azureIn(estate);
      await keepPreflight(watch.name, await preflight(watch, { clock, azure, ...hands }), memory);
    },
  };
}
