/** A deployment without an account: the assets of a `cdk.out`, run as Lambda runs them, in the lab. */

import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishWatchFile } from '../../adapters/aws/watch-publish.ts';
import type { Estate } from '../../config/estate.ts';
import type { Fact } from '../../core/fact.ts';
import type { Instant } from '../../core/names.ts';
import type { Call } from '../aws/door.ts';
import type { Queued } from '../aws/sqs.ts';
import { readAssembly } from './assembly.ts';
import { type LabAws, openLabAws } from './aws.ts';
import { type Calls, countingCalls, type Fates } from './calls.ts';
import {
  type Deployed,
  deployedFrom,
  type FunctionPlan,
  type Schedule,
  type Table,
} from './deployed.ts';
import { federationOf } from './federation.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { openFront } from './front.ts';
import { type Heard, heardFacts } from './heard.ts';
import { type Outside, openOutside } from './outside.ts';
import { prime } from './priming.ts';
import { openQueues, type Queues } from './queues.ts';
import { type Refusal, type Rights, rightsOf } from './rights.ts';
import { openSchedules } from './schedules.ts';
import { openStreams, type Streams } from './streams.ts';
import type { DeadLetter, Delivery, Waker, WakerMeans } from './wakers.ts';
import { callerArn } from './watch-text.ts';
import { type LogLine, openWayOut } from './way-out.ts';

export interface CloudOptions {
  /** A `cdk.out`. */
  readonly assembly: string;
  readonly estate: Estate;
  /** The watch file that is published: of the same estate. */
  readonly text: string;
  readonly seed: string | number;
  /** Asked at each outgoing call whether it is the last of its function. */
  readonly fates?: Fates;
  /** How batches of streams and queues come; by default once and in order. */
  readonly deliver?: Delivery;
  readonly onFact?: (fact: Fact) => void;
  /** Whose events are each given to two environments at once; by default nobody's. */
  readonly twins?: (plan: FunctionPlan) => boolean;
  /** What runs in a function's place, with its role and its environment. */
  readonly instead?: (plan: FunctionPlan) => FunctionPlan;
}

