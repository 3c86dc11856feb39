/** Moving a public name, without ever overwriting what somebody else made of it. */

import { describe, expect, it } from '@jest/globals';
import type { Azure, RecordSet } from '../../core/azure.ts';
import { Refusal } from '../../core/kinds.ts';
import { dnsRecord as step } from '../../steps/dns-record.ts';
import { azureWith, never, notFound, record } from './azure.ts';

const settings = {
  record:
    '/subscriptions/s-1/resourceGroups/dns/providers/Microsoft.Network/dnsZones/contoso.example/CNAME/orders',
  target: 'orders-ne.azure-api.net',
  replaces: ['orders-we.azure-api.net'],
  ttlSeconds: 30,
};

describe('inspect()', () => {
  const rows: readonly [string, Partial<RecordSet>, string][] = [
    ['it says the other side', {}, 'todo'],
    ['it says the target', { cname: 'orders-ne.azure-api.net' }, 'done'],
    ['it says the target in other letters', { cname: 'Orders-NE.azure-api.net.' }, 'done'],
    ['it says the other side in other letters', { cname: 'ORDERS-WE.azure-api.net.' }, 'todo'],
    ['its TTL is not ours', { cname: 'orders-ne.azure-api.net', ttlSeconds: 3600 }, 'todo'],
    ['it says something else', { cname: 'maintenance.contoso.example' }, 'stuck'],
    ['it follows an Azure resource', { cname: undefined }, 'stuck'],
  ];
  it.each(rows)('when %s', async (_told, said, expected) => {
    const azure = azureWith({ recordSet: async () => record(said) });
    expect((await step.inspect(azure, settings, never)).is).toBe(expected);
  });

  it('says what somebody changed it to', async () => {
    const azure = azureWith({ recordSet: async () => record({ cname: 'sorry.example' }) });
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: expect.stringContaining('somebody changed orders.contoso.example to sorry.example'),
    });
  });

  it('is stuck on a record that does not exist', async () => {
    const azure = azureWith({ recordSet: () => Promise.reject(notFound()) });
    expect((await step.inspect(azure, settings, never)).is).toBe('stuck');
  });

  it('does not know when Azure DNS refuses us', async () => {
    const forbidden = new Refusal({ message: '403', sent: 'no', status: 403 });
    const azure = azureWith({ recordSet: () => Promise.reject(forbidden) });
    await expect(step.inspect(azure, settings, never)).rejects.toBe(forbidden);
  });
});

describe('apply()', () => {
  it('writes target and TTL against the etag it has just read', async () => {
    const { azure, puts } = zone(record({ etag: 'e7' }));
    await step.apply(azure, settings, never);
    expect(puts).toEqual([
      { cname: 'orders-ne.azure-api.net', ttlSeconds: 30, etag: 'e7', metadata: expect.anything() },
    ]);
  });

  it('keeps what others noted on the record, and notes what it said before', async () => {
    const { azure, puts } = zone(record({ metadata: { owner: 'orders team' } }));
    await step.apply(azure, settings, never);
    expect(puts[0]?.metadata).toEqual({
      owner: 'orders team',
      farwatch: 'was orders-we.azure-api.net with TTL 30',
    });
  });

  it('looks again first: what was changed since the inspection is not overwritten', async () => {
    const { azure, puts } = zone(record({ cname: 'sorry.example' }));
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({
      message: expect.stringContaining('sorry.example'),
      sent: 'no',
    });
    expect(puts).toEqual([]);
  });

  it('loses to whoever writes between its look and its write, and says that nothing was sent', async () => {
    const stale = new Refusal({ message: '412', sent: 'no', status: 412 });
    const azure = azureWith({
      recordSet: async () => record(),
      putRecordSet: () => Promise.reject(stale),
    });
    await expect(step.apply(azure, settings, never)).rejects.toBe(stale);
  });

  it('may come again: a record that is right already is not written', async () => {
    const { azure, puts } = zone(record({ cname: settings.target }));
    await step.apply(azure, settings, never);
    expect(puts).toEqual([]);
  });
});

describe('its settings', () => {
  it('refuse to overwrite the target with itself', () => {
    const replaces = ['Orders-NE.azure-api.net.'];
    expect(step.settings.safeParse({ ...settings, replaces }).success).toBe(false);
  });

  it('refuse the id of anything but a CNAME', () => {
    const other = settings.record.replace('/CNAME/', '/A/');
    expect(step.settings.safeParse({ ...settings, record: other }).success).toBe(false);
  });

  it('are told in one line', () => {
    expect(step.describe(settings)).toBe(
      'DNS orders.contoso.example → orders-ne.azure-api.net, TTL 30 s',
    );
  });
});

type Put = Parameters<Azure['putRecordSet']>[1] & { readonly etag: string };

function zone(said: RecordSet): { azure: Azure; puts: Put[] } {
  const puts: Put[] = [];
  const azure = azureWith({
    recordSet: async () => said,
    async putRecordSet(_record, set, etag) {
      puts.push({ ...set, etag });
    },
  });
  return { azure, puts };
}
