/** Service Bus on the wire, asked by the client that production uses, unmodified. */

import type { ServiceBusClient } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { audiences } from '../../lab/estate/entra.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { clientOf, closed, endOf, hosts, roundTrip, sas } from './bus-client.ts';
import { entraCredential, openSmallEstate, type SmallEstate } from './small-estate.ts';

/** Where silence is expected: any answer would have come by then. */
const lateMs = 400;
const patient = { maxWaitTimeInMs: 10_000 };
/** A round trip whose end is of interest. */
const trip = (client: ServiceBusClient, asked: { readonly queue?: string } = {}) => {
  return (signal: AbortSignal) => roundTrip(client, { ...asked, signal });
};

let small: SmallEstate;
let clients: ServiceBusClient[] = [];

async function to(host: string, options: Parameters<typeof clientOf>[2] = {}) {
  const client = await clientOf(small, host, options);
  clients.push(client);
  return client;
}

function left(side: 'primary' | 'secondary'): number | undefined {
  const id = ordersLayout.aliases[0]?.namespaces[side].id ?? '';
  return small.world.bus.counts(id)['probe'];
}

beforeEach(async () => {
  small = await openSmallEstate();
});

afterEach(async () => {
  await closed(clients);
  clients = [];
  await small.estate.close();
});

describe('a message', () => {
  it('comes back as it was sent, by SAS, and is gone', async () => {
    expect(await roundTrip(await to(hosts.primary), { id: 'a' })).toBe('a: hello a');
    expect(left('primary')).toBe(0);
  });

  it('comes back by Entra as well', async () => {
    const credential = entraCredential(small.estate, audiences.serviceBus);
    expect(await roundTrip(await to(hosts.primary, { credential }))).toBe('one: hello one');
  });

  it('travels under the name of the alias', async () => {
    expect(await roundTrip(await to(hosts.alias))).toBe('one: hello one');
  });

  it('comes back on warm links, one after the other, each time as it was sent', async () => {
    const client = await to(hosts.primary);
    const sender = client.createSender('probe');
    const receiver = client.createReceiver('probe');
    for (let n = 0; n < 60; n += 1) {
      await sender.sendMessages({ body: n });
      const [message] = await receiver.receiveMessages(1, patient);
      if (message === undefined) throw new Error('nothing came');
      await receiver.completeMessage(message);
      expect(message.body).toBe(n);
    }
    expect(left('primary')).toBe(0);
  });

  it('is locked while somebody has it, and comes again when it is given back', async () => {
    const client = await to(hosts.primary);
    await client.createSender('probe').sendMessages({ body: 'once', messageId: 'one' });
    const receiver = client.createReceiver('probe');
    const [first] = await receiver.receiveMessages(1, patient);
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 100 })).toEqual([]);
    if (first !== undefined) await receiver.abandonMessage(first);
    const [again] = await receiver.receiveMessages(1, patient);
    expect(again?.messageId).toBe('one');
    expect(again?.enqueuedTimeUtc).toBeInstanceOf(Date);
  });

  it('is taken for good by a receiver that does not lock', async () => {
    const client = await to(hosts.primary);
    await client.createSender('probe').sendMessages([{ body: 'a' }, { body: 'b' }]);
    const receiver = client.createReceiver('probe', { receiveMode: 'receiveAndDelete' });
    const bodies: unknown[] = [];
    while (bodies.length < 2) {
      const messages = await receiver.receiveMessages(2, patient);
      bodies.push(...messages.map(({ body }) => body));
    }
    expect(bodies).toEqual(['a', 'b']);
    expect(left('primary')).toBe(0);
  });

  it('expires', async () => {
    const client = await to(hosts.primary);
    await client.createSender('probe').sendMessages({ body: 'short', timeToLive: 1_000 });
    small.pass(1_001);
    const receiver = client.createReceiver('probe');
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 100 })).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    ['a queue that is not there', { queue: 'nobody' }, {}, 'MessagingEntityNotFound'],
    ['a wrong key', {}, { credential: { ...sas, key: 'wrong' } }, 'UnauthorizedAccess'],
    ['a key of another name', {}, { credential: { ...sas, name: 'x' } }, 'UnauthorizedAccess'],
  ])('of %s is told in the words of Service Bus', async (_, asked, options, code) => {
    const client = await to(hosts.primary, options);
    expect(await endOf(trip(client, asked))).toBe(code);
  });

  it('of a token for somebody else is told, too', async () => {
    const credential = entraCredential(small.estate, audiences.arm);
    const client = await to(hosts.primary, { credential });
    expect(await endOf(trip(client))).toBe('UnauthorizedAccess');
  });

  it('is all that the passive namespace of a pair has to give', async () => {
    const client = await to(hosts.secondary);
    expect(await endOf(trip(client))).toBe('UnauthorizedAccess');
    const receiver = (await to(hosts.secondary)).createReceiver('probe');
    const taken = (abortSignal: AbortSignal) =>
      receiver.receiveMessages(1, { ...patient, abortSignal });
    expect(await endOf(taken)).toBe('UnauthorizedAccess');
  });

  it.each([
    [{ is: 'failing', status: 503 }, 'GeneralError'],
    [{ is: 'throttled', retryAfterMs: 100 }, 'ServiceBusy'],
    [{ is: 'failing', status: 410 }, 'MessagingEntityDisabled'],
    [{ is: 'failing', status: 507 }, 'QuotaExceeded'],
  ] as const)('by fault %j is %s', async (fault: Fault, code: string) => {
    small.world.faults.set('westeurope/servicebus', fault);
    expect(await endOf(trip(await to(hosts.primary)))).toBe(code);
    expect(left('primary')).toBe(0);
  });
});

