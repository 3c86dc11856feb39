/** What is told of a singleton's fence: truly, or only as well as possible, and what is wrong with it. */

import { describe, expect, it } from '@jest/globals';
import { fence } from '../../checks/fence.ts';
import { Refusal } from '../../core/kinds.ts';
import { checkOn, checkWith, gone } from './grounds.ts';

const { example } = fence;
const key = { value: 'westeurope', locked: false };

/** A store that lies there, with a key that has these properties. */
function found(
  properties: Readonly<Record<string, unknown>> | Refusal = key,
  store: Readonly<Record<string, unknown>> = { location: 'Sweden Central' },
) {
  return checkOn(fence, example, {
    async resource(id) {
      if (!id.includes('/keyValues/')) return store;
      if (properties instanceof Refusal) throw properties;
      return { properties };
    },
  });
}

describe('a singleton with a key that its workflows read', () => {
  it.each(['westeurope', 'northeurope'])('is truly fenced while that says %s', async (value) => {
    expect(await found({ ...key, value })).toEqual({
      is: 'fine',
      why: `truly fenced, as long as workflows check it: key orders:serves of orders-fences says ${value}, in swedencentral`,
    });
  });

  it.each(['West Europe', 'northeurope'])(
    'is warned of where its store lies in %s',
    async (location) => {
      const finding = await found(key, { location });
      expect(finding).toMatchObject({ is: 'warns', next: 'Keep orders-fences in a third region.' });
      expect(finding.why).toContain('which may go dark itself');
    },
  );

  it.each([
    ['is not there', gone(), 'there is no key orders:serves of orders-fences'],
    ['names neither side', { ...key, value: 'us' }, 'names neither side'],
    ['is locked', { ...key, locked: true }, 'is locked'],
    ['is a secret', { keyVault: {} }, 'is a secret'],
  ])('cannot be moved while that %s', async (_, properties, why) => {
    const finding = await found(properties);
    expect([finding.is, finding.why]).toEqual(['fails', expect.stringContaining(why)]);
  });

  it('repeats nothing of what somebody else has put there', async () => {
    const finding = await found({ ...key, value: 'AccountKey=secret' });
    expect(JSON.stringify(finding)).not.toContain('AccountKey');
  });

  it('is not known to be fenced well while nobody says where its store lies', async () => {
    expect(await found(key, {})).toMatchObject({ is: 'unsure' });
  });

  it('passes on what is no word about the key', async () => {
    const ill = new Refusal({ message: 'ARM is ill', sent: 'no', status: 503 });
    await expect(found(ill)).rejects.toBe(ill);
  });
});

describe('a singleton that others fence', () => {
  const settings: typeof example = {
    by: 'webhook',
    url: 'https://settings.contoso.example/receivers?key=canary',
    headers: {},
    pointer: '/active',
    primary: 'westeurope',
    secondary: 'northeurope',
  };

  it('is truly fenced while their switch names a side, as far as anybody can ask', async () => {
    const text = '{"active":"westeurope"}';
    const found = await checkWith(fence, settings, { text });
    expect(found).toEqual({
      is: 'fine',
      why: 'truly fenced, as long as settings.contoso.example keeps the other side off: it says westeurope',
    });
  });

  it('cannot be moved while it names neither, and is not known where it does not answer', async () => {
    const odd = await checkWith(fence, settings, { text: '{"active":"us"}' });
    expect([odd.is, JSON.stringify(odd).includes('canary')]).toEqual(['fails', false]);
    expect((await checkWith(fence, settings, { status: 503 })).is).toBe('unsure');
  });
});

describe('a singleton with rules that its receivers listen by', () => {
  const namespace =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/inbox';
  const rule = (name: string) => `${namespace}/queues/orders/authorizationRules/${name}`;
  const told = (we: unknown) =>
    checkOn(
      fence,
      {
        ...{ by: 'service-bus-rule', primary: rule('we'), secondary: rule('ne') },
        ...{ serving: ['Listen'], resting: ['Send'] },
      },
      {
        async resource(id) {
          if (!id.includes('/authorizationRules/')) return { location: 'Sweden Central' };
          return { properties: { rights: id.endsWith('/we') ? we : ['Send'] } };
        },
      },
    );

  it('is truly fenced while one of them may listen', async () => {
    expect(await told(['Listen'])).toMatchObject({ is: 'fine' });
  });

  it('cannot be moved while one has other rights, and is unknown while ARM tells none', async () => {
    expect(await told(['Manage'])).toMatchObject({ is: 'fails' });
    expect(await told(undefined)).toMatchObject({ is: 'unsure' });
  });
});

it('a singleton with nothing but a step that disables it is fenced only as well as possible', async () => {
  const finding = await checkOn(fence, { by: 'nothing' }, {});
  expect(finding).toMatchObject({ is: 'fine', why: expect.stringMatching(/^fenced only as well/) });
  expect(finding).not.toHaveProperty('note');
  expect(fence.rights({ by: 'nothing' })).toEqual([]);
});
