/** Test documents on the wire: sent and looked for by the real client, carried by the lab's estate. */

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { netFor } from '../../adapters/azure/account.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { probeKinds } from '../../config/kinds.ts';
import { loadEstate } from '../../config/load.ts';
import type { Net } from '../../core/net.ts';
import type { Look } from '../../core/observation.ts';
import { type Estate, openEstate } from '../../lab/estate/estate.ts';
import type { AzureWorld } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { labAccount } from '../../lab/world/lab-logins.ts';
import { labSecrets, layoutOf } from '../../lab/world/layout.ts';
import { testChain } from '../../lambdas/probe/test-chain.ts';

const file = 'examples/chain.yaml';
const loaded = loadEstate(readFileSync(file, 'utf8'), file);
if (!loaded.ok) throw new Error(`${file} is refused`);
const { estate } = loaded;
const [watch] = estate.watches;
const [chain] = watch?.chains ?? [];
if (watch === undefined || chain === undefined) throw new Error(`${file} has no chain`);

const secrets = labSecrets(estate);
let world: AzureWorld;
let wires: Estate;
let net: Net;

beforeAll(async () => {
  // Documents go their way at once; what takes its time is told by other tests.
  const pace = { flowing: false, workMs: [0, 0] as const, workflowMs: [0, 0] as const };
  world = createAzure(layoutOf(estate), { clock: wallClock, dice: diceOf('chain'), pace });
  wires = await openEstate(world);
  const origin = world.layout.vantages[0] ?? 'operator';
  const reach = {
    dial: wires.dialOf(origin),
    ca: wires.ca,
    nameServers: wires.dnsServersOf(origin),
  };
  net = await netFor(labAccount(estate.azure), async (name) => secrets[name] ?? '', reach);
});

afterAll(() => wires.close());

beforeEach(() => world.faults.clearAll());

async function tested(withinMs: number, leftMs?: number) {
  const looks: Look[] = [];
  const eyes = {
    ...{ clock: wallClock, net, vantage: 'eu-north-1' as never, kinds: probeKinds },
    ...{ lagMs: () => 0 },
    sightings: { record: async (_: unknown, look: Look) => void looks.push(look), since: never },
  };
  if (watch === undefined || chain === undefined) throw new Error('no chain');
  const slot = wallClock.now();
  await testChain(watch, { ...chain, withinMs }, slot, eyes, leftMs);
  return { look: looks[0], seen: looks[0]?.observations[0], slot };
}

const never = () => Promise.reject(new Error('not asked for'));

/** Long enough for a busy machine where it arrives; short where it never does. */
const [patientMs, briefMs] = [20_000, 1_500];

describe('a test document on the wire', () => {
  it('goes the whole way, and how long it took is measured', async () => {
    const { look, seen, slot } = await tested(patientMs);
    expect(look).toMatchObject({ slot, pass: 4 });
    expect(seen).toMatchObject({
      probe: 'order-chain/chain/document',
      subject: { kind: 'chain', service: 'order-chain' },
      finding: { is: 'up' },
    });
    expect(seen?.measures?.['chainMs']).toBe(seen?.tookMs);
  });

  it('does not arrive while a flow is disabled, though gateway, names and bus are well', async () => {
    const flow = world.layout.workflows.find((w) => w.side === 'primary' && w.does === 'receiver');
    if (flow === undefined) throw new Error('no flow');
    world.arm.setWorkflow('operator', flow.id, 'Disabled');
    expect((await tested(briefMs)).seen?.finding).toEqual({
      is: 'down',
      phase: 'answer',
      why: 'taken at the entry, and not found at the end in time',
    });
    world.arm.setWorkflow('operator', flow.id, 'Enabled');
    expect((await tested(patientMs)).seen?.finding).toEqual({ is: 'up' });
  });

  it('is not taken while the bus is dark, and not lost while only the end is', async () => {
    world.faults.set('westeurope/servicebus', { is: 'dark' });
    expect((await tested(patientMs)).seen?.finding).toMatchObject({
      is: 'down',
      why: 'the entry: status 503',
    });
    world.faults.clearAll();
    world.faults.set('chain/archive.contoso.com', { is: 'refused' });
    expect((await tested(briefMs)).seen?.finding).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it('is not sent by who would be ended before it can have arrived', async () => {
    expect((await tested(patientMs, patientMs - 1)).seen).toMatchObject({
      finding: { is: 'unsure', whose: 'ours', why: expect.stringContaining('deploy it again') },
      tookMs: 0,
    });
  });
});
