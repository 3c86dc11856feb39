/** Whom readiness asks about a public name: which of them, about which names, and when nobody. */

import { describe, expect, it } from '@jest/globals';
import { apim } from '../../services/apim.ts';
import { countedSo } from '../../services/followers.ts';
import { route53 } from '../../services/route53.ts';
import { trafficManager } from '../../services/traffic-manager.ts';

const kinds = { apim, route53, trafficManager };

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  const given = (resolvers: readonly string[]) =>
    kind.settings.safeParse({ ...kind.example, resolvers });

  it('asks public resolvers unless the file names others', () => {
    const { resolvers: _none, ...silent } = kind.example;
    const parsed = kind.settings.safeParse(silent);
    expect(parsed).toMatchObject({ data: { resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'] } });
    expect(given(['2620:fe::fe', '192.0.2.53'])).toMatchObject({ success: true });
  });

  it.each(['dns.google', '8.8.8.8:53', '8.8.8', ''])('refuses %j, which is no address', (one) => {
    expect(JSON.stringify(given([one]))).toContain('must be the address of a resolver');
  });
});

describe('the resolvers that are asked', () => {
  const asked = (checks: ReturnType<NonNullable<typeof apim.checks>> = []) =>
    checks.filter(({ kind }) => kind === 'resolvers-follow').map(({ settings }) => settings);

  it('are asked where the name of a gateway leads', () => {
    expect(asked(apim.checks?.(apim.example))).toMatchObject([
      { name: 'orders.contoso.com', primary: 'contoso-orders-we.azure-api.net' },
    ]);
    expect(asked(apim.checks?.({ ...apim.example, resolvers: [] }))).toEqual([]);
  });

  it('are asked for the name in front of a profile, and through it', () => {
    const { example } = trafficManager;
    const { bypass: _none, ...plain } = example;
    const profile = 'contoso-shop.trafficmanager.net';
    expect(asked(trafficManager.checks?.(plain))).toMatchObject([{ name: profile }]);
    expect(asked(trafficManager.checks?.(example))).toMatchObject([
      { name: 'www.contoso-shop.com', through: profile },
    ]);
  });

  it('are left alone where both sides serve: either answer is right', () => {
    const { checks, example } = trafficManager;
    expect(asked(checks?.(example, 'active-active'))).toEqual([]);
  });
});

describe('arrivals', () => {
  const id = (at: string, type = 'Microsoft.Web/sites') =>
    `/subscriptions/s-1/resourceGroups/portal-${at}/providers/${type}/portal-${at}`;
  const arrivals = { primary: { resource: id('we') }, secondary: { resource: id('ne') } };
  const counted = (checks: ReturnType<NonNullable<typeof apim.checks>> = []) =>
    checks.filter(({ kind }) => kind === 'arrivals');
  const portal = (given: unknown) =>
    route53.settings.safeParse({ ...route53.example, arrivals: given });

  it('are counted where the file says of what, and nowhere else', () => {
    expect(counted(route53.checks?.(route53.example))).toEqual([]);
    const parsed = portal(arrivals);
    const [check, ...more] = counted(parsed.success ? route53.checks?.(parsed.data) : []);
    expect(more).toEqual([]);
    expect(check?.settings).toEqual({
      name: 'portal.contoso.com',
      primary: { host: 'contoso-portal-we.azurewebsites.net', resource: id('we') },
      secondary: { host: 'contoso-portal-ne.azurewebsites.net', resource: id('ne') },
      ...{ metric: 'Requests', minutes: 15, quiet: 20, apiVersion: '2018-01-01' },
    });
  });

  it.each([
    [id('we'), 'is the same on both sides'],
    [id('ne', 'Microsoft.Sql/servers'), 'must be the id of one of'],
  ])('of %j are refused: %s', (resource, why) => {
    const refused = portal({ ...arrivals, secondary: { resource } });
    expect(JSON.stringify(refused)).toContain(why);
  });

  it('are none where both sides serve: whoever arrives is right', () => {
    const { example, exclusive } = trafficManager;
    const both = { ...countedSo, ...arrivals };
    expect(exclusive?.({ ...example, arrivals: both })?.why).toContain('arrivals');
    expect(exclusive?.(example)).toBeUndefined();
  });
});
