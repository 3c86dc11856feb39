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

  it('can be followed by a pairing once the old primary is empty', () => {
    const { world, wait } = labAzure(1, quiet);
    world.bus.send(host, 'probe', message);
    world.arm.failOverAlias('switch', namespaces.secondary, 'orders', false);
    wait(8);
    const pair = () => world.arm.pair(operator, namespaces.secondary, 'orders', namespaces.primary);
    expect(deniedBy(pair)).toMatchObject({ status: 409 });
    const left = world.bus.lock('orders-we.servicebus.windows.net', 'probe');
    world.bus.complete('orders-we.servicebus.windows.net', 'probe', left?.lock ?? '');
    pair();
    expect(world.arm.alias(namespaces.primary, 'orders').provisioningState).toBe('Accepted');
    wait(7);
    expect(world.arm.alias(namespaces.primary, 'orders').role).toBe('Secondary');
    expect(world.arm.alias(namespaces.secondary, 'orders').role).toBe('Primary');
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
});
