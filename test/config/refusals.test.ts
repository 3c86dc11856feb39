import { describe, expect, it } from '@jest/globals';
import { badFiles, exampleWith, kindsKnown, refusals } from './files.ts';

describe('a refused file', () => {
  it.each(badFiles.map(({ file }) => file))('%s is told its line and the way out', (file) => {
    const { text, expected } = badFiles.find((one) => one.file === file) ?? badFiles[0] ?? never();
    expect(expected.length).toBeGreaterThan(0);
    expect(refusals(text, file)).toEqual(expected);
  });

  it('is told all of its faults at once, whatever their sort, in the order of the file', () => {
    const text = exampleWith('quorum: 2', 'quorum: 1')
      .replace('tenant: 5c1f0d9e-7a34-4e0b-9d2c-6b8f31a7e504', 'tenant: contoso')
      .replace('secret: env:FARWATCH_LOOK_SECRET', 'secret: hunter2')
      .replace('ben: { slack: U0BEN }', 'ben: { slak: U0BEN }')
      .replace('primary: westeurope', 'primary: westeurop')
      .replace('[ana, ben]', '[ana, dora]')
      .replace('kind: service-bus', 'kind: servicebus')
      .replace('ttlSeconds: 30', 'ttlSeconds: 0')
      .replace('# movesWith: [orders-bus]', 'movesWith: [orders-buss]')
      .replace('timeout: 10s', 'fresh: 30s');
    expect(refusals(text).map(withoutPlace)).toEqual([
      'quorum: is 1, which is no majority of 3 vantages: two quorums could disagree',
      'azure.tenant: must be a GUID',
      'azure.look.laptop.secret: must refer to a secret, not be one',
      'people.ben.slak: is not known here',
      'watches.orders.primary: westeurop is no Azure region',
      'watches.orders.approvers[1]: dora is not among people',
      `watches.orders.services.orders-bus.kind: servicebus is not one of ${kindsKnown}`,
      'watches.orders.services.order-api.movesWith[0]: orders-buss is not among the other services',
      'watches.orders.services.order-api.with.public.ttlSeconds: must be at least 1',
      'watches.orders.judging.fresh: ' +
        'ends before the next answer: round and timeout together take 30s',
    ]);
  });

  it('is told what two services would both move, even while another part is refused', () => {
    const text = exampleWith('quorum: 2', 'quorum: nine').replace(
      '      # Two API Management',
      `      orders-bus-again:
        kind: service-bus
        with:
          alias: contoso-orders
          primary: { namespace: ${namespace('we')} }
          secondary: { namespace: ${namespace('ne')} }
          probe: { queue: another, auth: { kind: entra } }
      # Two API Management`,
    );
    const told = refusals(text);
    expect(told[0]).toContain('quorum: must be a number');
    expect(told.filter((line) => line.includes('orders/orders-bus moves as well'))).toHaveLength(4);
  });

  it('may move what another moves when both say that it is shared', () => {
    const { text } = badFiles.find(({ file }) => file === 'two-watches-one-record.yaml') ?? never();
    expect(
      refusals(text.replaceAll('critical: true', 'critical: true\n        shared: true')),
    ).toEqual([]);
  });

  it('is not told a second time what a missing part leads to', () => {
    const text = exampleWith('vantages: [eu-north-1, eu-west-2, us-east-1]\n', '');
    expect(refusals(text).map(withoutPlace)).toEqual(['vantages: is missing']);
  });

  it('counts lines alike whether they end as on Windows or not', () => {
    const text = exampleWith('mode: ask', 'mode: aks');
    expect(refusals(text.replaceAll('\n', '\r\n'))).toEqual(refusals(text));
  });
});

function withoutPlace(line: string): string {
  return line.replace(/^[^ ]+ /, '').replace(/ -> .*$/, '');
}

function namespace(side: string): string {
  const groups = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups';
  const provider = 'providers/Microsoft.ServiceBus/namespaces';
  return `${groups}/contoso-bus-${side}/${provider}/contoso-orders-${side}`;
}

function never(): never {
  throw new Error('there is no such file');
}
