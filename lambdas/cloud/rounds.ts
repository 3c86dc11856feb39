/** The rounds of a deployed vantage: queues those of the next minute, and makes those that are due. */

import { slotIn, sqsSlots } from '../../adapters/aws/slots.ts';
import { sqsAt } from '../../adapters/aws/sqs.ts';
import { netFor } from '../../adapters/azure/account.ts';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import type { Estate } from '../../config/estate.ts';
import { probeKinds } from '../../config/kinds.ts';
import type { Instant, ServiceName, Side, Vantage, WatchName } from '../../core/names.ts';
import type { Journal } from '../../core/ports.ts';
import type { Watch } from '../../core/watch.ts';
import { type JudgeWorld, lookAround } from '../judge/judge.ts';
import { probe } from '../probe/probe.ts';
import { isTooOld, slotsAhead } from '../probe/slots.ts';
import { proofOf, secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import { inForce } from './in-force.ts';
import { rulesOf } from './judging.ts';
import { keptFor, lastOnly } from './kept.ts';

export interface Rounds {
  /** The slots that a tick calls for go into the queue. `due`: when it was; by default now. */
  queue(due?: Instant): Promise<void>;
  /** The round that a message names; nothing, when it comes too late or names none of ours. */
  make(message: string): Promise<void>;
}

export function roundsOf({ env, clock, stores, file }: Deployed): Rounds {
  const region = told(env, 'AWS_REGION');
  const slots = sqsSlots({ client: sqsAt({ region }), queueUrl: told(env, 'FARWATCH_SLOTS') });
  const judging = { clock, journal: stores.journal(), sightings: stores.sightings() };
  const secrets = secretsOf(env);
  const proof = proofOf(env);
  const netIn = keptFor(({ azure }: Estate) => {
    return netFor({ tenant: azure.tenant, look: proof(azure.look) }, secrets);
  });
  const lagMs = eventLoopLag();
  const here = { clock, vantage: region as Vantage, kinds: probeKinds, lagMs };

  return {
    async queue(due = clock.now()) {
      const { watches } = (await file()).estate;
      await slots.enqueue(slotsAhead(watches, due), clock.now());
    },
    async make(message) {
      const due = slotIn(message);
      const published = await file();
      const listed = published.estate.watches.some(({ name }) => name === due?.watch);
      if (due === undefined || !listed) return;
      const world = { ...judging, journal: readOnce(judging.journal) };
      const { estate, watch } = await inForce(due.watch, published, world.journal);
      if (isTooOld(due.slot, watch.policy.roundMs, clock.now())) return;
      const [net, active] = await Promise.all([netIn(estate), activeOf(watch, world)]);
      await probe(watch, active, due.slot, { ...here, net, sightings: judging.sightings });
    },
  };
}

/** Read anew in each round, and in one round once. */
function readOnce(journal: Journal): Journal {
  const read = lastOnly((watch: WatchName) => journal.read(watch));
  return { ...journal, read };
}

/** Which side serves. Only what is fresh is read for it: a window of minutes costs ten times more. */
async function activeOf(
  watch: Watch,
  world: JudgeWorld,
): Promise<Readonly<Record<ServiceName, Side>>> {
  const brief = { ...watch, policy: { ...watch.policy, windowMs: watch.policy.freshMs } };
  return (await lookAround(rulesOf(brief), world)).active;
}
