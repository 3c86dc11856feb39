/** The example's estate on the wire, looked at and moved as a house would, by the real adapters. */

import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { netFor } from '../../adapters/azure/account.ts';
import { worldFor } from '../../adapters/world.ts';
import type { AzureSelf } from '../../core/azure.ts';
import type { Instant, Side } from '../../core/names.ts';
import { other } from '../../core/names.ts';
import type { Net } from '../../core/net.ts';
import type { World } from '../../core/world.ts';
import { type Estate, openEstate } from '../../lab/estate/estate.ts';
import type { Origin } from '../../lab/estate/geography.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { labAccount, labAws } from '../../lab/world/lab-logins.ts';
import { labSecrets, layoutOf } from '../../lab/world/layout.ts';
import { example } from '../bench/example.ts';
import { type Recorder, recorder } from './exchanges.ts';

export const { estate: file, watch } = example();
export const layout: Layout = layoutOf(file);

/** Everything ARM was asked in this file of tests. */
export const seen: Recorder = recorder();

export interface WholeEstate {
  readonly world: AzureWorld;
  readonly wires: Estate;
  readonly net: Net;
  /** As `switch`. Resting moves the world's clock; `rests` tells for how long, in ms. */
  readonly azure: World & AzureSelf;
  readonly rests: readonly number[];
  /** Lets the effects of what was ordered come true. */
  pass(ms: number): void;
  /** The value behind a reference. */
  secret(reference: string): string;
}

export async function openWholeEstate(changed: Partial<Layout> = {}): Promise<WholeEstate> {
  let at = Date.now();
  const pass = (ms: number) => {
    at += ms;
  };
  const clock = { now: () => at as Instant };
  const pace = { flowing: false };
  const world = createAzure({ ...layout, ...changed }, { clock, dice: diceOf('whole'), pace });
  const wires = await openEstate(world, { witness: seen.witness });
  // AMQP asks Node's own list whom to trust.
  setDefaultCACertificates([...getCACertificates('bundled'), wires.ca]);

  const values = labSecrets(file);
  const secret = (reference: string) => {
    const value = values[reference];
    if (value === undefined) throw new Error(`the lab has no secret ${reference}`);
    return value;
  };
  const secrets = async (reference: string) => secret(reference);
  const reach = (origin: Origin) => ({
    dial: wires.dialOf(origin),
    ca: wires.ca,
    nameServers: wires.dnsServersOf(origin),
  });
  const [vantage = 'operator'] = world.layout.vantages;
  const rests: number[] = [];
  const azure = await worldFor(labAccount(file.azure), secrets, {
    ...reach('operator'),
    aws: labAws,
  });
  return {
    world,
    wires,
    net: await netFor(labAccount(file.azure), secrets, reach(vantage)),
    azure: {
      ...azure,
      async pause(ms) {
        rests.push(ms);
        pass(ms);
      },
    },
    rests,
    pass,
    secret,
  };
}

/** By the lab's own hand, as if somebody had moved everything long ago, and paired it again. */
export function serveFrom(side: Side, { world, pass }: WholeEstate): void {
  const { arm, layout: built } = world;
  for (const { record, targets, ttlSeconds } of built.names) {
    const { etag, metadata } = arm.recordSet(record);
    arm.putRecordSet('operator', record, { ttlSeconds, metadata, cname: targets[side] }, etag);
  }
  for (const workflow of built.workflows) {
    arm.setWorkflow('operator', workflow.id, workflow.side === side ? 'Enabled' : 'Disabled');
  }
  for (const { alias, namespaces } of built.aliases) {
    if (arm.alias(namespaces[side].id, alias).role !== 'Secondary') continue;
    arm.failOverAlias('operator', namespaces[side].id, alias, false);
    pass(60_000);
    for (const { id } of arm.busEntities(namespaces[other(side)].id)) {
      arm.deleteBusEntity('operator', id);
    }
    arm.pair('operator', namespaces[side].id, alias, namespaces[other(side)].id);
  }
  pass(60_000);
}
