/** A namespace that only its own network reaches, looked at through a gateway beside it. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../../config/load.ts';
import { look } from '../../../core/look.ts';
import type { Instant, Side, Vantage } from '../../../core/names.ts';
import { virtualClock } from '../../../lab/world/clock.ts';
import { createAzure } from '../../../lab/world/create-azure.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { labSecrets, layoutOf } from '../../../lab/world/layout.ts';
import { netOf } from '../../../lab/world/ports/net.ts';
import { relay } from '../../../probes/registry.ts';

const direct = /probe:\n\s+queue: .*\n\s+auth: .*\n/;
const relayed = `probe:
            relay:
              primary: { host: contoso-relay-we.azure-api.net }
              secondary: { host: contoso-orders-ne.azure-api.net }
              path: /farwatch/bus
              key: env:ORDERS_RELAY_KEY
`;

function privateEstate() {
  const text = readFileSync('examples/orders.yaml', 'utf8');
  expect(text).toMatch(direct);
  const loaded = loadEstate(text.replace(direct, relayed), 'orders.yaml');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.estate;
}

function opened() {
  const estate = privateEstate();
  const clock = virtualClock(0 as Instant);
  const dice = diceOf('relay');
  const world = createAzure(layoutOf(estate), { clock, dice, pace: { flowing: false } });
  const net = netOf(world, 'eu-north-1' as Vantage, { clock, dice, secrets: labSecrets(estate) });
  const bus = estate.watches[0]?.services.find(({ name }) => name === 'orders-bus');
  const ask = async (side: Side) => {
    const spec = bus?.probes[side].active[0];
    if (spec === undefined) throw new Error('the bus has no probe');
    const asked = look(relay, spec.settings, net, { clock, timeoutMs: 10_000 });
    return (await clock.play(asked)).finding;
  };
  return { world, ask };
}

describe('a private namespace behind a relay', () => {
  it('is up while messages come back to the relay', async () => {
    const { ask, world } = opened();
    expect(await ask('primary')).toEqual({ is: 'up' });
    expect(
      Object.values(world.bus.counts(world.layout.aliases[0]?.namespaces.primary.id ?? '')),
    ).toEqual(expect.not.arrayContaining([1]));
  });

  it('is down by its own name when its region has no Service Bus', async () => {
    const { ask, world } = opened();
    world.faults.set('westeurope/servicebus', { is: 'dark' });
    expect(await ask('primary')).toMatchObject({
      is: 'down',
      why: expect.stringContaining('send: contoso-orders-we.servicebus.windows.net'),
    });
  });

  it('is not called down when only the gateway before it is', async () => {
    const { ask, world } = opened();
    world.faults.set('westeurope/gateway', { is: 'dark' });
    expect(await ask('primary')).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it('shares a gateway that is watched for itself', async () => {
    const { ask, world } = opened();
    // The passive namespace of a pair refuses messages; that the relay says so is enough here.
    expect(await ask('secondary')).toMatchObject({
      is: 'down',
      why: expect.stringContaining('passive'),
    });
    const status = { method: 'GET', path: '/status-0123456789abcdef', headers: {} };
    expect(world.serve('contoso-orders-ne.azure-api.net', status).status).toBe(200);
  });
});
