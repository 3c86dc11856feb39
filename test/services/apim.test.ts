import { describe, expect, it } from '@jest/globals';
import { apim } from '../../services/apim.ts';

const { example } = apim;
const failover = { move: 'failover', mode: 'forced', from: 'primary' } as const;

describe('apim', () => {
  it('looks at each gateway under its own name, alike in both roles', () => {
    const [active] = apim.probes(example, 'secondary', 'active');
    expect(active?.settings).toMatchObject({ host: 'contoso-orders-ne.azure-api.net' });
    expect(apim.probes(example, 'secondary', 'passive')).toEqual([active]);
  });

  it('points the public name at the other gateway, and only away from the one it knows', () => {
    expect(apim.steps(example, failover)).toEqual([
      {
        name: 'point-to-secondary',
        kind: 'dns-record',
        phase: 'traffic',
        settings: {
          record: example.public.record,
          target: 'contoso-orders-ne.azure-api.net',
          replaces: ['contoso-orders-we.azure-api.net'],
          ttlSeconds: 30,
        },
      },
    ]);
  });

  it('tells the active side by the name, and by the answer as a client gets it', () => {
    const [name, answer] = apim.pointers(example);
    expect(name?.settings).toMatchObject({ name: 'orders.contoso.com', type: 'CNAME' });
    expect(answer?.settings).toEqual({
      url: 'https://orders.contoso.com/orders/v1/ping',
      headers: { 'Ocp-Apim-Subscription-Key': 'env:ORDERS_API_KEY' },
      signature: { header: 'X-Served-By', primary: 'westeurope', secondary: 'northeurope' },
    });
  });

  it('asks the status path for the signature without a key, and nobody where there is none', () => {
    const signature = {
      header: 'X-Served-By',
      primary: 'a',
      secondary: 'b',
      at: 'status',
    } as const;
    expect(apim.pointers({ ...example, signature })[1]?.settings).toEqual({
      url: 'https://orders.contoso.com/status-0123456789abcdef',
      signature: { header: 'X-Served-By', primary: 'a', secondary: 'b' },
    });
    expect(apim.pointers({ ...example, signature: undefined })).toHaveLength(1);
  });

  it.each([
    ['one gateway for both sides', { secondary: example.primary }],
    ['a signature from an operation that is not there', { operation: undefined }],
    ['a record of another name', { public: { ...example.public, name: 'api.contoso.com' } }],
  ])('refuses %s', (_, change) => {
    expect(apim.settings.safeParse({ ...example, ...change }).success).toBe(false);
  });

  it('points the public name back on the way home, which is to the primary', () => {
    const home = { move: 'failback', mode: 'planned', from: 'secondary' } as const;
    expect(apim.steps(example, home)).toMatchObject([
      {
        name: 'point-to-primary',
        phase: 'traffic',
        settings: {
          target: 'contoso-orders-we.azure-api.net',
          replaces: ['contoso-orders-ne.azure-api.net'],
        },
      },
    ]);
    expect(apim.steps(example, { ...home, from: 'primary' })).toEqual([]);
    // Of a side that does not answer nothing can be drained: that is a failover, whichever way.
    expect(apim.steps(example, { ...home, mode: 'forced' })).toEqual([]);
  });

  it('has nothing to repair', () => {
    expect(apim.steps(example, { ...failover, move: 'repair' })).toEqual([]);
  });
});
