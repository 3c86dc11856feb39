/** Traffic Manager as a service: which endpoint is left on after which move. */

import { describe, expect, it } from '@jest/globals';
import type { MoveMode } from '../../core/plan.ts';
import { trafficManager as kind } from '../../services/traffic-manager.ts';

const settings = (also: object = {}) => {
  const parsed = kind.settings.safeParse({ ...kind.example, ...also });
  if (parsed.success) return parsed.data;
  throw new Error(JSON.stringify(parsed.error.issues));
};

const turned = (
  how: { move: 'failover' | 'failback' | 'repair'; from: 'primary' | 'secondary' },
  also: object = {},
) => {
  const mode: MoveMode = how.move === 'failover' ? 'forced' : 'planned';
  const plain = { bypass: undefined, ...also };
  return kind.steps(settings(plain), { ...how, mode }).map(({ name, settings: told }) => {
    const { to, from, fromIs } = Object(told);
    return `${name}: ${to} on, ${from} ${fromIs}`;
  });
};

const pointer = (also: object = {}) => kind.pointers(settings(also))[0]?.settings;

describe('a profile', () => {
  it('that is led away from the primary has it off, so that it does not lead back by itself', () => {
    expect(turned({ move: 'failover', from: 'primary' })).toEqual([
      'lead-to-secondary: ExternalEndpoints/shop-ne on, ExternalEndpoints/shop-we Disabled',
    ]);
  });

  it('that is led home has its standby as the file says', () => {
    const home = { move: 'failback', from: 'secondary' } as const;
    expect(turned(home)).toEqual([
      'lead-to-primary: ExternalEndpoints/shop-we on, ExternalEndpoints/shop-ne Enabled',
    ]);
    expect(turned(home, { standby: 'disabled' })).toEqual([
      'lead-to-primary: ExternalEndpoints/shop-we on, ExternalEndpoints/shop-ne Disabled',
    ]);
  });

  it('of which both sides serve has either off while it is out, and both on at home', () => {
    const ways = (move: 'failover' | 'failback', from: 'primary' | 'secondary') =>
      kind
        .steps(settings({ bypass: undefined }), {
          ...{ move, from, mode: 'planned', posture: 'active-active' },
        })
        .map(({ settings: told }) => {
          const { to, fromIs, both } = Object(told);
          return `${to} on, the other ${fromIs}${both ? ', both led to' : ''}`;
        });
    const [west, north] = ['ExternalEndpoints/shop-we', 'ExternalEndpoints/shop-ne'];
    expect(ways('failover', 'primary')).toEqual([`${north} on, the other Disabled`]);
    expect(ways('failover', 'secondary')).toEqual([`${west} on, the other Disabled`]);
    expect(ways('failback', 'primary')).toEqual([`${north} on, the other Enabled, both led to`]);
    expect(ways('failback', 'secondary')).toEqual([`${west} on, the other Enabled, both led to`]);
    expect(kind.exclusive?.(settings({ standby: 'disabled' }))?.why).toContain('standby');
  });

  it('has no way home from home, and nothing to repair', () => {
    expect(turned({ move: 'failback', from: 'primary' })).toEqual([]);
    expect(turned({ move: 'repair', from: 'secondary' })).toEqual([]);
  });

  it('is asked for by its own name', () => {
    expect(pointer({ bypass: undefined })).toEqual({
      name: 'contoso-shop.trafficmanager.net',
      type: 'CNAME',
      sides: {
        primary: 'contoso-shop-we.azurewebsites.net',
        secondary: 'contoso-shop-ne.azurewebsites.net',
      },
    });
  });

  it('is refused with one host or one endpoint for both sides', () => {
    const { primary, secondary } = settings();
    const one = { ...kind.example, secondary: { ...secondary, host: primary.host } };
    const two = { ...kind.example, secondary: { ...secondary, endpoint: primary.endpoint } };
    for (const odd of [one, two]) expect(kind.settings.safeParse(odd).success).toBe(false);
  });
});

describe('a name in front of it that can be led past it', () => {
  const [profile, west, north] = [
    'contoso-shop.trafficmanager.net',
    'contoso-shop-we.azurewebsites.net',
    'contoso-shop-ne.azurewebsites.net',
  ];
  const led = (move: 'failover' | 'failback', mode: MoveMode, from: 'primary' | 'secondary') =>
    kind
      .steps(settings(), { move, mode, from })
      .filter((step) => step.kind === 'route53-record')
      .map(({ name, phase, settings: told, insteadOf }) => {
        const { target, replaces } = Object(told);
        return { step: `${phase} ${name}`, target, replaces, ...(insteadOf && { insteadOf }) };
      });
  const through = { target: profile, replaces: [west, north] };

  it('is what clients use, and is followed through the profile', () => {
    expect(pointer()).toMatchObject({ name: 'www.contoso-shop.com', through: profile });
  });

  it('is led straight to the other side in place of the profile, in an outage alone', () => {
    expect(led('failover', 'forced', 'primary')).toEqual([
      {
        step: 'traffic bypass-to-secondary',
        ...{ target: north, replaces: [profile, west], insteadOf: 'lead-to-secondary' },
      },
    ]);
  });

  it('is led through the profile again before it is led away from where it was led straight', () => {
    expect(led('failover', 'forced', 'secondary')).toEqual([
      { step: 'receivers through-profile', ...through },
      {
        step: 'traffic bypass-to-primary',
        ...{ target: west, replaces: [profile, north], insteadOf: 'lead-to-primary' },
      },
    ]);
  });

  it('is led through the profile by every planned move', () => {
    const back = [{ step: 'traffic through-profile', ...through }];
    expect(led('failback', 'planned', 'secondary')).toEqual(back);
    expect(led('failover', 'planned', 'primary')).toEqual(back);
  });

  it('is none of the profile itself', () => {
    const bypass = { ...settings().bypass, name: profile };
    expect(kind.settings.safeParse({ ...kind.example, bypass }).success).toBe(false);
  });
});
