/** One place to look from: its rounds, and the function that makes them. */

import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { ContextAttribute } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Estate } from '../config/estate.ts';
import { questionsOf } from '../deploy/monthly.ts';
import type { Deployment } from './deployment.ts';
import { Fn } from './fn.ts';
import { OwnNetwork } from './own-network.ts';
import {
  enqueueSlots,
  grant,
  readJournal,
  readParameters,
  readSightings,
  readWatchFile,
  recordSightings,
  useMemory,
} from './rights.ts';
import type { SecretPaths } from './secret-paths.ts';
import { Slots } from './slots.ts';
import { standIn } from './stand-in.ts';
import { Tick } from './tick.ts';

export interface VantageProps {
  readonly deployment: Deployment;
  readonly region: string;
  readonly look: Role;
  readonly secrets: SecretPaths;
  readonly deadLetters: Queue;
}

/** Both passes of a round in which every peer hangs, and the start of a cold function. */
const timeoutMs = 60_000;

/** The test of a chain lasts as long as its document may be on its way. */
function timeFor({ watches }: Estate): Duration {
  const within = watches.flatMap(({ chains = [] }) => chains.map(({ withinMs }) => withinMs));
  return Duration.millis(timeoutMs + Math.max(0, ...within));
}

/** Tests that may go on at once, so that no round waits for one. */
function testsIn({ watches }: Estate): number {
  const each = watches.flatMap(({ chains = [], vantages }) =>
    chains.map(({ withinMs, againMs }) => Math.ceil(withinMs / againMs / vantages.length)),
  );
  return each.reduce((sum, tests) => sum + tests, 0);
}

/**
 * Measured (`npm run bench:turns`, `npm run bench:round`): a round waits for the network, not for the
 * processor, even on a tenth of a core; 14 questions need some 130 MB, most of it for what is loaded.
 */
function roomFor({ watches }: Estate): number {
  const questions = watches.reduce((sum, watch) => sum + questionsOf(watch), 0);
  return questions <= 30 ? 192 : questions <= 100 ? 256 : 512;
}

/** Left to itself, V8 collects no garbage while there is memory; what lives takes some 25 MB. */
function heapIn(memoryMb: number): string {
  const [all, young] = [Math.floor(memoryMb / 2), Math.floor(memoryMb / 48)];
  return `--max-old-space-size=${all} --max-semi-space-size=${young}`;
}

export class Vantage extends Construct {
  readonly probe: Fn;

  constructor(scope: Construct, id: string, props: VantageProps) {
    super(scope, id);
    const { deployment, region, look, secrets, deadLetters } = props;
    const { names, home, estate, account } = deployment;
    const queueName = names.slots;
    const memoryMb = roomFor(estate);
    const timeout = timeFor(estate);
    this.probe = new Fn(this, 'Probe', {
      name: 'probe',
      does: 'Looks at both regions once in each slot, and records what was seen.',
      ifItFails: `Rounds from ${region} are lost: its vote abstains, and the quorum has no spare.`,
      role: look,
      timeout,
      memoryMb,
      env: {
        FARWATCH_ESTATE: estate.name,
        FARWATCH_HOME: home,
        FARWATCH_WATCH: names.watchFile,
        FARWATCH_JOURNAL: names.journal,
        FARWATCH_SIGHTINGS: names.sightings,
        FARWATCH_MEMORY: names.memory,
        FARWATCH_SLOTS: slotsUrl(account, region, queueName),
        NODE_OPTIONS: heapIn(memoryMb),
      },
      deadLetters,
    });
    const network = estate.networks?.[region];
    if (network !== undefined) {
      const own = network === 'fixed-address' ? new OwnNetwork(this, 'Network').place : network;
      standIn(own, { fn: this.probe, role: look });
    }
    new Slots(this, 'Slots', {
      ...{ queueName, deadLetters, fn: this.probe, fnTimeout: timeout },
      testsMax: testsIn(estate),
    });
    new Tick(this, 'Tick', {
      fn: this.probe,
      every: Duration.minutes(1),
      input: { kind: 'tick', due: String(ContextAttribute.scheduledTime) },
      deadLetters,
    });
    grant(
      look,
      readWatchFile(deployment),
      readJournal(deployment),
      readSightings(deployment),
      recordSightings(deployment),
      useMemory(deployment),
      ...enqueueSlots(deployment, [region]),
      ...readParameters(deployment, [...new Set([...secrets.look, ...secrets.probe])]),
    );
  }
}

/** Made of names, so that the failover function finds the queues of other regions too. */
export function slotsUrl(account: string, region: string, queueName: string): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${queueName}`;
}
