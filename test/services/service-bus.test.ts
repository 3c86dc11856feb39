import { describe, expect, it } from '@jest/globals';
import { serviceBus } from '../../services/service-bus.ts';

const { example } = serviceBus;

describe('service-bus', () => {
  it('sends through the active namespace itself, whatever the alias says', () => {
    expect(serviceBus.probes(example, 'primary', 'active')[0]?.settings).toMatchObject({
      through: 'amqp',
      host: 'contoso-orders-we.servicebus.windows.net',
      queue: 'farwatch-probe',
    });
  });

  it('reads the passive namespace through ARM, since it refuses all messages', () => {
    expect(serviceBus.probes(example, 'secondary', 'passive')[0]?.settings).toEqual({
      through: 'arm',
      namespace: example.secondary.namespace,
      alias: 'contoso-orders',
      expect: 'Secondary',
    });
  });

  it('asks the namespace that takes over to do so, safely only while both sides answer', () => {
    const settingsOf = (mode: 'forced' | 'planned') =>
      serviceBus.steps(example, { move: 'failover', mode, from: 'primary' })[0]?.settings;
    const { namespace } = example.secondary;
    expect(settingsOf('forced')).toEqual({ namespace, alias: 'contoso-orders', safe: false });
    expect(settingsOf('planned')).toEqual({ namespace, alias: 'contoso-orders', safe: true });
  });

  it('derives the host names that are not said, and keeps those that are', () => {
    const { namespace } = example.secondary;
    const secondary = { namespace, host: 'bus.contoso.com' };
    const { host: _, ...unsaid } = { ...example, primary: { namespace: namespaceOf() }, secondary };
    expect(serviceBus.settings.safeParse(unsaid)).toMatchObject({
      data: {
        host: 'contoso-orders.servicebus.windows.net',
        primary: { host: 'orders-we.servicebus.windows.net' },
        secondary: { host: 'bus.contoso.com' },
      },
    });
  });

  it('refuses one namespace for both sides', () => {
    const raw = { ...example, secondary: example.primary };
    expect(serviceBus.settings.safeParse(raw).success).toBe(false);
  });

  it('does not move back yet, and says so by having no steps', () => {
    const how = { move: 'failback', mode: 'planned', from: 'secondary' } as const;
    expect(serviceBus.steps(example, how)).toEqual([]);
  });
});

function namespaceOf(): string {
  return example.primary.namespace.replace('contoso-orders-we', 'Orders-WE');
}
