/** Turning a Traffic Manager profile: in which order, and what it refuses to turn. */

import { describe, expect, it } from '@jest/globals';
import { trafficManagerProfile } from '../../checks/traffic-manager-profile.ts';
import type { Azure } from '../../core/azure.ts';
import { trafficManagerEndpoint as step } from '../../steps/traffic-manager-endpoint.ts';
import { checkOn } from '../checks/grounds.ts';
import { azureWith, never } from './azure.ts';

const profile =
  '/subscriptions/s-1/resourceGroups/dns/providers/Microsoft.Network/trafficManagerProfiles/shop';
const away = {
  profile,
  to: 'ExternalEndpoints/ne',
  from: 'ExternalEndpoints/we',
  fromIs: 'Disabled',
} as const;
const home = { profile, to: away.from, from: away.to, fromIs: 'Enabled' } as const;

interface Odd {
  readonly routing?: string;
  readonly status?: string;
  readonly priorities?: readonly number[];
  readonly health?: string;
  readonly ttl?: number;
}

type States = Readonly<Record<string, 'Enabled' | 'Disabled'>>;

function saying(states: States, odd: Odd = {}) {
  const { priorities = [1, 2, 3], health = 'Online' } = odd;
  const endpoints = Object.entries(states).map(([name, endpointStatus], at) => {
    const type = 'Microsoft.Network/trafficManagerProfiles/externalEndpoints';
    const priority = priorities[at];
    return { name, type, properties: { endpointStatus, endpointMonitorStatus: health, priority } };
  });
  const { routing: trafficRoutingMethod = 'Priority', status: profileStatus = 'Enabled' } = odd;
  const dnsConfig = { ttl: odd.ttl ?? 30 };
  return { properties: { profileStatus, trafficRoutingMethod, dnsConfig, endpoints } };
}

/** Shows what was set `late` looks afterwards. */
function kept(given: States, late = 0) {
  let states = { ...given };
  let hidden = 0;
  let next: States | undefined;
  const log: string[] = [];
  const azure: Azure = azureWith({
    async resource() {
      if (next !== undefined && hidden === 0) [states, next] = [{ ...next }, undefined];
      hidden -= 1;
      return saying(states);
    },
    async patch(id, _version, body) {
      const name = id.slice(id.lastIndexOf('/') + 1);
      const { endpointStatus } = Object(Object(body).properties);
      next = { ...states, ...next, [name]: endpointStatus };
      hidden = late;
      log.push(`${name} ${endpointStatus}`);
    },
    pause: async () => {
      log.push('rest');
    },
  });
  return { azure, log };
}

