/** The lab's Azure Monitor: what each gateway answered, counted where clients really came to. */

import { describe, expect, it } from '@jest/globals';
import { metricAt, totalIn } from '../../../core/metrics.ts';
import type { Layout } from '../../../lab/world/azure.ts';
import { deniedBy, labAzure, noon } from './build.ts';
import { gateways, groups, ordersLayout, record, statusPath } from './orders-layout.ts';

const id = (side: 'primary' | 'secondary') =>
  `${groups[side]}/providers/Microsoft.ApiManagement/service/${gateways[side].split('.')[0]}`;
const sides = ['primary', 'secondary'] as const;
const layout: Layout = {
  ...ordersLayout,
  meters: sides.map((side) => {
    return { id: id(side), side, host: gateways[side], metric: 'Requests' };
  }),
};

function lab({ flowing = false } = {}) {
  const { world, clock, wait } = labAzure(1, { flowing }, layout);
  const counted = (side: 'primary' | 'secondary', minutes = 5) =>
    totalIn(world.arm.resource(metricAt(id(side), 'Requests', minutes, clock.now())), 'Requests');
  const ask = (host: string) => world.serve(host, { method: 'GET', path: statusPath, headers: {} });
  return { world, wait, counted, ask };
}

describe('what is counted of a gateway', () => {
  it('is what it answered, by whichever name it was called, once the minute is over', () => {
    const { ask, counted, wait } = lab();
    ask('orders.contoso.com');
    ask(gateways.primary);
    ask(gateways.secondary);
    expect(counted('primary')).toEqual({ total: 0, minutes: 0 });
    wait(60);
    expect(counted('primary')).toEqual({ total: 2, minutes: 1 });
    expect(counted('secondary')).toEqual({ total: 1, minutes: 1 });
    wait(120);
    expect(counted('primary')).toEqual({ total: 2, minutes: 3 });
    expect(counted('primary', 2)).toEqual({ total: 0, minutes: 2 });
  });

  it('counts clients where they come to: with those that follow it moves over', () => {
    const { world, wait, counted } = lab({ flowing: true });
    wait(300);
    const before = counted('primary');
    expect(before.total).toBeGreaterThan(100);
    const set = world.arm.recordSet(record);
    world.arm.putRecordSet('switch', record, { ...set, cname: gateways.secondary }, set.etag);
    wait(360);
    expect(counted('primary').total).toBeLessThan(before.total / 5);
    expect(counted('secondary').total).toBeGreaterThan(100);
  });

  it('is told by nobody while it does not run', () => {
    const { world, wait, counted } = lab();
    wait(600);
    world.faults.set('westeurope/gateway', { is: 'dark' });
    expect(counted('primary')).toEqual({ total: 0, minutes: 0 });
    expect(counted('secondary').minutes).toBe(5);
  });

  it('is refused for a metric that is none, a foreign resource, a question of another kind', () => {
    const { world } = lab();
    const asked = metricAt(id('primary'), 'Capacity', 5, noon);
    expect(deniedBy(() => world.arm.resource(asked))).toMatchObject({ status: 400 });
    const hourly = metricAt(id('primary'), 'Requests', 5, noon).replace('PT1M', 'PT1H');
    expect(deniedBy(() => world.arm.resource(hourly))).toMatchObject({ status: 400 });
    const foreign = metricAt(`${id('primary')}-2`, 'Requests', 5, noon);
    expect(deniedBy(() => world.arm.resource(foreign))).toMatchObject({ status: 404 });
  });
});
