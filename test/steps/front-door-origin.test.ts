/** An origin of Front Door: when its change is over, and when it must stay on. */

import { describe, expect, it } from '@jest/globals';
import { frontDoorOrigins } from '../../checks/front-door-origins.ts';
import { frontDoor } from '../../services/front-door.ts';
import { frontDoorOrigin as step } from '../../steps/front-door-origin.ts';
import { checkOn, gone } from '../checks/grounds.ts';
import { azureWith, never } from './azure.ts';

const on = step.example;
const off = { ...on, origin: 'orders-we', state: 'Disabled', unless: 'orders-ne' } as const;

const origin = (enabledState: string, also: object = {}) => ({
  properties: { enabledState, provisioningState: 'Succeeded', ...also },
});

function told(byName: Readonly<Record<string, unknown>>) {
  const patched: unknown[] = [];
  const azure = azureWith({
    resource: async (id) => byName[id.split('/').at(-1) ?? ''],
    async patch(id, version, body) {
      patched.push([id.split('/').at(-1), version, body]);
    },
  });
  return { patched, azure };
}

describe('an origin', () => {
  it.each([
    ['Updating', { is: 'moving', why: 'Front Door says that orders-ne is Updating' }],
    ['Succeeded', { is: 'done' }],
    ['Failed', { is: 'stuck' }],
  ])('that is as wanted, and %s', async (provisioningState, standing) => {
    const { azure } = told({ 'orders-ne': origin('Enabled', { provisioningState }) });
    expect(await step.inspect(azure, on, never)).toMatchObject(standing);
  });

  it('is changed in its state alone', async () => {
    const { azure, patched } = told({ 'orders-ne': origin('Disabled') });
    await step.apply(azure, on, never);
    const body = { properties: { enabledState: 'Enabled' } };
    expect(patched).toEqual([['orders-ne', '2024-02-01', body]]);
  });

  it('stays on as long as the other one is off', async () => {
    const both = told({ 'orders-we': origin('Enabled'), 'orders-ne': origin('Disabled') });
    expect(await step.inspect(both.azure, off, never)).toEqual({ is: 'todo' });
    await expect(step.apply(both.azure, off, never)).rejects.toMatchObject({
      sent: 'no',
      message: 'orders-ne is not enabled: without orders-we nobody would be answered',
    });
    expect(both.patched).toEqual([]);
  });

  it('of which ARM says nothing is taken for off', async () => {
    const { azure } = told({ 'orders-ne': {} });
    expect(await step.inspect(azure, on, never)).toEqual({ is: 'todo' });
  });
});

describe('front-door', () => {
  const named = (standby: string) => {
    const read = frontDoor.settings.safeParse({ ...frontDoor.example, standby });
    if (!read.success) throw new Error('the example is refused');
    const steps = (move: 'failover' | 'failback', from: 'primary' | 'secondary') =>
      frontDoor.steps(read.data, { move, mode: 'planned', from }).map(({ name }) => name);
    return [steps('failover', 'primary'), steps('failback', 'secondary')];
  };

  it('leaves the standby on at home, and the primary off when it was left', () => {
    expect(named('enabled')).toEqual([['enable-secondary', 'disable-primary'], ['enable-primary']]);
    expect(named('disabled')).toEqual([
      ['enable-secondary', 'disable-primary'],
      ['enable-primary', 'disable-secondary'],
    ]);
  });
});

describe('front-door-origins', () => {
  const { example } = frontDoorOrigins;
  const at = (hostName: string, priority: number) => origin('Enabled', { hostName, priority });
  const check = (byName: Readonly<Record<string, unknown>>, settings = example) =>
    checkOn(frontDoorOrigins, settings, {
      async resource(id) {
        const found = byName[id.split('/').at(-1) ?? ''];
        if (found === undefined) throw gone();
        return found;
      },
    });
  const { primary, secondary } = example;

  it('is fine with both sides, the primary first', async () => {
    const both = { 'orders-we': at(primary.host, 1), 'orders-ne': at(secondary.host, 2) };
    expect((await check(both)).is).toBe('fine');
  });

  it('warns of origins that share a priority while both are on', async () => {
    const both = { 'orders-we': at(primary.host, 1), 'orders-ne': at(secondary.host, 1) };
    expect(await check(both)).toMatchObject({ is: 'warns' });
  });

  it('wants one priority where both serve', async () => {
    const shared = { ...example, standby: 'both' } as const;
    const both = { 'orders-we': at(primary.host, 1), 'orders-ne': at(secondary.host, 2) };
    expect(await check(both, shared)).toMatchObject({
      is: 'warns',
      why: 'orders-we has priority 1 and orders-ne 2: only the lower number is led to',
    });
    const level = { ...both, 'orders-ne': at(secondary.host, 1) };
    expect((await check(level, shared)).is).toBe('fine');
  });

  it('fails for one that is not there, and one that leads elsewhere', async () => {
    expect(await check({ 'orders-we': at('other.example', 1) })).toMatchObject({
      is: 'fails',
      why: 'orders-we leads to other.example, not to orders-we.azure-api.net; there is no origin orders-ne',
    });
  });
});
