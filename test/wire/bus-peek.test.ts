/** Messages that lie in a namespace, looked at over AMQP by Microsoft's own client: none is taken. */

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { busPeekOf } from '../../adapters/azure/bus-peek.ts';
import type { BusPeek } from '../../core/net.ts';
import { audiences } from '../../lab/estate/entra.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { hosts } from './bus-client.ts';
import { entraCredential, openSmallEstate, type SmallEstate, vantage } from './small-estate.ts';

const host = hosts.primary;
const signal = () => AbortSignal.timeout(10_000);

let small: SmallEstate;
let bus: BusPeek;

beforeEach(async () => {
  small = await openSmallEstate();
  bus = busPeekOf({
    dial: small.estate.dialOf(vantage),
    credential: entraCredential(small.estate, audiences.serviceBus),
    secrets: async () => '',
  });
});

afterEach(() => small.estate.close());

function put(id: string, delayMs = 0): void {
  small.world.bus.send(host, 'probe', { id, body: `body of ${id}`, ttlMs: 3_600_000, delayMs });
}

const look = (more: { path?: string; deadLetters?: boolean; max?: number } = {}) => {
  const { path = 'probe', deadLetters = false, max = 10 } = more;
  return bus.peek({ host, path, deadLetters }, max, signal());
};

it('names what lies there, the oldest first, and leaves it as it is', async () => {
  put('one');
  put('two');
  put('later', 600_000);
  const told = await look();
  expect(told.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'one active',
    'two active',
    'later scheduled',
  ]);
  expect(told[0]?.enqueuedAt).toBeGreaterThan(0);
  expect(JSON.stringify(told)).not.toContain('body of');
  expect(await look()).toEqual(told);
  // Neither locked nor counted as delivered: whoever receives has it at once.
  expect(small.world.bus.lock(host, 'probe')?.id).toBe('one');
});

it('names no more than it is asked for', async () => {
  for (const id of ['a', 'b', 'c']) put(id);
  expect((await look({ max: 2 })).map(({ id }) => id)).toEqual(['a', 'b']);
});

it('tells dead letters apart', async () => {
  put('poison');
  put('well');
  const lock = small.world.bus.lock(host, 'probe')?.lock ?? '';
  small.world.bus.deadLetter(host, 'probe', lock);
  expect((await look()).map(({ id }) => id)).toEqual(['well']);
  expect(await look({ deadLetters: true })).toMatchObject([{ id: 'poison', state: 'dead letter' }]);
});

it('is refused for a queue that is not there, and by the passive namespace of a pair', async () => {
  await expect(look({ path: 'none' })).rejects.toMatchObject({ status: 404 });
  const passive = bus.peek(
    { host: hosts.secondary, path: 'probe', deadLetters: false },
    10,
    signal(),
  );
  await expect(passive).rejects.toMatchObject({ status: 401 });
});

it('does not take silence for an empty queue', async () => {
  small.world.faults.set(ordersLayout.regions.primary, { is: 'dark' });
  const asked = bus.peek({ host, path: 'probe', deadLetters: false }, 10, AbortSignal.timeout(500));
  await expect(asked).rejects.toMatchObject({ name: 'Unreachable' });
});
