import { describe, expect, it } from '@jest/globals';
import type { Names } from '../../core/net.ts';
import { dns } from '../../probes/dns.ts';
import { netWith, signal } from './nets.ts';

type Said = Awaited<ReturnType<Names['ask']>>;
const server = 'ns1-04.azure-dns.com';

function saying(values: readonly string[], ttlSeconds: number | undefined = 60) {
  const asked: Parameters<Names['ask']>[0][] = [];
  const names: Names = {
    ask: async (question): Promise<Said> => {
      asked.push(question);
      return { values, ttlSeconds, server };
    },
  };
  return { net: netWith({ names }), asked };
}

describe('a public name', () => {
  type Row = readonly [values: readonly string[], points: string | undefined, why: string];
  const rows: readonly Row[] = [
    [['orders-we.azure-api.net'], 'primary', ''],
    [['ORDERS-NE.azure-api.net.'], 'secondary', ''],
    [['parking.example'], undefined, `${server} says parking.example for api.contoso.com`],
    [[], undefined, `${server} says there is no CNAME for api.contoso.com`],
  ];

  it.each(rows)('that says %p points to %p', async (values, points, why) => {
    const { finding, points: pointed } = await dns.ask(saying(values).net, dns.example, signal);
    expect(pointed).toBe(points);
    expect(finding).toEqual(why === '' ? { is: 'up' } : { is: 'unsure', whose: 'ours', why });
  });

  it('tells how long it may be remembered', async () => {
    const { net } = saying(['orders-we.azure-api.net'], 30);
    expect((await dns.ask(net, dns.example, signal)).measures).toEqual({ ttlSeconds: 30 });
  });
});

describe('a name with another in between', () => {
  const through = 'contoso.trafficmanager.net';
  const settings = { ...dns.example, through };
  const names = (first: string, ttls: readonly [number, number | undefined] = [30, 60]) => {
    const asked: string[] = [];
    const ask: Names['ask'] = async ({ name }) => {
      asked.push(name);
      const [value, ttlSeconds] =
        name === through ? ['orders-ne.azure-api.net', ttls[1]] : [first, ttls[0]];
      return { values: [value], ttlSeconds, server };
    };
    return { net: netWith({ names: { ask } }), asked };
  };

  it('points where that one leads, and is remembered for the longer of their times', async () => {
    const { net, asked } = names('Contoso.TrafficManager.net.');
    const answer = await dns.ask(net, settings, signal);
    expect(answer).toMatchObject({ points: 'secondary', measures: { ttlSeconds: 60 } });
    expect(asked).toEqual(['api.contoso.com', through]);
  });

  it('points straight to a side where it is led past it', async () => {
    const { net, asked } = names('orders-we.azure-api.net');
    const answer = await dns.ask(net, settings, signal);
    expect(answer).toMatchObject({ points: 'primary', measures: { ttlSeconds: 30 } });
    expect(asked).toEqual(['api.contoso.com']);
  });

  it('points nowhere when it leads elsewhere', async () => {
    const { finding } = await dns.ask(names('parking.example').net, settings, signal);
    const why = `${server} says parking.example for api.contoso.com`;
    expect(finding).toEqual({ is: 'unsure', whose: 'ours', why });
  });
});

describe('a name without sides', () => {
  const plain = { name: 'contoso.com', type: 'NS' } as const;

  it('is up when there is such a record, and points nowhere', async () => {
    const answer = await dns.ask(saying([server]).net, plain, signal);
    expect(answer).toEqual({ finding: { is: 'up' }, phases: {}, measures: { ttlSeconds: 60 } });
  });

  it('is our own mistake when there is none', async () => {
    const { finding } = await dns.ask(saying([], undefined).net, plain, signal);
    expect(finding).toMatchObject({ is: 'unsure', whose: 'ours' });
  });

  it('is asked of the servers that are named, else of its own', async () => {
    const { net, asked } = saying([server]);
    await dns.ask(net, plain, signal);
    await dns.ask(net, { ...plain, at: ['9.9.9.9'] }, signal);
    expect(asked).toEqual([
      { ...plain, signal },
      { ...plain, at: ['9.9.9.9'], signal },
    ]);
  });
});
