/** Which side a publisher is told to publish to, and what of its value is told to others. */

import { expect, it } from '@jest/globals';
import { calledOf, keyValueId, rightsOn } from '../../core/publishers.ts';
import { publisher } from '../../probes/publisher.ts';
import { notFound } from '../steps/azure.ts';
import { netWith, signal } from './nets.ts';

const settings = {
  ...publisher.example,
  ...{ primary: 'we.eventgrid.azure.net', secondary: 'ne.eventgrid.azure.net' },
};

function ask(properties: unknown) {
  const resource = async () => ({ properties });
  return publisher.ask(netWith({ azure: { ...netWith({}).azure, resource } }), settings, signal);
}

it('points to the side whose value it finds', async () => {
  expect(await ask({ value: settings.primary })).toMatchObject({ points: 'primary' });
  expect(await ask({ value: settings.secondary })).toMatchObject({
    finding: { is: 'up' },
    points: 'secondary',
  });
});

it.each([
  [{ value: 'https://else.where/?key=canary' }, 'it has a value that is neither side'],
  [{ secret: true }, 'it is a secret, which farwatch neither reads nor writes'],
  [{ value: settings.primary, keyVault: { secretIdentifier: 's' } }, 'it is a secret, which'],
  [{}, 'it has no value that ARM tells'],
])('is unsure of %j, and repeats none of it', async (properties, why) => {
  const answer = await ask(properties);
  expect(answer.finding).toMatchObject({ is: 'unsure', whose: 'ours' });
  expect(answer.points).toBeUndefined();
  expect(Object(answer.finding).why).toContain(why);
  expect(JSON.stringify(answer)).not.toContain('canary');
});

it('leaves it to whoever looks to say that it could not be read', async () => {
  const resource = () => Promise.reject(notFound());
  const net = netWith({ azure: { ...netWith({}).azure, resource } });
  await expect(publisher.ask(net, settings, signal)).rejects.toThrow('404');
});

it('finds keys of a store by names that ARM takes, and calls them as people do', () => {
  const store =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.AppConfiguration/configurationStores/c';
  const id = keyValueId(store, 'Orders:Topic/é', 'live $1');
  expect(id).toBe(`${store}/keyValues/Orders~3ATopic~2F~C3~A9$live~20~241`);
  expect(calledOf(id)).toBe('Orders:Topic/é (live $1)');
  expect(calledOf(keyValueId(store, 'topic'))).toBe('topic');
  // A store gives no right on one of its keys.
  expect(rightsOn('app-configuration', id, ['read']).map((r) => [r.scope, r.plane])).toEqual([
    [store, 'control'],
    [store, 'data'],
  ]);
});
