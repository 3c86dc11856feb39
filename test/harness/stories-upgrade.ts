/** The code of all functions is replaced while an incident is open: forwards, back, and forwards. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '../../core/fact.ts';
import type { Cloud } from '../../lab/cloud/cloud.ts';
import { type Newer, newerKind, newerOf } from '../../lab/cloud/newer.ts';
import { type Prepared, prepare } from '../../lab/cloud/prepared.ts';
import { allLook, has, pause, play, type Script, until } from '../../lab/cloud/story.ts';
import {
  differences,
  refusedAnything,
  trespasses,
  unmoved,
  writtenTwice,
} from '../../lab/cloud/verdict.ts';
import { signedYes } from './signed.ts';
import type { Story } from './story.ts';

const file = 'examples/orders.yaml';
/** Long enough for a round, and for a minute's tick of each function. */
const standMs = 65_000;

export const upgrade: Story = {
  title: 'A newer farwatch is deployed while a step is under way: the move ends, written once',
  tell: (cloud, script, prepared) =>
    withNewer(prepared, async ({ assembly }) => {
      const deploy = await cloud.ready(assembly);
      const replaced = atFirst(cloud, 'stepTried', () => {
        script.say('a newer farwatch is deployed');
        return deploy();
      });
      await play(cloud, script);
      await replaced;
    }),
  faults: (cloud, expect) => [
    ...trespasses(cloud),
    ...differences(cloud, expect),
    ...unmoved(cloud),
    ...writtenTwice(cloud),
    // The run of failover that drives the move is at its event all the while, and finishes it.
    ...['judge', 'tell'].flatMap((fn) => {
      const ran = cloud.fleet.invocations.filter((one) => one.fn === fn).map((one) => one.folder);
      return new Set(ran).size === 2 ? [] : [`${fn} did not run in both versions`];
    }),
  ],
};

/** What was wrong while the older farwatch stood before a journal that it cannot read. */
const faults: string[] = [];

export const rollback: Story = {
  title: 'A newer farwatch is deployed at the offer, the older again after the yes, then the newer',
  prepare: twoWatches,
  tell: (cloud, script, prepared) => {
    faults.length = 0;
    return withNewer(prepared, (newer) => thereAndBack(cloud, script, prepared, newer));
  },
  faults: (cloud) => [
    ...faults,
    ...refusedAnything(cloud),
    // The name of the other watch stays where it is.
    ...unmoved(cloud).filter((fault) => !fault.startsWith('stock.')),
    ...writtenTwice(cloud),
  ],
};

async function thereAndBack(
  cloud: Cloud,
  script: Script,
  older: Prepared,
  newer: Newer,
): Promise<void> {
  const [deployOlder, deployNewer] = [
    await cloud.ready(older.assembly),
    await cloud.ready(newer.assembly),
  ];
  const { say, watch } = script;
  const { world } = cloud.outside;
  const { primary } = watch.regions;
  const parts = ['logic', 'servicebus', 'gateway/contoso-orders-we'].map(
    (of) => `${primary}/${of}`,
  );
  await cloud.start();
  await until('everybody has looked', () => allLook(cloud), 90_000);
  say(`all of orders in ${primary} goes dark, and nothing else`);
  for (const part of parts) world.faults.set(part, { is: 'dark' });
  await until('a move is offered', () => has(cloud, 'asked'), 120_000);
  say('a newer farwatch is deployed');
  await deployNewer();
  // At once: a move that the newer one has begun to drive is driven by it to its end.
  const back = atFirst(cloud, 'approved', deployOlder);
  await signedYes(cloud, script);
  await back;
  say('the older farwatch is deployed again');
  await standsStill(cloud, primary);
  say('the newer farwatch is deployed again');
  await deployNewer();
  await until('the move is proven', () => has(cloud, 'proven'), 150_000);
  await pause(6_000);
  for (const part of parts) world.faults.clear(part);
  await until('the incident is over', () => has(cloud, 'over'), 90_000);
}

/** Meanwhile a second watch loses its only service, which is seen and told as ever. */
async function standsStill(cloud: Cloud, primary: string): Promise<void> {
  const { world } = cloud.outside;
  await until('those of before have ended', () => cloud.fleet.busy() === 0, 60_000).catch(() => {});
  const [writes, facts, lines] = [world.writes.length, cloud.facts().length, cloud.log.length];
  world.faults.set(`${primary}/gateway/contoso-stock-we`, { is: 'dark' });
  await pause(standMs);
  const said = cloud.log.slice(lines).filter(({ line }) => line.includes(newerKind));
  const confirmed = cloud.facts('stock').some(({ kind }) => kind === 'confirmed');
  if (world.writes.length > writes) faults.push('Azure was changed by an unreadable journal');
  if (cloud.facts().length > facts) faults.push('facts were written behind an unreadable entry');
  if (!confirmed) faults.push('the other watch did not go on');
  for (const fn of ['judge', 'failover', 'tell']) {
    const own = said.filter((line) => line.fn === fn);
    if (!own.some(({ line }) => line.includes('journal-newer'))) {
      faults.push(`${fn} did not tell that it cannot read the journal`);
    }
  }
}

async function withNewer(
  prepared: Prepared,
  tell: (newer: Newer) => Promise<unknown>,
): Promise<void> {
  const newer = await newerOf(prepared);
  try {
    await tell(newer);
  } finally {
    await newer.remove();
  }
}

/** Before anybody is woken by it. */
function atFirst(cloud: Cloud, kind: Fact['kind'], deed: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    cloud.onFact((fact) => {
      const known = cloud.facts().findIndex((one) => one.kind === kind);
      if (fact.kind === kind && cloud.facts()[known] === fact) resolve(deed());
    });
  });
}

/** The example, and a watch beside it that shares nothing with it but its regions. */
async function twoWatches(): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-two-'));
  const path = join(folder, 'two.yaml');
  try {
    await writeFile(path, `${await readFile(file, 'utf8')}${stock}`);
    return await prepare({ file: path, round: 4 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const stock = `
  stock:
    mode: advise
    primary: westeurope
    secondary: northeurope
    approvers: [ana]
    downWhen: 1
    services:
      stock-api:
        kind: apim
        critical: true
        with:
          public:
            name: stock.contoso.com
            record: /subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-dns/providers/Microsoft.Network/dnsZones/contoso.com/CNAME/stock
            ttlSeconds: 30
          primary:
            host: contoso-stock-we.azure-api.net
          secondary:
            host: contoso-stock-ne.azure-api.net
    judging:
      round: 4s
      timeout: 2500ms
      reask: 500ms
      fresh: 18s
      window: 2m
`;
