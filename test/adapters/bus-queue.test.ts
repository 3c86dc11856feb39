/** The Service Bus adapter on a queue that other vantages use at the same moments. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { busOf } from '../../adapters/azure/bus.ts';
import type { Origin } from '../../lab/estate/geography.ts';
import { namespaces, ordersLayout } from '../lab/world/orders-layout.ts';
import { clientOf, hosts, sas } from '../wire/bus-client.ts';
import { openSmallEstate, type SmallEstate, vantage } from '../wire/small-estate.ts';

const queue = 'probe';
const address = {
  host: hosts.primary,
  queue,
  auth: { kind: 'sas', keyName: sas.name, key: 'env:BUS_KEY' },
} as const;
const secrets = async () => sas.key;

/** What the servers' clock says beyond ours: negative puts what they do into the past. */
let offsetMs = 0;
let small: SmallEstate;
beforeAll(async () => {
  small = await openSmallEstate({ now: () => Date.now() + offsetMs });
});
beforeEach(() => {
  offsetMs = 0;
});
afterAll(() => small.estate.close());

function roundTrip(from: Origin, id: string) {
  const bus = busOf({ dial: small.estate.dialOf(from), secrets });
  return bus.roundTrip(address, { id, ttlMs: 600_000 }, AbortSignal.timeout(3_000));
}

async function leave(...ids: readonly string[]): Promise<void> {
  const client = await clientOf(small, hosts.primary);
  const sender = client.createSender(queue);
  for (const messageId of ids) await sender.sendMessages({ body: 'left', messageId });
  await client.close();
}

const waiting = () => small.world.bus.counts(namespaces.primary)[queue] ?? 0;

describe('a round trip', () => {
  it('takes out what it put in', async () => {
    const { phases } = await roundTrip(vantage, 'mine');
    expect(Object.keys(phases)).toEqual(['request', 'answer']);
    expect(waiting()).toBe(0);
  });

  it('of every vantage succeeds when all ask at once, round after round', async () => {
    for (const round of [1, 2, 3]) {
      const all = ordersLayout.vantages.map((v) => roundTrip(v, `${v} ${round}`));
      await expect(Promise.all(all)).resolves.toHaveLength(3);
    }
    expect(waiting()).toBe(0);
  });

  it('is not proven by what an earlier round left, and clears it away', async () => {
    offsetMs = -60_000;
    await leave('old 1', 'old 2');
    offsetMs = 0;
    await roundTrip(vantage, 'mine');
    expect(waiting()).toBe(0);
  });

  it('hangs up on a namespace that fell silent in the middle of it', async () => {
    small.world.faults.set('westeurope', { is: 'halfOpen' });
    const silent = busOf({ dial: small.estate.dialOf(vantage), secrets });
    const message = { id: 'mine', ttlMs: 600_000 };
    const work = silent.roundTrip(address, message, AbortSignal.timeout(400));
    await expect(work).rejects.toMatchObject({ phase: 'request', message: 'timed out' });
    small.world.faults.clearAll();
    // The end of a connection takes its way through the loopback; waiting a minute would time out.
    while (small.estate.connections() > 0) await new Promise(setImmediate);
  });

  it('leaves a message for the vantage whose message it took', async () => {
    await leave('of another vantage, just now');
    await roundTrip(vantage, 'mine');
    expect(waiting()).toBe(1);
  });
});
