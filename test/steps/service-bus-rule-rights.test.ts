/** What a shared access rule may do: taken away, given back, and left alone where somebody else has set it. */

import { describe, expect, it } from '@jest/globals';
import type { World } from '../../core/world.ts';
import { serviceBusRuleRights as kind } from '../../steps/service-bus-rule-rights.ts';
import { azureWith, never, notFound } from './azure.ts';

const { example } = kind;
const ofNamespace = example.rule.replace('/queues/orders', '');

function ruled(rights: unknown): World {
  return azureWith({ resource: async () => ({ properties: { rights } }) });
}

describe('a rule by which a side listens', () => {
  it.each([
    [['Listen'], { is: 'todo' }],
    [['Send'], { is: 'done' }],
  ])('that may %p is %p', async (rights, standing) => {
    expect(await kind.inspect(ruled(rights), example, never)).toEqual(standing);
  });

  it('is the same in whatever order its rights are told', async () => {
    const both = { ...example, rights: ['Listen', 'Send'], replaces: ['Send'] } as typeof example;
    expect(await kind.inspect(ruled(['Send', 'Listen']), both, never)).toEqual({ is: 'done' });
  });

  it.each([
    [['Listen', 'Manage', 'Send'], 'was given Listen, Manage, Send by somebody'],
    [[], 'was given no right by somebody'],
    [undefined, 'tells no rights'],
  ])('that may %p is stuck, and nothing is written', async (rights, why) => {
    const azure = ruled(rights);
    expect(await kind.inspect(azure, example, never)).toMatchObject({
      is: 'stuck',
      why: expect.stringContaining(why),
    });
    await expect(kind.apply(azure, example, never)).rejects.toMatchObject({ sent: 'no' });
  });

  it('is stuck where there is none, and throws where that could not be read', async () => {
    const gone = azureWith({ resource: () => Promise.reject(notFound()) });
    expect(await kind.inspect(gone, example, never)).toMatchObject({ is: 'stuck' });
    const ill = azureWith({ resource: () => Promise.reject(new Error('no answer')) });
    await expect(kind.inspect(ill, example, never)).rejects.toThrow('no answer');
  });

  it('is written whole, once, and asks for no key', async () => {
    const written: unknown[] = [];
    const azure = azureWith({
      ...ruled(['Listen']),
      put: async (id, version, body) => void written.push([id, version, body]),
    });
    await kind.apply(azure, example, never);
    expect(written).toEqual([[example.rule, '2021-11-01', { properties: { rights: ['Send'] } }]]);
    await kind.apply(ruled(['Send']), example, never);
    expect(kind.permissions.filter((action) => /keys/i.test(action))).toEqual([]);
  });

  it('takes the rights of what it is part of: a queue, a topic, or the namespace', () => {
    const actions = (rule: string) => kind.rights?.({ ...example, rule }).map((r) => r.action);
    const of = (part: string) =>
      ['read', 'write'].map(
        (verb) => `Microsoft.ServiceBus/namespaces${part}/authorizationRules/${verb}`,
      );
    expect(actions(example.rule)).toEqual(of('/queues'));
    expect(actions(example.rule.replace('/queues/', '/topics/'))).toEqual(of('/topics'));
    expect(actions(ofNamespace)).toEqual(of(''));
  });

  it('is called by its name, and by what it is part of', () => {
    expect(kind.describe(example)).toBe('SAS rule receivers-we of orders-inbox/orders → Send');
    const whole = kind.describe({ ...example, rule: ofNamespace });
    expect(whole).toBe('SAS rule receivers-we of orders-inbox → Send');
  });

  it.each([
    ['the rights that it has already', { replaces: ['Send'] }],
    ['a right to manage', { rights: ['Manage'] }],
    ['no right at all', { rights: [] }],
    ['one right twice', { rights: ['Send', 'Send'] }],
    [
      'a rule of a subscription',
      { rule: example.rule.replace('queues/', 'topics/x/subscriptions/') },
    ],
  ])('refuses %s', (_, odd) => {
    expect(kind.settings.safeParse({ ...example, ...odd }).success).toBe(false);
  });
});
