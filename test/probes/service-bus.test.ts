import { describe, expect, it } from '@jest/globals';
import type { Alias } from '../../core/azure.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Bus, Net } from '../../core/net.ts';
import { serviceBus } from '../../probes/service-bus.ts';
import { lookedAt, netWith, signal } from './nets.ts';

const namespace =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/orders-ne';
const passive = { through: 'arm', namespace, alias: 'orders', expect: 'Secondary' } as const;
const healthy: Alias = {
  role: 'Secondary',
  provisioningState: 'Succeeded',
  partner: undefined,
  pendingReplications: 0,
};

function netOfAlias(alias: () => Promise<Alias>): Net {
  const net = netWith({});
  return { ...net, azure: { ...net.azure, alias } };
}

describe('Service Bus, asked over AMQP', () => {
  it('sends a message of its own each time, that does not live long', async () => {
    const sent: Parameters<Bus['roundTrip']>[] = [];
    const bus: Bus = {
      roundTrip: async (...call) => {
        sent.push(call);
        return { phases: { request: 7 } };
      },
    };
    const answers = [1, 2].map(() => serviceBus.ask(netWith({ bus }), serviceBus.example, signal));
    expect(await Promise.all(answers)).toEqual([
      { finding: { is: 'up' }, phases: { request: 7 } },
      { finding: { is: 'up' }, phases: { request: 7 } },
    ]);
    expect(new Set(sent.map(([, message]) => message.id)).size).toBe(2);
    expect(sent[0]).toMatchObject([
      { queue: 'farwatch-probe', auth: { kind: 'sas', key: 'env:ORDERS_BUS_KEY' } },
      { ttlMs: 30_000 },
      signal,
    ]);
  });
});

describe('the passive side, read through ARM', () => {
  type Row = readonly [Partial<Alias>, is: string, why: RegExp];
  const rows: readonly Row[] = [
    [{}, 'up', /^$/],
    [{ role: 'Primary' }, 'ours', /says Primary, expected Secondary/],
    [{ role: 'PrimaryNotReplicating' }, 'ours', /without a partner/],
    [{ provisioningState: 'Failed' }, 'ours', /Failed/],
    [{ provisioningState: 'Accepted' }, 'ours', /is being changed/],
  ];

  it.each(rows)('%p is %s', async (alias, is, why) => {
    const net = netOfAlias(async () => ({ ...healthy, ...alias }));
    const { finding } = await serviceBus.ask(net, passive, signal);
    expect(finding.is === 'unsure' ? finding.whose : finding.is).toBe(is);
    expect(finding.is === 'up' ? '' : finding.why).toMatch(why);
  });

  it('tells how many changes wait to be replicated', async () => {
    const net = netOfAlias(async () => ({ ...healthy, pendingReplications: 4 }));
    const { measures } = await serviceBus.ask(net, passive, signal);
    expect(measures).toEqual({ pendingReplications: 4 });
  });

  it('does not take an ill resource provider for a fault of ours', async () => {
    const refusal = new Refusal({ message: 'ServiceUnavailable', sent: 'no', status: 503 });
    const net = netOfAlias(() => Promise.reject(refusal));
    const { finding } = await lookedAt(serviceBus, passive, net);
    expect(finding).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it.each([401, 403, 404, 429])('lets a %i be judged as ours', async (status) => {
    const refusal = new Refusal({ message: 'no', sent: 'no', status });
    const net = netOfAlias(() => Promise.reject(refusal));
    await expect(serviceBus.ask(net, passive, signal)).rejects.toBe(refusal);
  });
});

describe('settings that are refused', () => {
  const bad: readonly (readonly [why: string, raw: object])[] = [
    [
      'a key in the file',
      { ...serviceBus.example, auth: { kind: 'sas', keyName: 'k', key: 'c2Vj' } },
    ],
    ['a key name for Entra', { ...serviceBus.example, auth: { kind: 'entra', keyName: 'k' } }],
    ['an alias over AMQP', { ...serviceBus.example, alias: 'orders' }],
    ['a namespace that is no ARM id', { ...passive, namespace: 'orders-ne' }],
    ['no way through', { host: 'a.servicebus.windows.net', queue: 'q' }],
  ];
  it.each(bad)('%s', (_why, raw) => {
    expect(serviceBus.settings.safeParse(raw).success).toBe(false);
  });
});
