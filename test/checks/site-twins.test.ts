/** Two apps with the same workflows: what of them would spoil a move, and what people should know. */

import { expect, it } from '@jest/globals';
import { siteTwins } from '../../checks/site-twins.ts';
import { type Told, wireOf } from '../steps/site.ts';
import { checkOn, gone, group } from './grounds.ts';

const appOf = (name: string) => `${group}/${name}/providers/Microsoft.Web/sites/${name}`;
const workflows = ['receive', 'invoices'];
const settings = {
  primary: { site: appOf('flows-we'), workflows },
  secondary: { site: appOf('flows-ne'), workflows },
  singleton: true,
  apiVersion: '2025-05-01',
};

function check(we: readonly Told[], ne: readonly Told[], also: Partial<typeof settings> = {}) {
  return checkOn(
    siteTwins,
    { ...settings, ...also },
    { resource: async (id) => ({ value: (id.includes('/flows-we/') ? we : ne).map(wireOf) }) },
  );
}

const awake = workflows.map((name) => ({ name }));
const resting = workflows.map((name) => ({ name, state: 'Disabled' }));

it('is fine with the same names on both sides, awake on one', async () => {
  expect(await check(awake, resting)).toEqual({
    is: 'fine',
    why: '2 workflows on each side, the same by name',
  });
});

it('fails where one that moves is not deployed: its step would be stuck', async () => {
  expect(await check(awake, [{ name: 'receive', state: 'Disabled' }])).toMatchObject({
    is: 'fails',
    why: 'flows-ne has no workflow invoices',
  });
});

it('warns of a singleton that runs twice, and of nothing else that does', async () => {
  expect(await check(awake, awake)).toMatchObject({
    is: 'warns',
    why: 'receive, invoices is enabled on both sides, and must run on one',
  });
  expect(await check(awake, awake, { singleton: false })).toMatchObject({ is: 'fine' });
});

it('warns of one that is ill, and of one without a twin', async () => {
  const ill = resting.map((one) => ({ ...one, health: { state: 'Unhealthy' } }));
  const secondary = { ...settings.secondary, workflows: ['receive'] };
  expect(await check(awake, ill, { secondary })).toMatchObject({
    is: 'warns',
    why: 'invoices of flows-we has no twin in flows-ne; receive of flows-ne is Unhealthy',
  });
});

it('does not know of an app that ARM does not find', async () => {
  const refuse = async () => {
    throw gone();
  };
  await expect(checkOn(siteTwins, settings, { resource: refuse })).rejects.toThrow('404');
});
