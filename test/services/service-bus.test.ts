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

  describe('with apps to restart', () => {
    const app = (at: string) =>
      `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/g/providers/Microsoft.Web/sites/worker-${at}`;
    const restart = { primary: [app('we')], secondary: [app('ne')] };
    const settings = { ...example, consumers: ['orders'], restart };

    it('restarts those of the side that it has moved to, once the alias leads there', () => {
      const how = { move: 'failover', mode: 'forced', from: 'primary' } as const;
      expect(serviceBus.steps(settings, how).at(-1)).toEqual({
        name: 'restart-at-secondary',
        kind: 'app-restart',
        phase: 'traffic',
        settings: {
          sites: restart.secondary,
          namespace: example.secondary.namespace,
          left: example.primary.namespace,
          entities: ['orders'],
        },
      });
      const home = { move: 'failback', mode: 'planned', from: 'secondary' } as const;
      expect(serviceBus.steps(settings, home).at(-1)?.name).toBe('restart-at-primary');
    });

    it('refuses them without consumers, by whom alone a restart is proven', () => {
      const read = serviceBus.settings.safeParse({ ...settings, consumers: [] });
      expect(read).toMatchObject({
        success: false,
        error: { issues: [{ message: expect.stringContaining('cannot be proven') }] },
      });
    });
  });

  describe('on the way home', () => {
    const { primary, secondary, alias } = example;
    const home = { move: 'failback', mode: 'planned', from: 'secondary' } as const;

    it('is paired first, and then failed over safely', () => {
      expect(serviceBus.steps(example, home)).toEqual([
        {
          name: 'pair-with-primary',
          kind: 'service-bus-pair',
          phase: 'protect',
          settings: { namespace: secondary.namespace, partner: primary.namespace, alias },
        },
        {
          name: 'alias-to-primary',
          kind: 'service-bus-alias',
          phase: 'data',
          settings: { namespace: primary.namespace, alias, safe: true },
        },
      ]);
    });

    it('goes nowhere from the primary: that is home', () => {
      expect(serviceBus.steps(example, { ...home, from: 'primary' })).toEqual([]);
    });
  });

  it('is mended by pairing, and emptied by us only where the file says so', () => {
    const repair = { move: 'repair', mode: 'planned', from: 'secondary' } as const;
    const kinds = (emptiedBy: 'people' | 'farwatch') =>
      serviceBus.steps({ ...example, emptiedBy }, repair).map(({ kind }) => kind);
    expect(kinds('people')).toEqual(['service-bus-pair']);
    expect(kinds('farwatch')).toEqual(['service-bus-emptied', 'service-bus-pair']);
  });
});

function namespaceOf(): string {
  return example.primary.namespace.replace('contoso-orders-we', 'Orders-WE');
}
