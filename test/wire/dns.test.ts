/** The lab's name servers, asked by the resolvers that Node and dns2 bring along. */

import { Resolver } from 'node:dns/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Packet, TCPClient, UDPClient } from 'dns2';
import { openSmallEstate, otherVantage, type SmallEstate, vantage } from './small-estate.ts';

let small: SmallEstate;

function serverOf(from = vantage): { dns: string; port: number } {
  const [address = '', port = ''] = small.estate.dnsServersOf(from)[0]?.split(':') ?? [];
  return { dns: address, port: Number(port) };
}

/** Only silence takes all of its time. */
function resolver(from = vantage, timeout = 10_000): Resolver {
  const asking = new Resolver({ timeout, tries: 1 });
  asking.setServers(small.estate.dnsServersOf(from));
  return asking;
}

const clients = {
  UDP: () => UDPClient({ ...serverOf(), timeout: 10_000 }),
  TCP: () => TCPClient(serverOf()),
};

function records({ answers }: Packet): readonly unknown[] {
  return answers.map(({ name, ttl, domain, address, ns }) => [name, ttl, domain ?? address ?? ns]);
}

beforeEach(async () => {
  small = await openSmallEstate();
});

afterEach(() => small.estate.close());

describe.each(['UDP', 'TCP'] as const)('over %s', (protocol) => {
  it('an alias is told with the TTL that its record set has, with authority', async () => {
    const packet = await clients[protocol]()('orders.contoso.com', 'CNAME');
    expect(packet.header).toMatchObject({ aa: 1, rcode: 0 });
    expect(records(packet)).toEqual([['orders.contoso.com', 30, 'orders-we.azure-api.net']]);
  });

  it('an address comes with the aliases on the way to it', async () => {
    expect(records(await clients[protocol]()('orders.contoso.com', 'A'))).toEqual([
      ['orders.contoso.com', 30, 'orders-we.azure-api.net'],
      ['orders-we.azure-api.net', 60, '192.0.2.10'],
    ]);
  });

  it('a zone names its own servers', async () => {
    const packet = await clients[protocol]()('contoso.com', 'NS');
    expect(records(packet)).toHaveLength(4);
  });

  it('a name that exists without such a record is not a name that does not exist', async () => {
    const none = await clients[protocol]()('orders-we.azure-api.net', 'TXT');
    const nobody = await clients[protocol]()('nobody.contoso.com', 'A');
    expect([none.header.rcode, none.answers]).toEqual([0, []]);
    expect([nobody.header.rcode, nobody.answers]).toEqual([3, []]);
  });
});

describe('a resolver', () => {
  it('is told what Azure would tell', async () => {
    const asking = resolver();
    expect(await asking.resolveCname('orders.contoso.com')).toEqual(['orders-we.azure-api.net']);
    expect(await asking.resolve4('ORDERS.servicebus.windows.net')).toEqual(['192.0.2.10']);
    expect(await asking.resolve4('management.azure.com')).toEqual(['203.0.113.10']);
    await expect(asking.resolve4('nobody.contoso.com')).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  it('sees a changed record after a while', async () => {
    const [name] = small.world.layout.names;
    const record = name?.record ?? '';
    const set = small.world.arm.recordSet(record);
    const cname = 'orders-ne.azure-api.net';
    small.world.arm.putRecordSet('switch', record, { ...set, cname }, set.etag);
    small.pass(10_000);
    expect(await resolver().resolveCname('orders.contoso.com')).toEqual([cname]);
    expect(await resolver().resolve4('orders.contoso.com')).toEqual(['198.51.100.10']);
  });

  it.each([
    [{ is: 'dark' }, 'ETIMEOUT'],
    [{ is: 'refused' }, 'ETIMEOUT'],
    [{ is: 'failing', status: 500 }, 'ESERVFAIL'],
    [{ is: 'slow', ms: 5_000 }, 'ETIMEOUT'],
  ] as const)('meets the fault %j as %s', async (fault, code) => {
    small.world.faults.set('dns', fault);
    const asking = code === 'ETIMEOUT' ? resolver(vantage, 200) : resolver();
    await expect(asking.resolve4('orders.contoso.com')).rejects.toMatchObject({ code });
  });

  it('is alone with the fault of its own network', async () => {
    small.world.faults.set(`vantage/${vantage}`, { is: 'dark' });
    const elsewhere = resolver(otherVantage);
    const blind = resolver(vantage, 200).resolve4('orders.contoso.com');
    await expect(blind).rejects.toMatchObject({
      code: 'ETIMEOUT',
    });
    expect(await elsewhere.resolve4('orders.contoso.com')).toEqual(['192.0.2.10']);
  });
});
