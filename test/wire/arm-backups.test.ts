/** Backups of API Management through ARM, and their blobs through the Blob service: made, seen, restored. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf, azureReaderOf } from '../../adapters/azure/arm.ts';
import { nameOfDay } from '../../core/apim-backups.ts';
import type { Azure, AzureReader } from '../../core/azure.ts';
import type { StepKind } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { apimBackup } from '../../steps/apim-backup.ts';
import { apimRestore } from '../../steps/apim-restore.ts';
import { groups, ordersLayout } from '../lab/world/orders-layout.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { openLabEstate } from './lab-estate.ts';

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

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;
let looker: AzureReader;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'backups' });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
  looker = azureReaderOf(lab.as('look'));
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

describe('the steps', () => {
  const place = { storage, host, container, identity: 'system', namedValue: 'farwatch-backup' };
  const common = { ...place, apiVersion: '2024-05-01' };
  const { primary, secondary } = services;
  const making = { service: primary, ...common };
  const restoring = { service: secondary, source: primary, sourceAnswers: true, ...common };
  const forced = { ...restoring, sourceAnswers: false };

  /** As a move does it: what is fixed is fixed once. */
  async function fixed<S>(kind: StepKind<S>, of: S) {
    now += 60_000;
    return (await kind.fix?.(azure, of, now as Instant, never, ledgerFrom()))?.value;
  }
  /** Resting lets the lab bring the value to the instance. */
  const resting = (): Azure => ({
    ...azure,
    pause: async (ms) => {
      now += ms;
    },
  });
  const made = () =>
    world.writes.map(
      ({ by, operation }) => `${by} ${operation.replace('Microsoft.ApiManagement/', '')}`,
    );

  async function inTime<S>(kind: StepKind<S>, of: S, value: unknown) {
    const standings: string[] = [];
    for (let look = 0; look < 30; look += 1) {
      const { is } = await kind.inspect(azure, of, never, value);
      if (standings.at(-1) !== is) standings.push(is);
      if (is === 'done') break;
      now += 1_000;
    }
    return standings;
  }

  it('restore the newest of the days, without a word of the source that is dark', async () => {
    world.faults.set('westeurope', { is: 'dark' });
    const value = await fixed(apimRestore, forced);
    expect(value).toMatchObject({ name: last() });
    expect(await apimRestore.inspect(azure, forced, never, value)).toEqual({ is: 'todo' });
    await apimRestore.apply(azure, forced, never, value);
    expect(await inTime(apimRestore, forced, value)).toEqual(['moving', 'done']);
    await apimRestore.apply(azure, forced, never, value);
    expect(made()).toEqual(['switch service/restore']);
  });

  it('back up under a name that the instance says first, and restore that', async () => {
    const before = made().length;
    const value = await fixed(apimBackup, making);
    expect(await apimBackup.inspect(azure, making, never, value)).toEqual({ is: 'todo' });
    await apimBackup.apply(resting(), making, never, value);
    expect(await inTime(apimBackup, making, value)).toEqual(['moving', 'done']);
    await apimBackup.apply(resting(), making, never, value);
    const newest = await fixed(apimRestore, restoring);
    expect(newest).toMatchObject(Object(value));
    await apimRestore.apply(azure, restoring, never, newest);
    expect(await inTime(apimRestore, restoring, newest)).toEqual(['moving', 'done']);
    expect(made().slice(before)).toEqual([
      'switch service/namedValues/write',
      'switch service/backup',
      'switch service/restore',
    ]);
  });

  it('whose answers are lost are found under way, and done once', async () => {
    const before = made().length;
    const value = await fixed(apimBackup, making);
    const losing: Azure = {
      ...resting(),
      act: (...call) => {
        world.faults.set('arm', { is: 'lostAnswer' });
        return azure.act(...call);
      },
    };
    const lost = apimBackup.apply(losing, making, never, value);
    await expect(lost).rejects.toMatchObject({ name: 'Refusal', sent: 'maybe' });
    world.faults.clearAll();
    expect(await inTime(apimBackup, making, value)).toEqual(['moving', 'done']);
    expect(made().slice(before)).toHaveLength(2);
  });

  it('refuse a second operation while one is under way, and it was not sent', async () => {
    const again = await fixed(apimBackup, making);
    await apimBackup.apply(resting(), making, never, again);
    const body = { storageAccount: 'backups', containerName: container, backupName: 'apim-we-1' };
    const own = { ...body, accessType: 'SystemAssignedManagedIdentity' };
    const second = azure.act(`${primary}/backup`, '2024-05-01', own, never);
    await expect(second).rejects.toMatchObject({ code: 'ServiceLocked', sent: 'no' });
    expect(await inTime(apimBackup, making, again)).toEqual(['moving', 'done']);
  });

  it('are not known while the region of the instance is dark', async () => {
    world.faults.set('northeurope', { is: 'dark' });
    const asked = apimRestore.inspect(azure, restoring, AbortSignal.timeout(300));
    await expect(asked).rejects.toMatchObject({ name: 'Between' });
  });

  it('find none that Azure would still restore once all of them are too old', async () => {
    world.faults.set('westeurope', { is: 'dark' });
    now += 31 * 24 * 3_600_000;
    world.advance();
    await expect(fixed(apimRestore, forced)).rejects.toThrow(/holds no backup of apim-we/);
  });
});
