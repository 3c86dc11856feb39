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