export interface Cloud {
  readonly deployed: Deployed;
  readonly aws: LabAws;
  readonly rights: Rights;
  readonly outside: Outside;
  readonly fleet: Fleet;
  readonly calls: Calls;
  /** Everything that was ever kept in the journal of a watch, the first of the file by default. */
  facts(watch?: string): readonly Fact[];
  onFact(listener: (fact: Fact) => void): void;
  /** How many looks of a vantage were recorded. */
  looks(vantage: string): number;
  /** What the rights of the templates, or those of the roles in Azure, did not allow. */
  refusals(): readonly Refusal[];
  /** Hosts that were called and are nowhere in the lab. */
  readonly strangers: readonly string[];
  readonly deadLetters: readonly DeadLetter[];
  readonly log: readonly LogLine[];
  /** The HTTP API: `http://127.0.0.1:PORT`. */
  readonly front: string;
  /** Publishes a watch file, as whoever deploys does. */
  publish(text: string): Promise<void>;
  /** Makes another `cdk.out` ready. Called, it replaces the code of every function at once; no rights. */
  ready(assembly: string): Promise<() => Promise<void>>;
  /** From now on schedules tick, and streams and queues are heard. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openCloud(options: CloudOptions): Promise<Cloud> {
  const { estate, seed } = options;
  const stacks = await readAssembly(options.assembly);
  const deployed = deployedFrom(stacks);
  const account = stacks[0]?.account ?? '';
  const rights = rightsOf(deployed, account);
  const calls = countingCalls(options.fates);
  const heard = heardFacts(estate, options.onFact);
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-cloud-'));
  const bells = bellsOf(heard);
  const home = deployed.tables[0]?.region ?? '';
  const aws = await openLabAws({ deployed, rights, home, now: Date.now, ...bells });

  const armRefusals: Refusal[] = [];
  const onArmRefusal = (refusal: Refusal) => void armRefusals.push(refusal);
  const wayOut = await openWayOut({ estate, folder, calls, rights, aws, onArmRefusal });
  const { instead = (plan) => plan, twins = () => false } = options;
  const fleet = fleetOf(deployed.functions.map(instead), { open: wayOut.open, twins });
  const front = await openFront({ deployed, fleet, personOf, port: 0 });
  const { issuer } = aws.sts;
  const federated = federationOf(estate, { account, issuer, now: Date.now });
  const outside = await openOutside(estate, { seed, clicks: front.origin, federated });
  wayOut.lead(outside);
  keepSecrets(aws, outside, deployed);

  const deadLetters: DeadLetter[] = [];
  const { deliver = (records) => [records] } = options;
  const onDeadLetter = (letter: DeadLetter) => void deadLetters.push(letter);
  const means = { deployed, fleet, rights, deliver, onDeadLetter };
  const wakers: Waker[] = [];
  const cloud: Cloud = {
    ...{ deployed, aws, rights, outside, fleet, calls, deadLetters },
    facts: heard.facts,
    onFact: heard.onFact,
    looks: heard.looks,
    refusals: () => [...rights.refusals, ...armRefusals],
    strangers: wayOut.strangers,
    log: wayOut.log,
    front: front.origin,
    publish: (text) => publish(text, aws, deployed),
    async ready(next) {
      const { functions } = deployedFrom(await readAssembly(next));
      return () => fleet.replace(functions);
    },
    async start() {
      // SQS delays by whole seconds: a round is as late as the second was old when it was queued.
      await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)));
      const from = (Date.now() - (Date.now() % 1_000)) as Instant;
      const ringing = bells.ring(means);
      await prime(estate, deployed, aws, from);
      wakers.push(...ringing, openSchedules(means, { from, afterMs: firstTick }));
    },
    async close() {
      for (const waker of wakers) waker.stop();
      await fleet.close();
      await Promise.all([aws.close(), outside.close(), front.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await cloud.publish(options.text);
  return cloud;
}

/** What is written and sent before anybody listens rings for nobody. */
function bellsOf(heard: Heard) {
  let streams: Streams | undefined;
  let queues: Queues | undefined;
  return {
    onSent: (message: Queued) => queues?.sent(message),
    onWritten(table: Table, key: Readonly<Record<string, unknown>>, call: Call) {
      heard.written(table, call);
      streams?.put(table.name, key);
    },
    ring(means: WakerMeans): readonly Waker[] {
      streams = openStreams(means);
      queues = openQueues(means);
      return [streams, queues];
    },
  };
}

/** Whoever signs with the key of a person is that person; their rights are for the account to give. */
export const personKey = (person: string) => `AKIALABPERSON${person.toUpperCase()}`;

function personOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  const [, person] =
    /^AWS4-HMAC-SHA256 Credential=AKIALABPERSON([A-Z]+)\//.exec(authorization) ?? [];
  return person === undefined ? undefined : callerArn(person.toLowerCase());
}

async function publish(text: string, { hand }: LabAws, { functions }: Deployed): Promise<void> {
  const prefix = functions[0]?.env['FARWATCH_WATCH'] ?? '';
  await publishWatchFile({ text, author: 'lab', at: Date.now() }, { client: hand.ssm, prefix });
}

/** Secrets of the file as the user's pipeline puts them, and where the pulse is told to ping. */
function keepSecrets({ ssm }: LabAws, { secrets }: Outside, { functions }: Deployed): void {
  for (const [reference, value] of Object.entries(secrets)) {
    if (reference.startsWith('ssm:')) ssm.put(reference.slice(4), value, 'SecureString');
  }
  const pulse = functions.flatMap(({ env }) => env['FARWATCH_PULSE'] ?? []);
  for (const path of pulse) ssm.put(path, 'https://dead-man.example/ping', 'SecureString');
}

/** Who proves something about others comes a moment after them; a day has them in any order. */
function firstTick({ target, input }: Schedule): number {
  if (/Pulse/.test(target)) return 15_000;
  if (/Readiness/.test(target)) return 6_000;
  return JSON.stringify(input).includes('preflight') ? 3_000 : 0;
}
