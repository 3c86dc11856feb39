/** The rounds of a deployed vantage: queues those of the next minute, and makes those that are due. */

import { logTrouble } from '../../adapters/aws/log.ts';
import { slotIn, sqsSlots } from '../../adapters/aws/slots.ts';
import { sqsAt } from '../../adapters/aws/sqs.ts';
import { netFor } from '../../adapters/azure/account.ts';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import type { Estate } from '../../config/estate.ts';
import { probeKinds, stepKinds } from '../../config/kinds.ts';
import { chainsDue } from '../../core/chain.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import type { Instant, ServiceName, Serving, Vantage, WatchName } from '../../core/names.ts';
import type { Journal } from '../../core/ports.ts';
import { isPostureDue } from '../../core/posture.ts';
import type { Watch } from '../../core/watch.ts';
import { type JudgeWorld, lookAround } from '../judge/judge.ts';
import { lookAtPosture } from '../probe/posture.ts';
import { probe } from '../probe/probe.ts';
import { isTooOld, slotsAhead } from '../probe/slots.ts';
import { testChain } from '../probe/test-chain.ts';
import { proofOf, secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import { inForce } from './in-force.ts';
import { rulesOf } from './judging.ts';
import { keptFor, lastOnly } from './kept.ts';

export interface Rounds {
  /** The slots that a tick calls for go into the queue. `due`: when it was; by default now. */
  queue(due?: Instant): Promise<void>;
  /**
   * The round that a message names, or the test of one chain that was due in it; nothing, when it
   * comes too late or names none of ours. `leftMs`: what is left of this invocation.
   */
  make(message: string, leftMs: number): Promise<void>;
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

  const testsDue = async (watch: Watch, slot: Instant, journal: Journal) => {
    const { entries } = await journal.read(watch.name);
    const due = chainsDue(watch, replay(factsOf(entries)), { vantage: here.vantage, slot });
    return due.map(({ name: chain }) => ({ watch: watch.name, slot, chain }));
  };

  return {
    async queue(due = clock.now()) {
      const { watches } = (await file()).estate;
      await slots.enqueue(slotsAhead(watches, due), clock.now());
    },
    async make(message, leftMs) {
      const due = slotIn(message);
      const published = await file();
      const listed = published.estate.watches.some(({ name }) => name === due?.watch);
      if (due === undefined || !listed) return;
      const world = { ...judging, journal: readOnce(judging.journal) };
      const { estate, watch } = await inForce(due.watch, published, world.journal);
      if (isTooOld(due.slot, watch.policy.roundMs, clock.now())) return;
      const eyes = { ...here, sightings: judging.sightings };
      if (due.chain !== undefined) {
        const chain = watch.chains?.find(({ name }) => name === due.chain);
        if (chain === undefined) return;
        const net = await netIn(estate);
        return testChain(watch, chain, due.slot, { ...eyes, net }, leftMs - spareMs);
      }
      const tests = await testsDue(watch, due.slot, world.journal);
      // Each takes its time, and gets an invocation of its own: a round is over in a second or two.
      const queued = tests.length === 0 ? undefined : slots.enqueue(tests, clock.now());
      // One that cannot be queued is lost, and the round need not be lost with it.
      const told = queued?.catch((error: unknown) => logTrouble(watch.name, error));
      const [net, active] = await Promise.all([netIn(estate), activeOf(watch, world)]);
      const isDue = isPostureDue(watch, { vantage: here.vantage, slot: due.slot });
      // How things stand is looked at beside the round, in the time that its hung peers take anyway.
      const stands = isDue && lookAtPosture(watch, active, due.slot, { ...eyes, net, stepKinds });
      await probe(watch, active, due.slot, { ...eyes, net });
      await Promise.all([told, stands]);
    },
  };
}

/** To record what was learnt, before the invocation ends. */
const spareMs = 5_000;

/** Read anew in each round, and in one round once. */
function readOnce(journal: Journal): Journal {
  const read = lastOnly((watch: WatchName) => journal.read(watch));
  return { ...journal, read };
}

/** Which side serves. Only what is fresh is read for it: a window of minutes costs ten times more. */
async function activeOf(
  watch: Watch,
  world: JudgeWorld,
): Promise<Readonly<Record<ServiceName, Serving>>> {
  const brief = { ...watch, policy: { ...watch.policy, windowMs: watch.policy.freshMs } };
  return (await lookAround(rulesOf(brief), world)).active;
}
