/** Telling publishers another address: what is written, what stays, and what is left alone. */

import { describe, expect, it } from '@jest/globals';
import { publisherValue } from '../../checks/publisher-value.ts';
import { stepKinds } from '../../config/kinds.ts';
import { publisherVersions } from '../../core/publishers.ts';
import type { World } from '../../core/world.ts';
import { apimNamedValue } from '../../steps/apim-named-value.ts';
import { appConfiguration } from '../../steps/app-configuration.ts';
import { checkOn } from '../checks/grounds.ts';
import { azureWith, never, notFound } from './azure.ts';

const here = 'orders-we.westeurope-1.eventgrid.azure.net';
const there = 'orders-ne.northeurope-1.eventgrid.azure.net';
const kinds = Object.entries(stepKinds).filter(([name]) => name in publisherVersions);

function saying(properties: unknown): World {
  return azureWith({ resource: async () => ({ properties }) });
}

describe.each(kinds)('%s', (_, step) => {
  const { example } = step;

  it('is to do while it is that of the other side, and done with ours', async () => {
    expect(await step.inspect(saying({ value: here }), example, never)).toEqual({ is: 'todo' });
    expect(await step.inspect(saying({ value: there }), example, never)).toEqual({ is: 'done' });
  });

  it.each([
    [{ value: 'https://else.where/?key=canary' }, 'by somebody to neither side'],
    [{ secret: true }, 'is a secret'],
    [{ value: here, keyVault: {} }, 'is a secret'],
    [{ value: here, locked: true }, 'is locked'],
    [{}, 'has no value'],
  ])('is stuck with %j, and nothing is written', async (properties, why) => {
    // Any write would be refused by name.
    const azure = saying(properties);
    const standing = await step.inspect(azure, example, never);
    expect(standing).toEqual({ is: 'stuck', why: expect.stringContaining(why) });
    expect(JSON.stringify(standing)).not.toContain('canary');
    await expect(step.apply(azure, example, never)).rejects.toMatchObject({ sent: 'no' });
  });

  it('is stuck where there is none, and throws where that could not be read', async () => {
    const gone = azureWith({ resource: () => Promise.reject(notFound()) });
    const standing = await step.inspect(gone, example, never);
    expect(standing).toEqual({ is: 'stuck', why: expect.stringContaining('there is no') });
    const ill = azureWith({ resource: () => Promise.reject(new Error('no answer')) });
    await expect(step.inspect(ill, example, never)).rejects.toThrow('no answer');
  });

  it('refuses to replace what it writes', () => {
    const odd = Object.assign({}, example, { overwrites: [there] });
    expect(step.settings.safeParse(odd).success).toBe(false);
  });
});

function writing(properties: unknown) {
  const log: unknown[] = [];
  const azure = azureWith({
    resource: async () => ({ properties }),
    patch: async (id, version, body, _signal, ifMatch) => {
      log.push({ id, version, body, ifMatch });
    },
    put: async (id, version, body) => {
      log.push({ id, version, body });
    },
  });
  return { azure, log };
}

it('of a named value writes the value alone, whatever its etag is', async () => {
  const { azure, log } = writing({ value: here, displayName: 'topic', tags: ['integration'] });
  await apimNamedValue.apply(azure, apimNamedValue.example, never);
  const { namedValue: id } = apimNamedValue.example;
  const body = { properties: { value: there } };
  expect(log).toEqual([{ id, version: '2024-05-01', body, ifMatch: '*' }]);
});

it('of a key keeps what is beside the value, for a write replaces it all', async () => {
  const beside = { contentType: 'text/plain', tags: { owner: 'integration' } };
  const { azure, log } = writing({ value: here, key: 'Orders:Topic', eTag: 'e', ...beside });
  await appConfiguration.apply(azure, appConfiguration.example, never);
  const id = `${appConfiguration.example.store}/keyValues/Orders~3ATopic$production`;
  const body = { properties: { value: there, ...beside } };
  expect(log).toEqual([{ id, version: '2024-05-01', body }]);
});

it('shows on a card no more of a long value than fits', () => {
  const told = apimNamedValue.describe({ ...apimNamedValue.example, value: 'x'.repeat(500) });
  expect(told.length).toBeLessThan(120);
});

describe('publisher-value', () => {
  const asked = { ...publisherValue.example, primary: here, secondary: there };
  const check = (properties: unknown) =>
    checkOn(publisherValue, asked, { resource: async () => ({ properties }) });

  it('is fine with the value of either side, and says which', async () => {
    expect(await check({ value: there })).toEqual({
      is: 'fine',
      why: 'orders-topic leads publishers to the secondary side',
    });
  });

  it.each([
    [{ value: 'https://else.where/?key=canary' }, 'neither side'],
    [{ secret: true }, 'is a secret'],
    [{ value: here, locked: true }, 'locked'],
  ])('fails with %j: a move would be stuck', async (properties, why) => {
    const found = await check(properties);
    expect(found).toMatchObject({ is: 'fails', why: expect.stringContaining(why) });
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('fails where there is none', async () => {
    const resource = () => Promise.reject(notFound());
    const found = await checkOn(publisherValue, asked, { resource });
    expect(found).toMatchObject({ is: 'fails', why: 'there is no orders-topic' });
  });
});
