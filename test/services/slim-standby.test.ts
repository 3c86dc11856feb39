/** A slim standby: when it is made large, when small again, and which sizes are refused. */

import { describe, expect, it } from '@jest/globals';
import { sizes } from '../../checks/sizes.ts';
import { slimStandby as kind } from '../../services/slim-standby.ts';
import { checkOn } from '../checks/grounds.ts';

const { example } = kind;
const steps = (how: { move: 'failover' | 'failback' | 'repair'; from: 'primary' | 'secondary' }) =>
  kind
    .steps(example, { ...how, mode: how.move === 'failover' ? 'forced' : 'planned' })
    .map(({ name, phase, settings }) => {
      const { to, direction } = Object(settings);
      return `${phase}: ${name} ${direction} to ${to}`;
    });

describe('a slim standby', () => {
  it('is made large before anything is moved to it', () => {
    expect(steps({ move: 'failover', from: 'primary' })).toEqual([
      'prepare: grow-secondary-contoso-ne up to 4',
    ]);
  });

  it('is made small again once home serves, which is seen to have its size', () => {
    expect(steps({ move: 'failback', from: 'secondary' })).toEqual([
      'prepare: grow-primary-contoso-we up to 4',
      'restore: shrink-secondary-contoso-ne down to 1',
    ]);
  });

  it('is not made small when the secondary is lost: home only grows', () => {
    expect(steps({ move: 'failover', from: 'secondary' })).toEqual([
      'prepare: grow-primary-contoso-we up to 4',
    ]);
    expect(steps({ move: 'repair', from: 'secondary' })).toEqual([]);
  });

  const [standby] = example.secondary;
  const bus =
    '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-bus-ne/providers/Microsoft.ServiceBus/namespaces/contoso-ne';

  it.each([
    ['a standby larger than what serves', [{ ...standby, standby: 5 }], 'more than what serves'],
    [
      'three messaging units',
      [{ resource: bus, serving: 4, standby: 3 }],
      'no size of a namespace',
    ],
    ['one name twice', [standby, { ...standby, resource: bus }], 'name of one before it'],
    ['what has no size', [{ ...standby, resource: `${bus}/queues/q` }], 'must be the id of'],
  ])('is refused with %s', (_told, secondary, why) => {
    const read = kind.settings.safeParse({ ...example, secondary });
    expect(read.success).toBe(false);
    if (!read.success) expect(read.error.issues[0]?.message).toContain(why);
  });
});

describe('sizes', () => {
  const plan = example.secondary[0]?.resource ?? '';
  const bus = plan.replace('Microsoft.Web/serverfarms', 'Microsoft.ServiceBus/namespaces');
  const told = (capacity: number, tier: string, provisioningState = 'Succeeded') => ({
    sku: { name: tier, tier, capacity },
    properties: { provisioningState },
  });
  const check = (resource: string, body: unknown) =>
    checkOn(sizes, { resources: [{ resource, atLeast: 2 }] }, { resource: async () => body });

  it('is fine with what is as large as declared, or larger', async () => {
    expect(await check(plan, told(3, 'PremiumV3'))).toEqual({
      is: 'fine',
      why: 'contoso-ne has 3 workers',
    });
  });

  it('warns of what somebody has made smaller', async () => {
    expect(await check(plan, told(1, 'PremiumV3'))).toMatchObject({
      is: 'warns',
      why: 'contoso-ne has 1 worker, declared are 2',
    });
  });

  it.each([
    [bus, told(2, 'Standard'), 'is Standard'],
    [plan, told(2, 'PremiumV3', 'Failed'), 'reports that it failed'],
  ])('fails where a move would be stuck', async (resource, body, why) => {
    expect(await check(resource, body)).toMatchObject({
      is: 'fails',
      why: expect.stringContaining(why),
    });
  });
});
