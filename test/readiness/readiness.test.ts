/** Readiness of the example's estate: what a run finds, keeps and refuses, and what it never does. */

import { describe, expect, it } from '@jest/globals';
import { unreadyOf } from '../../core/readiness.ts';
import { summaryOf } from '../../core/readiness-summary.ts';
import { kept } from '../../lambdas/readiness/kept.ts';
import { dnsGroup, lookedAfter, westeurope } from './stage.ts';

describe('a run of readiness', () => {
  it('finds a sound estate in order, from every check and every step', async () => {
    const estate = lookedAfter();
    const found = await estate.look();
    expect(found.checks.filter(({ finding }) => finding.is !== 'fine')).toEqual([]);
    expect(found.checks.map(({ service, check }) => `${service}/${check}`).toSorted()).toEqual([
      'edi-receivers/fence',
      'edi-receivers/location',
      'edi-receivers/picked-up-in-primary',
      'edi-receivers/picked-up-in-secondary',
      'edi-receivers/twins',
      'order-api/certificate-primary',
      'order-api/certificate-secondary',
      'order-api/hostname-primary',
      'order-api/hostname-secondary',
      'order-api/location',
      'order-api/record',
      'order-api/resolvers',
      'orders-bus/left-in-primary',
      'orders-bus/left-in-secondary',
      'orders-bus/location',
      'orders-bus/pair',
    ]);
    expect(found.preflight).toMatchObject({ is: 'told', preflight: { brake: { is: 'off' } } });
    expect(summaryOf(await kept(estate.watch.name, estate.memory), estate.now()).is).toBe('fine');
  });

  it('inspects each step of the moves away from either side, once', async () => {
    const { preflight } = await lookedAfter().look();
    const steps = preflight.is === 'told' ? preflight.preflight.steps : [];
    expect(steps.map(({ from, step }) => `${from} ${step}`).toSorted()).toEqual([
      'primary edi-receivers/disable-primary',
      'primary edi-receivers/enable-secondary',
      'primary order-api/point-to-secondary',
      'primary orders-bus/alias-to-secondary',
      'secondary edi-receivers/disable-secondary',
      'secondary edi-receivers/enable-primary',
      'secondary order-api/point-to-primary',
      'secondary orders-bus/alias-to-primary',
    ]);
  });

  it('changes nothing in Azure', async () => {
    const { world, look } = lookedAfter();
    await look();
    expect(world.writes).toEqual([]);
  });

  it('refuses the way out when the zone’s group is kept in the region that may be dark', async () => {
    const estate = lookedAfter({ layout: { groups: { [dnsGroup]: westeurope } } });
    await estate.look();
    expect(await estate.refused()).toEqual([
      {
        service: 'order-api',
        from: 'primary',
        why: expect.stringContaining('contoso-dns is located in westeurope'),
      },
    ]);
  });

  it('refuses what a person changed behind our back: the record leads elsewhere', async () => {
    const estate = lookedAfter();
    const [name] = estate.world.layout.names;
    const { etag } = estate.world.arm.recordSet(name?.record ?? '');
    const set = { cname: 'shop.example.net', ttlSeconds: 30, metadata: {} };
    estate.world.arm.putRecordSet('switch', name?.record ?? '', set, etag);
    await estate.look();
    const found = await estate.refused();
    expect(found.every(({ service }) => service === 'order-api')).toBe(true);
    expect(found.map(({ why }) => why).join()).toContain('shop.example.net');
  });

  it('is unsure while the region is dark, and so never stands in the way then', async () => {
    const estate = lookedAfter();
    estate.world.faults.set('westeurope', { is: 'dark' });
    const found = await estate.look();
    expect(unreadyOf({ is: 'kept', readiness: found }, estate.now())).toEqual([]);
    const summary = summaryOf({ is: 'kept', readiness: found }, estate.now());
    expect(summary.is).toBe('unsure');
    expect(found.checks.find(({ check }) => check === 'twins')?.finding.is).toBe('unsure');
  });

  it('tells a kill switch that is on or unreadable, and refuses nothing for it', async () => {
    const estate = lookedAfter();
    estate.brake.set({ is: 'unsure', why: 'Parameter Store is silent' });
    const readiness = await estate.look();
    const { is, lines } = summaryOf({ is: 'kept', readiness }, estate.now());
    expect(is).toBe('unsure');
    expect(lines.join()).toContain('the kill switch cannot be read: Parameter Store is silent');
  });

  it('does not ask the failover of a watch that moves nothing', async () => {
    const { preflight } = await lookedAfter({ watch: { mode: 'advise' } }).look();
    expect(preflight).toEqual({ is: 'unasked', why: 'in mode advise nothing is ever moved' });
  });
});
