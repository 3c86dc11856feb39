/** What the two steps for backups of API Management say of an instance, and what they never touch. */

import { describe, expect, it } from '@jest/globals';
import { dayMs, nameOfDay } from '../../core/apim-backups.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import type { World } from '../../core/world.ts';
import { apimBackup } from '../../steps/apim-backup.ts';
import { apimRestore } from '../../steps/apim-restore.ts';
import { at } from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { azureWith, never, notFound } from './azure.ts';

const now = at(Date.parse('2026-11-21T14:32:05Z'));
const ledger = ledgerFrom();

interface Told {
  readonly tier?: string;
  readonly state?: string;
  readonly said?: string;
  /** The blobs there are, and when each was made. */
  readonly blobs?: Readonly<Record<string, number>>;
}

function told({ tier = 'Premium', state = 'Succeeded', said, blobs = {} }: Told, also = {}) {
  const done: string[] = [];
  const world: Partial<World> = {
    async resource(id) {
      if (!id.includes('/namedValues/')) {
        return { sku: { name: tier }, properties: { provisioningState: state } };
      }
      if (said === undefined) throw notFound();
      return { properties: { value: said } };
    },
    async blob(url) {
      const modifiedAt = blobs[url.slice(url.lastIndexOf('/') + 1)];
      if (modifiedAt !== undefined) return { modifiedAt: modifiedAt as Instant };
      throw new Refusal({ message: '404', sent: 'no', status: 404, code: 'BlobNotFound' });
    },
    put: async (id) => void done.push(`put ${id.slice(id.lastIndexOf('/') + 1)}`),
    act: async (id) => void done.push(id.slice(id.lastIndexOf('/') + 1)),
    pause: async () => undefined,
    ...also,
  };
  return { azure: azureWith(world), done };
}

describe('apim-backup', () => {
  const { example } = apimBackup;
  const name = 'orders-we-20261121-143205';

  it('is called by the moment, so that the one of that night is not taken for it', async () => {
    const { azure } = told({ blobs: { [nameOfDay(example.service, now)]: now - 3_600_000 } });
    const fixed = await apimBackup.fix?.(azure, example, now, never, ledger);
    expect(fixed).toEqual({ value: { name }, says: `a backup called ${name}` });
    expect(await apimBackup.inspect(azure, example, never, fixed?.value)).toEqual({ is: 'todo' });
  });

  it.each(['Consumption', 'StandardV2', 'PremiumV2'])(
    'is stuck before it begins in %s',
    async (tier) => {
      expect(await apimBackup.inspect(told({ tier }).azure, example, never)).toEqual({
        is: 'stuck',
        why: `orders-we is ${tier}, which Azure neither backs up nor restores`,
      });
    },
  );

  it('waits for whatever else is done to the instance', async () => {
    const { azure } = told({ state: 'Updating' });
    expect(await apimBackup.inspect(azure, example, never, { name })).toEqual({
      is: 'moving',
      why: 'orders-we is Updating',
    });
  });

  it("leaves a named value alone that is somebody else's, and tells nobody what it says", async () => {
    const { azure, done } = told({ said: 'https://secret.contoso.com' });
    const standing = await apimBackup.inspect(azure, example, never, { name });
    expect(standing).toMatchObject({ is: 'stuck', why: expect.stringContaining('somebody else') });
    expect(JSON.stringify(standing)).not.toContain('secret.contoso');
    const applied = apimBackup.apply(azure, example, never, { name });
    await expect(applied).rejects.toMatchObject({ sent: 'no' });
    expect(done).toEqual([]);
  });

  it('makes none before the instance says its name', async () => {
    const { azure, done } = told({ said: 'orders-we-20261121' });
    const applied = apimBackup.apply(azure, example, never, { name });
    await expect(applied).rejects.toMatchObject({
      sent: 'no',
      message: `orders-we does not say ${name} yet, and is backed up when it does`,
    });
    expect(done).toEqual(['put farwatch-backup']);
  });

  it('does not tell it again what it says already', async () => {
    const { azure, done } = told({ said: name });
    await apimBackup.apply(azure, example, never, { name });
    expect(done).toEqual(['backup']);
  });

  it('hands no key to anybody', async () => {
    const bodies: unknown[] = [];
    const act: World['act'] = async (_id, _version, body) => void bodies.push(body);
    const { azure } = told({ said: name }, { act });
    await apimBackup.apply(azure, example, never, { name });
    await apimBackup.apply(azure, { ...example, identity: 'c-1' }, never, { name });
    const common = { storageAccount: 'ordersbackups', containerName: 'apim', backupName: name };
    expect(bodies).toEqual([
      { ...common, accessType: 'SystemAssignedManagedIdentity' },
      { ...common, accessType: 'UserAssignedManagedIdentity', clientId: 'c-1' },
    ]);
  });
});

describe('apim-restore', () => {
  const { example } = apimRestore;
  const ofDay = (ago: number) => nameOfDay(example.source, (now - ago * dayMs) as Instant);
  const fix = (given: Told, also = {}) =>
    apimRestore.fix?.(told(given).azure, { ...example, ...also }, now, never, ledger);

  it('takes the newest that there is, and says when that was made', async () => {
    const blobs = { [ofDay(1)]: now - dayMs, [ofDay(2)]: now - 2 * dayMs };
    expect(await fix({ blobs })).toEqual({
      value: { name: ofDay(1), madeAt: now - dayMs },
      says: 'orders-we-20261120, made at 2026-11-20T14:32Z',
    });
  });

  it('takes what its source says where that answers', async () => {
    const said = 'orders-we-20261121-120000';
    const blobs = { [said]: now - 9_000_000, [ofDay(0)]: now - 3_600_000 };
    expect(await fix({ said, blobs }, { sourceAnswers: true })).toMatchObject({
      value: { name: said },
    });
    expect(await fix({ said, blobs })).toMatchObject({ value: { name: ofDay(0) } });
  });

  it('takes none that Azure restores no more', async () => {
    const expired = fix({ blobs: { [ofDay(30)]: now - 30 * dayMs } });
    await expect(expired).rejects.toThrow('apim of ordersbackups holds no backup of orders-we');
  });

  it('is done when what is restored says it holds that backup, and no other', async () => {
    const look = (said: string) =>
      apimRestore.inspect(told({ said }).azure, example, never, { name: ofDay(0), madeAt: now });
    expect(await look(ofDay(0))).toEqual({ is: 'done' });
    expect(await look(ofDay(1))).toEqual({ is: 'todo' });
  });

  it('is refused for an instance that is its own source', () => {
    const same = {
      ...example,
      source: example.service.toUpperCase().replace('SUBSCRIPTIONS', 'subscriptions'),
    };
    expect(apimRestore.settings.safeParse(same).success).toBe(false);
  });
});
