/** What ARM says of an app's workflows, and what that means for a side that serves and one that rests. */

import { expect, it } from '@jest/globals';
import { Refusal } from '../../core/kinds.ts';
import { workflowHealth as probe } from '../../probes/workflow-health.ts';
import { apiVersion, canary, site, type Told, wireOf } from '../steps/site.ts';
import { lookedAt, netWith } from './nets.ts';

const settings = { site, workflows: ['receive', 'invoices'], apiVersion };

function ask(state: 'Enabled' | 'Disabled', resource: () => Promise<unknown>) {
  const net = netWith({ azure: { ...netWith({}).azure, resource } });
  return lookedAt(probe, { ...settings, state }, net);
}

const findingOf = async (state: 'Enabled' | 'Disabled', there: readonly Told[]) =>
  (await ask(state, async () => ({ value: there.map(wireOf) }))).finding;

const invoices = { name: 'invoices' };
const error = { code: 'InvalidConnection', message: canary };

it('is up where all of them run and are well, and where all of them rest', async () => {
  const there = [{ name: 'receive' }, invoices, { name: 'other', state: 'Suspended' }];
  expect(await findingOf('Enabled', there)).toEqual({ is: 'up' });
  const resting = there.map(({ name }) => ({ name, state: 'Disabled' }));
  expect(await findingOf('Disabled', resting)).toEqual({ is: 'up' });
});

it.each<[string, Told, string]>([
  ['rests', { name: 'receive', state: 'Disabled' }, 'in flows-we receive is Disabled'],
  [
    'is ill',
    { name: 'receive', health: { state: 'Unhealthy', error } },
    'in flows-we receive is Unhealthy (InvalidConnection)',
  ],
  ['is not there', { name: 'other' }, 'in flows-we receive is not there'],
])('tells as ours, and as no outage, one that %s where it should serve', async (_, one, why) => {
  expect(await findingOf('Enabled', [one, invoices])).toEqual({ is: 'unsure', why, whose: 'ours' });
});

it('lets a side be landed on where one runs already, and not where one is ill', async () => {
  const awake = [{ name: 'receive' }, { ...invoices, state: 'Disabled' }];
  expect(await findingOf('Disabled', awake)).toEqual({ is: 'up' });
  const ill = awake.map((one) => ({ ...one, health: { state: 'Unknown' } }));
  expect(await findingOf('Disabled', ill)).toMatchObject({ is: 'unsure', whose: 'ours' });
});

it('knows nothing of the app while its provider is ill', async () => {
  const { finding } = await ask('Enabled', async () => {
    throw new Refusal({ message: 'ARM answered 503', sent: 'no', status: 503 });
  });
  expect(finding).toEqual({ is: 'unsure', why: 'ARM answered 503', whose: 'between' });
});