describe('a failover', () => {
  async function failOver(): Promise<void> {
    const id = ordersLayout.aliases[0]?.namespaces.secondary.id ?? '';
    small.world.arm.failOverAlias('switch', id, 'orders', false);
    small.pass(10_000);
  }

  it('leads the alias to the other namespace and leaves the messages behind', async () => {
    const before = await to(hosts.alias);
    await before.createSender('probe').sendMessages({ body: 'left', messageId: 'left' });
    await failOver();
    expect(await roundTrip(await to(hosts.alias), { id: 'new' })).toBe('new: hello new');
    expect([left('primary'), left('secondary')]).toEqual([1, 0]);
    expect(await roundTrip(await to(hosts.primary), { id: 'late' })).toBe('left: left');
  });

  it('ends connections that were made to the alias before it', async () => {
    const client = await to(hosts.alias);
    expect(await roundTrip(client)).toBe('one: hello one');
    await failOver();
    expect(await endOf(trip(client), lateMs)).not.toBe('one: hello one');
    expect([left('primary'), left('secondary')]).toEqual([0, 0]);
  });
});

describe('a broken peer', () => {
  it.each([
    [{ is: 'refused' }, 'GeneralError'],
    [{ is: 'reset' }, 'GeneralError'],
    [{ is: 'badTls' }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [{ is: 'dark' }, 'late'],
    [{ is: 'halfOpen' }, 'late'],
    [{ is: 'slow', ms: 5_000 }, 'late'],
  ] as const)('by fault %j ends as %s', async (fault: Fault, end: string) => {
    small.world.faults.set('westeurope', fault);
    const patience = end === 'late' ? lateMs : undefined;
    expect(await endOf(trip(await to(hosts.primary)), patience)).toBe(end);
  });

  it('says nothing more on a connection that was open when it went dark', async () => {
    const client = await to(hosts.primary);
    expect(await roundTrip(client)).toBe('one: hello one');
    small.world.faults.set('westeurope/servicebus', { is: 'dark' });
    expect(await endOf(trip(client), lateMs)).toBe('late');
    expect(left('primary')).toBe(0);
  });

  it('takes the message and loses the answer', async () => {
    small.world.faults.set('westeurope/servicebus', { is: 'lostAnswer' });
    const end = endOf(trip(await to(hosts.primary)), 1_000);
    while (left('primary') !== 1) await new Promise(setImmediate);
    expect(await end).not.toBe('one: hello one');
  });

  it('is broken for the vantage whose network is, and for nobody else', async () => {
    small.world.faults.set('vantage/eu-north-1', { is: 'dark' });
    expect(await endOf(trip(await to(hosts.primary)), lateMs)).toBe('late');
    const elsewhere = await to(hosts.primary, { from: 'operator' });
    expect(await roundTrip(elsewhere)).toBe('one: hello one');
  });
});
