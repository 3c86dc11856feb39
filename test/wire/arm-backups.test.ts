/** Backups of API Management through ARM, and their blobs through the Blob service: made, seen, restored. */

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { azureOf, azureReaderOf } from '../../adapters/azure/arm.ts';
import { credentialOf } from '../../adapters/azure/identity.ts';
import { nameOfDay } from '../../core/apim-backups.ts';
import type { Azure, AzureReader } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { type Estate, openEstate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { groups, ordersLayout } from '../lab/world/orders-layout.ts';

const never = new AbortController().signal;
const apim = (side: 'primary' | 'secondary', name: string) =>
  `${groups[side]}/providers/Microsoft.ApiManagement/service/${name}`;
const services = { primary: apim('primary', 'apim-we'), secondary: apim('secondary', 'apim-ne') };
const storage = `${groups.secondary}/providers/Microsoft.Storage/storageAccounts/backups`;
const host = 'backups.blob.core.windows.net';
const container = 'apim';
const backups = { services, storage, host, container, namedValue: 'farwatch-backup' };
const containerId = `${storage}/blobServices/default/containers/${container}`;
const dataActions = ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'];
const layout: Layout = {
  ...ordersLayout,
  backups: [backups],
  grants: [
    { identity: 'switch', scope: '', actions: ['*'] },
    { identity: 'switch', scope: containerId, actions: [], dataActions },
    { identity: 'look', scope: '', actions: ['*/read'] },
  ],
};
const url = (name: string) => `https://${host}/${container}/${name}`;

const now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;
let looker: AzureReader;

beforeAll(async () => {
  const clock = { now: () => now as Instant };
  world = createAzure(layout, { clock, dice: diceOf('backups'), pace: { flowing: false } });
  estate = await openEstate(world);
  const means = (name: string) => {
    const dialled = { dial: estate.dialOf('operator'), ca: estate.ca };
    const { client = '', secret = '' } = layout.identities.find((i) => i.name === name) ?? {};
    const credential = credentialOf({ tenant: layout.tenant, client, secret }, dialled);
    return { ...dialled, credential, timeoutMs: 5_000 };
  };
  azure = azureOf(means('switch'));
  looker = azureReaderOf(means('look'));
});

afterEach(() => world.faults.clearAll());
afterAll(() => estate.close());

const last = () => nameOfDay(services.primary, (now - 6 * 3_600_000) as Instant);

it('tells when a blob was written, and nothing of what it holds', async () => {
  const { modifiedAt } = await azure.blob(url(last()), never);
  expect(now - modifiedAt).toBeGreaterThanOrEqual(6 * 3_600_000 - 1_000);
  expect(now - modifiedAt).toBeLessThan(7 * 3_600_000);
});

it('tells a blob that is not there from a container that is not', async () => {
  const missing = azure.blob(url('apim-we-20200101'), never);
  await expect(missing).rejects.toMatchObject({
    ...{ name: 'Refusal', status: 404, code: 'BlobNotFound', sent: 'no' },
    message: expect.stringMatching(/^the Blob service answered 404 to look for apim\/apim-we-2020/),
  });
  const elsewhere = azure.blob(`https://${host}/other/apim-we-20200101`, never);
  await expect(elsewhere).rejects.toMatchObject({ status: 404, code: 'ContainerNotFound' });
});

it('lets in nobody who has no right to what blobs hold, whatever else he may read', async () => {
  const refused = { name: 'Refusal', status: 403, code: 'AuthorizationPermissionMismatch' };
  await expect(looker.blob(url(last()), never)).rejects.toMatchObject(refused);
});

it('is not known while the Blob service, or whoever gives tokens, does not answer', async () => {
  world.faults.set('northeurope/storage', { is: 'dark' });
  const dark = azure.blob(url(last()), AbortSignal.timeout(300));
  await expect(dark).rejects.toMatchObject({ name: 'Between' });
  world.faults.clearAll();
  world.faults.set('northeurope/storage', { is: 'badTls' });
  await expect(azure.blob(url(last()), never)).rejects.toThrow(/the Blob service did not answer/);
  world.faults.clearAll();
  world.faults.set('northeurope/storage', { is: 'throttled', retryAfterMs: 3_000 });
  const throttled = { status: 429, retryAfterMs: 3_000 };
  await expect(azure.blob(url(last()), never)).rejects.toMatchObject(throttled);
});

it('keeps its token, and what a query may carry, out of what it says', async () => {
  const refused = await azure.blob(`${url('gone')}?sig=secret`, never).catch(String);
  expect(refused).not.toMatch(/secret|eyJ/);
});