describe('turning a profile', () => {
  it('enables before it disables, and waits until the first is seen', async () => {
    const { azure, log } = kept({ we: 'Enabled', ne: 'Disabled' }, 2);
    await step.apply(azure, away, never);
    expect(log).toEqual(['ne Enabled', 'rest', 'rest', 'we Disabled']);
    expect(await step.inspect(kept({ we: 'Disabled', ne: 'Enabled' }).azure, away, never)).toEqual({
      is: 'done',
    });
  });

  it('leaves the first endpoint on when its time is over before the other one is seen', async () => {
    const { azure, log } = kept({ we: 'Enabled', ne: 'Disabled' }, 1_000);
    const claim = new AbortController();
    const brief: Azure = { ...azure, pause: async () => claim.abort() };
    const refused = expect(step.apply(brief, away, claim.signal)).rejects;
    await refused.toMatchObject({ name: 'Refusal', sent: 'maybe' });
    expect(log).toEqual(['ne Enabled']);
  });

  it('at home only turns the primary on: the better priority leads', async () => {
    const { azure, log } = kept({ we: 'Disabled', ne: 'Enabled' });
    expect(await step.inspect(azure, home, never)).toEqual({ is: 'todo' });
    await step.apply(azure, home, never);
    expect(log).toEqual(['we Enabled']);
    expect(await step.inspect(azure, home, never)).toEqual({ is: 'done' });
  });

  it('has both on where both are led to, whichever was off', async () => {
    const shared = { ...home, both: true } as const;
    for (const off of ['we', 'ne']) {
      const { azure, log } = kept({ we: 'Enabled', ne: 'Enabled', [off]: 'Disabled' });
      expect(await step.inspect(azure, shared, never)).toEqual({ is: 'todo' });
      await step.apply(azure, shared, never);
      expect(log).toEqual([`${off} Enabled`]);
      expect(await step.inspect(azure, shared, never)).toEqual({ is: 'done' });
    }
    expect(step.describe(shared)).toBe('Traffic Manager shop → ne and we');
    expect(step.settings.safeParse({ ...away, both: true }).success).toBe(false);
  });

  const both = { we: 'Enabled', ne: 'Enabled' } as const;
  const rows: readonly (readonly [string, typeof away | typeof home, unknown, string])[] = [
    ['it is disabled', away, saying(both, { status: 'Disabled' }), 'answers nobody'],
    ['it routes by country', away, saying(both, { routing: 'Geographic' }), 'by Geographic'],
    ['an endpoint is gone', away, saying({ we: 'Enabled' }), 'no endpoint ExternalEndpoints/ne'],
    [
      'a third one would lead',
      away,
      saying({ ...both, uk: 'Enabled' }, { priorities: [1, 3, 2] }),
      'leads to uk as well',
    ],
    [
      'a third one shares',
      away,
      saying({ ...both, uk: 'Enabled' }, { routing: 'Weighted' }),
      'leads to uk as well',
    ],
    [
      'the standby has the better priority',
      home,
      saying(both, { priorities: [2, 1] }),
      'leads to ne as well',
    ],
    ['ARM says nothing of use', away, {}, 'no endpoint'],
  ];

  it.each(rows)('is stuck, and turns nothing, when %s', async (_told, settings, body, why) => {
    const azure = azureWith({ resource: async () => body });
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: expect.stringContaining(why),
    });
    // Any write would be refused by name.
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({ sent: 'no' });
  });

  it('does not mind a third one of the last resort', async () => {
    const azure = azureWith({ resource: async () => saying({ ...both, sorry: 'Enabled' }) });
    expect(await step.inspect(azure, away, never)).toEqual({ is: 'todo' });
  });
});

describe('traffic-manager-profile', () => {
  const asked = { profile, primary: away.from, secondary: away.to, standby: 'enabled' } as const;
  const check = (body: unknown) =>
    checkOn(trafficManagerProfile, asked, { resource: async () => body });
  const both = { we: 'Enabled', ne: 'Enabled' } as const;

  it('is fine with a profile that leads both ways', async () => {
    expect(await check(saying(both))).toEqual({
      is: 'fine',
      why: 'shop routes by Priority, with we and ne enabled',
    });
  });

  it('fails where a move would be stuck, in whichever direction', async () => {
    const shared = saying(both, { routing: 'Weighted' });
    expect(await check(shared)).toMatchObject({
      is: 'fails',
      why: 'shop leads to ne as well, which is enabled',
    });
  });

  it('warns where both should be led to and one has the better priority, and of no more', async () => {
    const checked = (body: unknown) =>
      checkOn(trafficManagerProfile, { ...asked, standby: 'both' }, { resource: async () => body });
    expect(await checked(saying(both, { routing: 'Weighted' }))).toMatchObject({ is: 'fine' });
    expect(await checked(saying(both))).toMatchObject({
      is: 'warns',
      why: 'shop routes by Priority: while one side answers, nobody is led to the other',
    });
    const third = saying({ ...both, uk: 'Enabled' }, { routing: 'Weighted' });
    expect(await checked(third)).toMatchObject({ is: 'fails' });
  });

  it('warns of what the profile finds, and of a long time to live', async () => {
    const { is, why } = await check(saying(both, { health: 'Degraded', ttl: 300 }));
    expect(is).toBe('warns');
    expect(why).toContain('finds we degraded');
    expect(why).toContain('TTL of 300 s');
  });
});
