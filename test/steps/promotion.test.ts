/** Promoting a replica: once, where there is one, and with what may be lost acknowledged by its kind. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { replicaLag } from '../../checks/replica-lag.ts';
import type { Azure } from '../../core/azure.ts';
import { replicaRole } from '../../probes/replica-role.ts';
import { serviceBusForcedPromotion } from '../../steps/service-bus-forced-promotion.ts';
import { promotedBus, serviceBusPromotion } from '../../steps/service-bus-promotion.ts';
import { checkOn } from '../checks/grounds.ts';
import { netWith } from '../probes/nets.ts';
import { azureWith, never } from './azure.ts';

const resource =
  '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/invoices';
const apiVersion = '2026-01-01';
const settings = { resource, location: 'northeurope', apiVersion };

function namespace(
  roles: Readonly<Record<string, string>>,
  provisioningState = 'Succeeded',
  lag?: number,
) {
  const locations = Object.entries(roles).map(([locationName, roleType]) => {
    return { locationName, roleType };
  });
  const maxReplicationLagDurationInSeconds = lag;
  const geoDataReplication = { locations, maxReplicationLagDurationInSeconds };
  return { properties: { provisioningState, geoDataReplication } };
}

const before = namespace({ 'West Europe': 'Primary', 'North Europe': 'Secondary' });
const after = namespace({ 'West Europe': 'Secondary', 'North Europe': 'Primary' });

function saying(body: unknown) {
  const orders: unknown[] = [];
  const azure: Azure = azureWith({
    resource: async () => body,
    async act(...call) {
      orders.push(call.slice(0, 3));
    },
  });
  return { azure, orders };
}

describe.each([
  ['planned', serviceBusPromotion, false],
  ['forced', serviceBusForcedPromotion, true],
] as const)('a %s promotion', (_how, step, force) => {
  it('asks once, for the region as Azure spells it', async () => {
    const { azure, orders } = saying(before);
    expect(await step.inspect(azure, settings, never)).toEqual({ is: 'todo' });
    await step.apply(azure, settings, never);
    const body = { properties: { primaryLocation: 'North Europe', force } };
    expect(orders).toEqual([[`${resource}/failover`, apiVersion, body]]);
  });

  const rows: readonly (readonly [string, unknown, string])[] = [
    ['the roles have changed', after, 'done'],
    [
      'Azure works at it',
      { properties: { ...before.properties, provisioningState: 'Updating' } },
      'moving',
    ],
    ['it failed', { properties: { ...before.properties, provisioningState: 'Failed' } }, 'stuck'],
    ['it is not replicated', { properties: { provisioningState: 'Succeeded' } }, 'stuck'],
    [
      'its replica is elsewhere',
      namespace({ westeurope: 'Primary', uksouth: 'Secondary' }),
      'stuck',
    ],
    ['ARM says nothing of use', undefined, 'moving'],
  ];
  it.each(rows)('does nothing when %s', async (_told, body, expected) => {
    const { azure, orders } = saying(body);
    expect((await step.inspect(azure, settings, never)).is).toBe(expected);
    await step.apply(azure, settings, never).catch(() => undefined);
    expect(orders).toEqual([]);
  });
});

it('has to be acknowledged only where something may be lost', () => {
  expect(serviceBusPromotion).not.toHaveProperty('danger');
  expect(serviceBusPromotion.irreversible).toBe(false);
  expect(serviceBusForcedPromotion.danger).toContain('loses');
  expect(serviceBusForcedPromotion.irreversible).toBe(true);
});

describe('the role of a replica', () => {
  const sides = { primary: 'westeurope', secondary: 'northeurope' };
  const asked = { of: 'service-bus', resource, apiVersion, ...sides } as const;
  type Expected = { leads?: 'primary' | 'secondary'; follows?: 'primary' | 'secondary' };
  const ask = (body: unknown, expected: Expected = {}) => {
    const net = netWith({ azure: { ...netWith({}).azure, resource: async () => body } });
    return replicaRole.ask(net, { ...asked, ...expected }, never);
  };

  it('points to the side that leads', async () => {
    expect(await ask(before)).toMatchObject({ finding: { is: 'up' }, points: 'primary' });
    expect(await ask(after)).toMatchObject({ finding: { is: 'up' }, points: 'secondary' });
  });

  it('asked of one side points nowhere, and is up when the expected one leads', async () => {
    const answer = await ask(before, { leads: 'primary' });
    expect(answer).toEqual({ finding: { is: 'up' }, phases: {}, measures: {} });
    expect((await ask(after, { leads: 'primary' })).finding).toMatchObject({
      is: 'unsure',
      why: 'North Europe leads, expected westeurope',
    });
  });

  it('asked of the one that stands by, wants a replica there; of the leader, none elsewhere', async () => {
    const alone = namespace({ westeurope: 'Primary' });
    expect((await ask(before, { follows: 'secondary' })).finding).toEqual({ is: 'up' });
    expect((await ask(alone, { leads: 'primary' })).finding).toEqual({ is: 'up' });
    expect((await ask(alone, { follows: 'secondary' })).finding).toMatchObject({
      is: 'unsure',
      why: 'it has no replica in northeurope',
    });
  });

  it('is never sure of one that is being changed, or elsewhere', async () => {
    const odd = [
      namespace({ westeurope: 'Primary', northeurope: 'Secondary' }, 'Updating'),
      namespace({ uksouth: 'Primary', northeurope: 'Secondary' }),
      {},
    ];
    for (const body of odd) {
      const { finding, points } = await ask(body);
      expect([finding.is, points]).toEqual(['unsure', undefined]);
    }
  });
});

describe('replica-lag', () => {
  const checked = (body: unknown) => {
    const locations = ['westeurope', 'northeurope'];
    const given = { of: 'service-bus', resource, apiVersion, locations } as const;
    return checkOn(replicaLag, given, { resource: async () => body });
  };
  const roles = { westeurope: 'Primary', northeurope: 'Secondary' };

  it('tells an approver how much may be lost', async () => {
    expect(await checked(namespace(roles, 'Succeeded', 300))).toHaveProperty(
      'note',
      'northeurope may be up to 300 s behind',
    );
    expect(await checked(namespace(roles, 'Succeeded', 0))).toHaveProperty(
      'note',
      'nothing is confirmed that is not in northeurope as well',
    );
  });

  it('fails where there is nothing to promote', async () => {
    expect(await checked(namespace({ westeurope: 'Primary' }))).toMatchObject({
      is: 'fails',
      why: 'invoices is not kept in northeurope',
    });
    expect(await checked(namespace(roles, 'Failed'))).toMatchObject({ is: 'fails' });
    expect(await checked(namespace(roles, 'Updating'))).toMatchObject({ is: 'warns' });
  });
});

it('stands in docs/arm.md with the version that is asked for when the file says none', () => {
  const page = readFileSync('docs/arm.md', 'utf8');
  const { apiVersion: usual } = promotedBus.parse({ resource, location: 'northeurope' });
  const rows = page.split('\n').filter((row) => row.includes('`service-bus-promotion`'));
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row).toContain(`| ${usual};`);
});
