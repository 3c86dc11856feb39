/** Making a pair of Service Bus namespaces whole again: nothing that holds a message is ever deleted. */

import { describe, expect, it } from '@jest/globals';
import type { Alias, Azure, BusEntity } from '../../core/azure.ts';
import { serviceBusEmptied } from '../../steps/service-bus-emptied.ts';
import { serviceBusPair } from '../../steps/service-bus-pair.ts';
import { alias, azureWith, never, notFound, throttled, unanswered } from './azure.ts';

const id = (name: string) =>
  `/subscriptions/s-1/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/${name}`;
const old = id('orders-we');
const leader = id('orders-ne');
const leads = alias({ role: 'PrimaryNotReplicating', partner: undefined });
const paired = alias({ role: 'Primary', partner: old });

function entity(name: string, held: Partial<BusEntity> = {}): BusEntity {
  const [topic, subscription] = name.split('/');
  const path =
    subscription === undefined ? `queues/${name}` : `topics/${topic}/subscriptions/${subscription}`;
  const counts = { active: 0, scheduled: 0, deadLettered: 0, accessedAt: undefined };
  const kind = subscription === undefined ? 'queue' : 'subscription';
  return { id: `${old}/${path}`, kind, name, ...counts, ...held };
}

const topic: BusEntity = { ...entity('invoices'), id: `${old}/topics/invoices`, kind: 'topic' };

/** `said`: what each namespace says of the alias; without a word, it has none. */
function estate(said: { old?: Alias; leader?: Alias }, held: BusEntity[]) {
  const done: string[] = [];
  const azure = azureWith({
    async alias(namespace) {
      const told = namespace === old ? said.old : said.leader;
      if (told === undefined) throw notFound();
      return told;
    },
    busEntities: async () => [...held],
    async deleteBusEntity(gone) {
      done.push(`delete ${gone.split('/').at(-1)}`);
      held.splice(0, held.length, ...held.filter((one) => !`${one.id}/`.startsWith(`${gone}/`)));
    },
    async pairAlias(namespace, _alias, partner) {
      done.push(`pair ${namespace.split('/').at(-1)} with ${partner.split('/').at(-1)}`);
    },
  });
  return { azure, done };
}

describe('emptying the namespace that was left', () => {
  const settings = { namespace: old, leader, alias: 'orders' };
  const inspect = (azure: Azure) => serviceBusEmptied.inspect(azure, settings, never);
  const full = [
    entity('orders', { active: 3 }),
    entity('late', { scheduled: 1 }),
    entity('invoices/erp', { deadLettered: 2 }),
    entity('probe'),
  ];

  it('waits until nothing lies there: no message, nothing scheduled, no dead letter', async () => {
    const { azure, done } = estate({ leader: leads }, full);
    expect(await inspect(azure)).toEqual({ is: 'moving', progress: { done: 1, of: 4 } });
    await expect(serviceBusEmptied.apply(azure, settings, never)).rejects.toMatchObject({
      sent: 'no',
      message: 'orders-we is not drained yet',
    });
    expect(done).toEqual([]);
  });

  it('then deletes queues and topics, and subscriptions with their topics', async () => {
    const { azure, done } = estate({ leader: leads }, [
      entity('orders'),
      topic,
      entity('invoices/erp'),
    ]);
    expect((await inspect(azure)).is).toBe('todo');
    await serviceBusEmptied.apply(azure, settings, never);
    expect(done).toEqual(['delete orders', 'delete invoices']);
    expect(await inspect(azure)).toEqual({ is: 'done' });
  });

  it('deletes nothing when a message came between the look and the deed', async () => {
    const held = [entity('orders')];
    const { azure, done } = estate({ leader: leads }, held);
    let looks = 0;
    const late: Azure = {
      ...azure,
      async busEntities() {
        looks += 1;
        return looks > 1 ? [entity('orders', { active: 1 })] : held;
      },
    };
    await expect(serviceBusEmptied.apply(late, settings, never)).rejects.toMatchObject({
      sent: 'no',
      message: 'orders of orders-we holds messages again',
    });
    expect(done).toEqual([]);
  });

  const refused: readonly (readonly [string, Parameters<typeof estate>[0]])[] = [
    ['nobody leads elsewhere', {}],
    ['the other one says that it is the secondary', { leader: alias() }],
    ['it says that it leads, too', { old: alias({ role: 'Primary' }), leader: leads }],
    ['it is the secondary of somebody else', { old: alias(), leader: leads }],
  ];
  it.each(refused)('is stuck, and deletes nothing, when %s', async (_told, said) => {
    const { azure, done } = estate(said, [entity('orders')]);
    expect((await inspect(azure)).is).toBe('stuck');
    await expect(serviceBusEmptied.apply(azure, settings, never)).rejects.toMatchObject({
      sent: 'no',
    });
    expect(done).toEqual([]);
  });

  it('is done when the two are paired already: what it holds then is a copy', async () => {
    const { azure } = estate({ old: alias(), leader: paired }, [entity('orders')]);
    expect(await inspect(azure)).toEqual({ is: 'done' });
  });

  it('rests when told to, and passes on that it does not know', async () => {
    const { azure } = estate({ leader: leads }, [entity('orders')]);
    const answers = [throttled(1_000), unanswered('maybe')];
    const rests: number[] = [];
    const ill: Azure = {
      ...azure,
      pause: async (ms) => void rests.push(ms),
      deleteBusEntity: async () => Promise.reject(answers.shift()),
    };
    await expect(serviceBusEmptied.apply(ill, settings, never)).rejects.toMatchObject({
      sent: 'maybe',
    });
    expect(rests).toEqual([1_000]);
  });
});

describe('pairing it again', () => {
  const settings = { namespace: leader, partner: old, alias: 'orders' };
  const rows: readonly (readonly [string, Alias | undefined, BusEntity[], string])[] = [
    ['is to do once the partner is empty', leads, [], 'todo'],
    ['waits while the partner is not', leads, [entity('orders', { active: 1 }), topic], 'moving'],
    ['goes on while Azure works at it', { ...paired, provisioningState: 'Accepted' }, [], 'moving'],
    ['goes on until all is replicated', { ...paired, pendingReplications: 7 }, [], 'moving'],
    ['is done when nothing is left to replicate', paired, [entity('orders')], 'done'],
    ['is stuck when it failed', { ...paired, provisioningState: 'Failed' }, [], 'stuck'],
    ['is stuck with another partner', { ...paired, partner: id('other') }, [], 'stuck'],
    ['is stuck where the alias leads elsewhere', alias(), [], 'stuck'],
    ['is stuck where there is no alias', undefined, [], 'stuck'],
  ];
  it.each(rows)('%s', async (_told, said, held, expected) => {
    const { azure } = estate(said === undefined ? {} : { leader: said }, held);
    expect((await serviceBusPair.inspect(azure, settings, never)).is).toBe(expected);
  });

  it('asks the namespace that leads, once', async () => {
    const { azure, done } = estate({ leader: leads }, []);
    await serviceBusPair.apply(azure, settings, never);
    expect(done).toEqual(['pair orders-ne with orders-we']);
    const again = estate({ leader: { ...paired, provisioningState: 'Accepted' } }, []);
    await serviceBusPair.apply(again.azure, settings, never);
    expect(again.done).toEqual([]);
  });
});
