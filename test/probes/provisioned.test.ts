/** Whether resources are there, as ARM tells: its silence says nothing of them. */

import { expect, it } from '@jest/globals';
import { Refusal } from '../../core/kinds.ts';
import { provisioned } from '../../probes/provisioned.ts';
import { lookedAt, netWith } from './nets.ts';

const id = (rest: string) => `/subscriptions/s-1/resourceGroups/g/providers/${rest}`;
const resources = [
  id('Microsoft.DataFactory/factories/copy'),
  id('Microsoft.Web/serverfarms/plan'),
];

function ask(answer: (resource: string, version: string) => unknown) {
  const { azure } = netWith({});
  const net = netWith({
    azure: { ...azure, resource: async (resource, version) => answer(resource, version) },
  });
  return lookedAt(provisioned, { resources }, net);
}

it('is up when all are there, each read in the version of its type', async () => {
  const versions: string[] = [];
  const answer = await ask((_, version) => {
    versions.push(version);
    return { properties: { provisioningState: versions.length > 1 ? 'Updating' : 'Succeeded' } };
  });
  expect(answer.finding).toEqual({ is: 'up' });
  expect(versions).toEqual(['2018-06-01', '2025-05-01']);
});

it('is unsure of what failed, and names it', async () => {
  const answer = await ask((resource) => {
    const provisioningState = resource.includes('/serverfarms/') ? 'Failed' : 'Succeeded';
    return { properties: { provisioningState } };
  });
  expect(answer.finding).toEqual({ is: 'unsure', why: 'plan says failed', whose: 'ours' });
});

it('does not blame the resource for a provider that is ill', async () => {
  const ill = new Refusal({ message: 'ARM answered 503', sent: 'no', status: 503 });
  const answer = await ask(() => {
    throw ill;
  });
  expect(answer.finding).toMatchObject({ is: 'unsure', whose: 'between' });
});
