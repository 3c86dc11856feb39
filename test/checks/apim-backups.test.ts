/** What readiness says of backups of API Management, and of the instances that they are for. */

import { describe, expect, it } from '@jest/globals';
import { apimBackupAge } from '../../checks/apim-backup-age.ts';
import { apimTwins } from '../../checks/apim-twins.ts';
import { dayMs, nameOfDay, nameOfMoment } from '../../core/apim-backups.ts';
import type { AzureReader } from '../../core/azure.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { checkOn, gone, now, workflow } from './grounds.ts';

const { example } = apimBackupAge;
const workflows = '/subscriptions/s-1/resourceGroups/orders-ne';
const scheduled = workflow(workflows, 'backups');
const schedule = { workflow: scheduled.id, at: '02:00' };
const days = (many: number) => (now - many * dayMs) as Instant;

interface Told {
  /** What the instance says by its named value. */
  readonly said?: string;
  /** The blobs there are, and how many days ago each was made. */
  readonly blobs?: Readonly<Record<string, number>>;
  readonly location?: string;
}

function told({ said, blobs = {}, location = 'northeurope' }: Told) {
  const asked: string[] = [];
  const azure: Partial<AzureReader> = {
    async resource(id) {
      if (id === example.storage) return { location };
      if (said === undefined) throw gone();
      return { properties: { value: said } };
    },
    async blob(url) {
      const name = url.slice(url.lastIndexOf('/') + 1);
      asked.push(name);
      const age = blobs[name];
      if (age !== undefined) return { modifiedAt: days(age) };
      const message = `the Blob service answered 404: ${name}`;
      throw new Refusal({ message, sent: 'no', status: 404, code: 'BlobNotFound' });
    },
  };
  return { azure, asked };
}

const ofDay = (ago: number) => nameOfDay(example.service, days(ago));

describe('apim-backup-age', () => {
  const look = (azure: Partial<AzureReader>, also: Partial<typeof example> = {}) =>
    checkOn(apimBackupAge, { ...example, ...also }, azure);

  it('is fine with one of this night, found by what the instance says of it', async () => {
    const { azure, asked } = told({ said: ofDay(0), blobs: { [ofDay(0)]: 0.25 } });
    expect(await look(azure)).toEqual({ is: 'fine', why: `${ofDay(0)}, 6 h old` });
    expect(asked).toEqual([ofDay(0)]);
  });

  it('finds one that a move has made, which is named by more than its day', async () => {
    const name = nameOfMoment(example.service, days(1));
    const { azure } = told({ said: name, blobs: { [name]: 1, [ofDay(1)]: 1.3 } });
    expect(await look(azure)).toMatchObject({ is: 'fine', why: `${name}, 24 h old` });
  });

  it.each([
    ['says nothing', undefined],
    ['says one that was never made', ofDay(0)],
    ['says something else', 'https://orders.contoso.com'],
    ['says one of the instance that was restored to it', 'orders-ne-20260301'],
  ])('goes through the days where the instance %s', async (_, said) => {
    const { azure } = told({ ...(said && { said }), blobs: { [ofDay(3)]: 3.2 } });
    expect(await look(azure)).toMatchObject({
      is: 'warns',
      why: 'the newest backup of orders-we is 3 days old',
    });
  });

  it('tells that one is about to expire, whatever age the file allows', async () => {
    const { azure } = told({ blobs: { [ofDay(27)]: 27.5 } });
    expect(await look(azure, { maxAgeDays: 30 })).toMatchObject({
      is: 'warns',
      why: 'the newest backup of orders-we is 27 days old, and Azure restores it for 2 days yet',
    });
  });

  it('says that a move cannot succeed only where it would restore one, and there is none', async () => {
    const { azure, asked } = told({ blobs: { [ofDay(30)]: 30.1 } });
    const why = 'there is no backup of orders-we of the last 30 days';
    expect(await look(azure)).toMatchObject({ is: 'fails', why });
    expect(asked).toHaveLength(31);
    expect(await look(azure, { needed: false })).toMatchObject({ is: 'warns', why });
  });

  it('does not take a container that is not there for one without backups', async () => {
    const refused = new Refusal({
      message: 'no',
      sent: 'no',
      status: 404,
      code: 'ContainerNotFound',
    });
    const { azure } = told({});
    const asked = look({ ...azure, blob: () => Promise.reject(refused) });
    await expect(asked).rejects.toBe(refused);
  });

  it('tells that they would be lost with what they are for', async () => {
    const { azure } = told({
      said: ofDay(0),
      blobs: { [ofDay(0)]: 0.25 },
      location: 'West Europe',
    });
    const why = 'ordersbackups, which keeps them, is in westeurope and lost with it';
    expect(await look(azure)).toMatchObject({ is: 'warns', why });
  });

  it('tells that whoever makes them was disabled, or never made', async () => {
    const { azure } = told({ said: ofDay(0), blobs: { [ofDay(0)]: 0.25 } });
    const by = (found: AzureReader['workflow']) =>
      look({ ...azure, workflow: found }, { schedule });
    expect(await by(async () => scheduled)).toMatchObject({ is: 'fine' });
    expect(await by(async () => ({ ...scheduled, state: 'Disabled' }))).toMatchObject({
      is: 'warns',
      why: 'backups, which makes a backup every day at 02:00, is Disabled',
    });
    expect(await by(() => Promise.reject(gone()))).toMatchObject({
      is: 'warns',
      why: 'there is no workflow backups that makes backups',
    });
  });

  it('asks for the right to look at one container, on the data plane', () => {
    const rights = apimBackupAge.rights(example).filter(({ plane }) => plane === 'data');
    expect(rights.map(({ scope }) => scope)).toEqual([
      `${example.storage}/blobServices/default/containers/apim`,
    ]);
  });
});

