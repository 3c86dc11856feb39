/** Consumers that must come along: proven by what ARM tells of both namespaces, and named when they do not. */

import { expect, it } from '@jest/globals';
import type { BusEntity } from '../../core/azure.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { serviceBusConsumers as step } from '../../steps/service-bus-consumers.ts';
import { azureWith, never } from './azure.ts';

const id = (name: string) =>
  `/subscriptions/s-1/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/${name}`;
const [namespace, left] = [id('orders-ne'), id('orders-we')];
const settings = { namespace, left, entities: ['orders', 'invoices/erp'] };

function entity(name: string, at: number | undefined, active = 0): BusEntity {
  const kind = name.includes('/') ? 'subscription' : 'queue';
  const counts = { active, scheduled: 0, deadLettered: 0 };
  return { id: name, kind, name, ...counts, accessedAt: at as Instant | undefined };
}

const unending = () => new Promise<never>(() => undefined);

function inspect(here: readonly BusEntity[], there: readonly BusEntity[] | Error | 'nothing') {
  const azure = azureWith({
    async busEntities(asked) {
      if (asked === namespace) return here;
      if (there === 'nothing') return unending();
      if (there instanceof Error) throw there;
      return there;
    },
    pause: async () => (there === 'nothing' ? undefined : unending()),
  });
  return step.inspect(azure, settings, never);
}

const idle = [entity('orders', 100), entity('invoices/erp', 100)];

it('is done when all are used here later than there, and no queue piles up', async () => {
  const here = [entity('Orders', 200), entity('invoices/erp', 200, 9)];
  expect(await inspect(here, idle)).toEqual({ is: 'done' });
});

it('names who stays behind, and why that is thought', async () => {
  const here = [entity('orders', 200, 12), entity('invoices/erp', 50)];
  expect(await inspect(here, idle)).toEqual({
    is: 'moving',
    progress: { done: 0, of: 2 },
    why: 'nobody was seen to receive from orders (12 wait), invoices/erp (still used where it was)',
  });
  const unused = [entity('orders', 200), entity('invoices/erp', undefined)];
  expect(await inspect(unused, idle)).toMatchObject({
    progress: { done: 1, of: 2 },
    why: expect.stringContaining('invoices/erp (never used here)'),
  });
});

it.each([
  'nothing' as const,
  new Between('the region is dark'),
  new Refusal({ message: 'ARM answered 503', sent: 'no', status: 503 }),
])('believes what the new namespace tells when the old one is silent: %p', async (silence) => {
  const here = [entity('orders', 200), entity('invoices/erp', 200)];
  expect(await inspect(here, silence)).toEqual({ is: 'done' });
});

it('does not take a refusal for silence', async () => {
  const forbidden = new Refusal({ message: 'AuthorizationFailed', sent: 'no', status: 403 });
  await expect(inspect(idle, forbidden)).rejects.toBe(forbidden);
});

it('is stuck on a name that is not there', async () => {
  expect(await inspect([entity('orders', 200)], idle)).toEqual({
    is: 'stuck',
    why: 'orders-ne has no invoices/erp',
  });
});
