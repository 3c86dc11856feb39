import { describe, expect, it } from '@jest/globals';
import { operator } from '../../../lab/world/writes.ts';
import { deniedBy, labAzure } from './build.ts';
import { namespaces, north, west } from './orders-layout.ts';

const host = 'orders.servicebus.windows.net';
const quiet = { flowing: false };
const message = { id: 'm-1', body: 'left behind', ttlMs: 3_600_000 };

describe('a failover of an alias', () => {
  it('hides for two seconds, is Accepted until it lands, and breaks the pairing', () => {
    const { world, wait } = labAzure(1, quiet);
    const told = () => world.arm.alias(namespaces.secondary, 'orders');
    world.arm.failOverAlias('switch', namespaces.secondary, 'orders', false);
    wait(1.9);
    expect(told()).toMatchObject({ role: 'Secondary', provisioningState: 'Succeeded' });
    wait(0.2);
    expect(told()).toMatchObject({ role: 'Secondary', provisioningState: 'Accepted' });
    wait(2.8);
    expect(world.bus.resolve(host)?.region).toBe(west);
    wait(2.2);
    expect(told()).toMatchObject({ role: 'PrimaryNotReplicating', provisioningState: 'Succeeded' });
    expect(told().partner).toBeUndefined();
    expect(world.bus.resolve(host)?.region).toBe(north);
    expect(deniedBy(() => world.arm.alias(namespaces.primary, 'orders'))).toMatchObject({
      status: 404,
    });
  });

  it('leaves the messages of the old namespace behind', () => {
    const { world, wait } = labAzure(1, quiet);
    world.bus.send(host, 'probe', message);
    world.arm.failOverAlias('switch', namespaces.secondary, 'orders', false);
    wait(8);
    expect(world.bus.lock(host, 'probe')).toBeUndefined();
    expect(world.bus.counts(namespaces.primary)).toEqual({ probe: 1, orders: 0 });
  });

  it('is refused over the primary, when it is under way, and when nothing is paired', () => {
    const { world, wait } = labAzure(1, quiet);
    const failOver = (side: 'primary' | 'secondary') =>
      deniedBy(() => world.arm.failOverAlias('switch', namespaces[side], 'orders', false));
    expect(failOver('primary')).toMatchObject({ status: 400 });
    world.arm.failOverAlias('switch', namespaces.secondary, 'orders', false);
    expect(failOver('secondary')).toMatchObject({ status: 409, code: 'Conflict' });
    wait(8);
    expect(failOver('secondary')).toMatchObject({ status: 400 });
    expect(failOver('primary')).toMatchObject({ status: 404 });
  });

  it('is not safe while the primary is dark', () => {
    const { world } = labAzure(1, quiet);
    world.faults.set(west, { is: 'dark' });
    const safe = () => world.arm.failOverAlias('switch', namespaces.secondary, 'orders', true);
    expect(deniedBy(safe)).toMatchObject({ status: 400 });
    world.faults.clear(west);
    safe();
    expect(world.writes.map((write) => write.detail)).toEqual(['safe']);
  });

  it('can be followed by a pairing once the old primary is empty, which gets it all back', () => {
    const { world, wait } = labAzure(1, quiet);
    world.arm.failOverAlias('switch', namespaces.secondary, 'orders', false);
    wait(8);
    const pair = () => world.arm.pair(operator, namespaces.secondary, 'orders', namespaces.primary);
    expect(deniedBy(pair)).toMatchObject({ status: 409 });
    for (const { id } of world.arm.busEntities(namespaces.primary)) {
      world.arm.deleteBusEntity(operator, id);
    }
    pair();
    expect(world.arm.alias(namespaces.primary, 'orders').provisioningState).toBe('Accepted');
    expect(world.arm.busEntities(namespaces.primary)).toEqual([]);
    wait(7);
    expect(world.arm.alias(namespaces.primary, 'orders').role).toBe('Secondary');
    expect(world.arm.alias(namespaces.secondary, 'orders').role).toBe('Primary');
    const names = world.arm.busEntities(namespaces.primary).map(({ name }) => name);
    expect(names).toEqual(['orders', 'probe']);
  });
});

describe('a namespace', () => {
  it('refuses data while it is the passive one of a pair', () => {
    const { world } = labAzure(1, quiet);
    const send = () => world.bus.send('orders-ne.servicebus.windows.net', 'probe', message);
    expect(deniedBy(send)).toMatchObject({ status: 401, code: 'amqp:unauthorized-access' });
  });

  it('drops what has expired and gives back what was locked too long', () => {
    const { world, wait } = labAzure(1, quiet);
    world.bus.send(host, 'probe', { id: 'short', body: '', ttlMs: 1_000 });
    world.bus.send(host, 'probe', { id: 'long', body: '', ttlMs: 600_000 });
    wait(2);
    expect(world.bus.lock(host, 'probe')?.id).toBe('long');
    expect(world.bus.lock(host, 'probe')).toBeUndefined();
    wait(31);
    expect(world.bus.lock(host, 'probe')?.id).toBe('long');
  });

  it('tells what it holds: what waits, what is scheduled, and dead letters', () => {
    const { world, wait } = labAzure(1, quiet);
    world.bus.send(host, 'probe', message);
    world.bus.send(host, 'probe', { ...message, id: 'later', delayMs: 60_000 });
    world.bus.send(host, 'probe', { ...message, id: 'odd' });
    world.bus.lock(host, 'probe');
    const lock = world.bus.lock(host, 'probe')?.lock ?? '';
    world.bus.deadLetter(host, 'probe', lock);
    const told = () => world.arm.busEntities(namespaces.primary).find((e) => e.name === 'probe');
    expect(told()).toMatchObject({ active: 1, scheduled: 1, deadLettered: 1 });
    wait(61);
    expect(told()).toMatchObject({ active: 2, scheduled: 0, deadLettered: 1 });
    world.bus.drain(namespaces.primary);
    expect(told()).toMatchObject({ active: 0, scheduled: 0, deadLettered: 0 });
  });

  it('lets nobody delete from the secondary of a pair', () => {
    const { world } = labAzure(1, quiet);
    const remove = () =>
      world.arm.deleteBusEntity(operator, `${namespaces.secondary}/queues/probe`);
    expect(deniedBy(remove)).toMatchObject({ status: 409 });
  });
});