describe('apim-twins', () => {
  const client = '4d1f0a52-0000-4000-8000-2f6d3b1e8a40';
  const own = { type: 'SystemAssigned' };
  const look = (tiers: readonly string[], also = {}, identity: object = own) => {
    const { example: settings } = apimTwins;
    const azure: Partial<AzureReader> = {
      async resource(id) {
        const name = tiers[settings.services.indexOf(id)];
        return { sku: { name }, identity, properties: { provisioningState: 'Succeeded' } };
      },
    };
    return checkOn(apimTwins, { ...settings, ...also }, azure);
  };

  it('is fine with two of one tier, that may reach their backups', async () => {
    const why = 'orders-we is Premium, orders-ne is Premium';
    expect(await look(['Premium', 'Premium'])).toEqual({ is: 'fine', why });
    const userAssignedIdentities = { '/subscriptions/s/…/backups': { clientId: client } };
    const both = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities };
    expect(await look(['Premium', 'Premium'], { identity: client }, both)).toEqual({
      is: 'fine',
      why,
    });
  });

  it.each([
    [['Premium', 'Standard'], /a backup is restored to its own tier alone$/],
    [['StandardV2', 'StandardV2'], /orders-we is StandardV2, which Azure backs up for nobody/],
    [['Consumption', 'Premium'], /^orders-we is Consumption, which Azure backs up for nobody$/],
  ])('says of %j that it cannot be', async (tiers, why) => {
    expect(await look(tiers)).toMatchObject({ is: 'fails', why: expect.stringMatching(why) });
    expect(await look(tiers, { needed: false })).toMatchObject({ is: 'warns' });
  });

  it('tells of an instance that has no identity to reach them by', async () => {
    expect(await look(['Premium', 'Premium'], {}, { type: 'None' })).toMatchObject({
      is: 'fails',
      why: expect.stringContaining('orders-ne has no system-assigned identity'),
    });
    expect(await look(['Premium', 'Premium'], { identity: client })).toMatchObject({
      is: 'fails',
      why: expect.stringContaining(`orders-we has no identity ${client}`),
    });
  });
});
