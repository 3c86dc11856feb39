import { describe, expect, it } from '@jest/globals';
import { deniedBy, labAzure } from './build.ts';
import { gateways, groups, namespaces, north, record, west, workflowId } from './orders-layout.ts';

const receiver = workflowId('primary', 'receive-edi');
const moved = { ttlSeconds: 30, cname: gateways.secondary, metadata: { by: 'farwatch' } };

describe('a workflow', () => {
  it('takes at least a second to become what it was told to be', () => {
    const { world, wait } = labAzure();
    world.arm.setWorkflow('switch', receiver, 'Disabled');
    wait(0.9);
    expect(world.arm.workflow(receiver).state).toBe('Enabled');
    wait(0.8);
    expect(world.arm.workflow(receiver).state).toBe('Disabled');
  });

  it('ends as it was told last, however fast the orders came', () => {
    const { world, wait } = labAzure();
    for (const state of ['Disabled', 'Enabled', 'Disabled', 'Enabled', 'Disabled'] as const) {
      world.arm.setWorkflow('switch', receiver, state);
      wait(0.01);
    }
    wait(2);
    expect(world.arm.workflow(receiver).state).toBe('Disabled');
  });

  it('is listed with its group, whatever the case of the id', () => {
    const { world } = labAzure();
    const names = world.arm.workflows(groups.primary.toUpperCase()).map((w) => w.id);
    expect(names).toEqual([workflowId('primary', 'health'), receiver]);
    expect(deniedBy(() => world.arm.workflows('/subscriptions/s/resourceGroups/no'))).toMatchObject(
      { status: 404, code: 'ResourceGroupNotFound' },
    );
  });
});

describe('a record set', () => {
  it('is read at once, and said by the name servers two seconds later', () => {
    const { world, wait } = labAzure();
    const { etag } = world.arm.recordSet(record);
    world.arm.putRecordSet('switch', record, moved, etag);
    expect(world.arm.recordSet(record)).toMatchObject(moved);
    wait(1);
    expect(world.answer('orders.contoso.com', 'CNAME')?.values).toEqual([gateways.primary]);
    wait(2);
    expect(world.answer('Orders.Contoso.com.', 'CNAME')).toEqual({
      values: [gateways.secondary],
      ttlSeconds: 30,
    });
    expect(world.placesOf('orders.contoso.com')).toEqual(['northeurope/gateway/orders-ne']);
  });

  it('is not overwritten by a stale etag', () => {
    const { world } = labAzure();
    const { etag } = world.arm.recordSet(record);
    world.arm.putRecordSet('switch', record, moved, etag);
    const again = () => world.arm.putRecordSet('switch', record, moved, etag);
    expect(deniedBy(again)).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    expect(world.writes).toHaveLength(1);
  });
});

describe('a write', () => {
  it('is recorded with the identity that made it', () => {
    const { world } = labAzure();
    world.arm.setWorkflow('switch', receiver, 'Disabled');
    expect(world.writes).toMatchObject([
      { by: 'switch', operation: 'Microsoft.Logic/workflows/disable', resource: receiver },
    ]);
  });

  it('is refused to an identity that may only look, and to a stranger', () => {
    const { world } = labAzure();
    for (const by of ['look', 'mallory']) {
      const write = () => world.arm.setWorkflow(by, receiver, 'Disabled');
      expect(deniedBy(write)).toMatchObject({ status: 403, code: 'AuthorizationFailed' });
    }
    expect(world.writes).toEqual([]);
  });

  it('is refused to an identity that writes too often, until its window has passed', () => {
    const { world, wait } = labAzure(1, { writesMax: 3, writesWindowMs: 10_000 });
    const write = () => world.arm.setWorkflow('switch', receiver, 'Disabled');
    write();
    wait(4);
    write();
    write();
    expect(deniedBy(write)).toMatchObject({ status: 429, retryAfterMs: 6_000 });
    wait(6);
    write();
    expect(world.writes).toHaveLength(4);
  });
});

describe('a resource', () => {
  it('belongs to a region, but a DNS zone to none', () => {
    const { arm } = labAzure().world;
    expect(arm.regionOf(receiver.toLowerCase())).toBe(west);
    const alias = `${namespaces.secondary}/disasterRecoveryConfigs/orders`;
    expect(arm.regionOf(alias)).toBe(north);
    expect(arm.regionOf(record)).toBeUndefined();
  });
});
