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
  return kind.steps(settings(also), { ...how, mode }).map(({ name, settings: told }) => {
    const { to, from, fromIs } = Object(told);
    return `${name}: ${to} on, ${from} ${fromIs}`;
  });
};

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

  it('has no way home from home, and nothing to repair', () => {
    expect(turned({ move: 'failback', from: 'primary' })).toEqual([]);
    expect(turned({ move: 'repair', from: 'secondary' })).toEqual([]);
  });

  it('is refused with one host or one endpoint for both sides', () => {
    const { primary, secondary } = settings();
    const one = { ...kind.example, secondary: { ...secondary, host: primary.host } };
    const two = { ...kind.example, secondary: { ...secondary, endpoint: primary.endpoint } };
    for (const odd of [one, two]) expect(kind.settings.safeParse(odd).success).toBe(false);
  });
});
