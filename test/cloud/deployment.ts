/** A deployment in the lab's AWS: its tables, its secrets, two watches, and each function's turn. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import { publishWatchFile } from '../../adapters/aws/watch-publish.ts';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import { factsOf } from '../../core/chronicle.ts';
import type { Fact } from '../../core/fact.ts';
import type { Instant, WatchName } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import { eachAdopted } from '../../lambdas/cloud/adopting.ts';
import { type Deployed, deployed } from '../../lambdas/cloud/deployed.ts';
import { drivingOf } from '../../lambdas/cloud/driving.ts';
import { eachInForce } from '../../lambdas/cloud/in-force.ts';
import { judgingOf, rulesOf } from '../../lambdas/cloud/judging.ts';
import { tellingOf } from '../../lambdas/cloud/people.ts';
import { judgeOnce } from '../../lambdas/judge/judge.ts';
import { aKms, anSns, anSsm, anSts, aTable } from '../adapters/aws/clouds.ts';

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');
export const [orders, payments] = ['orders', 'payments'] as unknown as readonly [
  WatchName,
  WatchName,
];
/** Who ana is to AWS. */
export const caller = 'arn:aws:sts::111122223333:assumed-role/Ops/ana';
const prefix = '/farwatch/contoso/watch';

/** The example, and its watch once more under other names. */
export async function twoWatches(): Promise<string> {
  const example = await readFile('examples/orders.yaml', 'utf8');
  const from = example.indexOf('  orders:\n');
  const [head, watch] = [example.slice(0, from), example.slice(from)];
  const again = watch
    .replace('  orders:\n', '  payments:\n')
    .replaceAll('contoso-edi', 'pay-edi')
    .replaceAll('contoso-bus', 'pay-bus')
    .replaceAll('contoso-orders', 'pay-orders')
    .replaceAll('orders.contoso.com', 'pay.contoso.com')
    .replaceAll('CNAME/orders', 'CNAME/pay');
  // Without a room people are paged, and answer by signed calls.
  const roomless = head
    .replace(/slack:\n( {2}.*\n)+/, '')
    .replace('{ slack: U0ANA }', `{ aws: "${caller}" }`);
  return `${roomless}${watch}\n${again}`;
}

/** With the file of two watches published, and nothing written yet. */
export async function aDeployment() {
  const [journal, sightings, memory] = await Promise.all([
    aTable('journal'),
    aTable('sightings'),
    aTable('memory'),
  ]);
  const [{ ssm, client }, { kms }, { sns }] = await Promise.all([anSsm(), aKms(), anSns()]);
  const { sts } = await anSts({ now: Date.now, role: 'arn:aws:iam::1:role/x' });
  const key = 'arn:aws:kms:eu-north-1:111122223333:key/seal';
  kms.newKey(key);
  const doors = { DYNAMODB: journal.door, SSM: ssm, KMS: kms, SNS: sns, STS: sts };
  for (const [name, { endpoint }] of Object.entries(doors)) {
    process.env[`AWS_ENDPOINT_URL_${name}`] = endpoint;
  }
  const kept = dynamoJournal({ client: journal.client, table: journal.table, digest });
  const publish = async (text: string, more: { despite?: string } = {}) =>
    publishWatchFile({ text, author: 'ana', at: Date.now(), ...more }, { client, prefix });
  await publish(await twoWatches());
  return {
    ...{ journal, memory, ssm, kms, sns, sts, publish },
    /** A function that starts cold. */
    start: () =>
      deployed({
        AWS_REGION: 'eu-north-1',
        FARWATCH_ESTATE: 'contoso',
        FARWATCH_HOME: 'eu-north-1',
        FARWATCH_WATCH: prefix,
        FARWATCH_BRAKE: '/farwatch/contoso/brake',
        FARWATCH_PAGES: 'arn:aws:sns:eu-north-1:111122223333:pages',
        FARWATCH_SLOTS: 'https://sqs.eu-north-1.amazonaws.com/111122223333/slots',
        FARWATCH_JOURNAL: journal.table,
        FARWATCH_SIGHTINGS: sightings.table,
        FARWATCH_MEMORY: memory.table,
        FARWATCH_SEAL: key,
      }),
    tell: async (watch: WatchName, ...facts: readonly Fact[]) => {
      const { head } = await kept.read(watch);
      if ((await kept.append(watch, head, facts)) === 'lost')
        throw new Error('somebody else wrote');
    },
    factsIn: async (watch: WatchName) => factsOf((await kept.read(watch)).entries),
  };
}

export function estateIn(text: string): Estate {
  const loaded = loadEstate(text, 'farwatch.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(JSON.stringify(loaded.faults));
}

/** The outage of all services of a watch, as the judge would have written it down. */
export function outageOf({ services }: Watch, at = Date.now() as Instant): readonly Fact[] {
  const names = services.map(({ name }) => name);
  return [
    { kind: 'suspected', at, side: 'primary', seen: [] },
    { kind: 'confirmed', at, side: 'primary', services: names, seen: [], layers: [] },
  ];
}

/** What each function does when it is woken, as its handler has it. */
export const turns = {
  judge: async (here: Deployed) => {
    const judge = judgingOf(here);
    await eachAdopted(here)(await here.file(), (force) =>
      judgeOnce(rulesOf(force.watch), judge(force)),
    );
  },
  failover: async (here: Deployed) => {
    const { drive } = drivingOf(here);
    await eachInForce(here)(await here.file(), (force) => drive(force, 20_000));
  },
  tell: async (here: Deployed) => {
    const { tell, heed } = tellingOf(here);
    await eachInForce(here, heed)(await here.file(), ({ estate, watch }) => tell(estate, watch));
  },
} as const;
