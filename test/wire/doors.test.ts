/** The doors of the lab: who is led where, and how each fault looks to a plain HTTPS client. */

import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchFrom, openSmallEstate, otherVantage, type SmallEstate } from './small-estate.ts';

const gateway = 'https://orders-we.azure-api.net/status-0123456789abcdef';
const publicName = 'https://orders.contoso.com/status-0123456789abcdef';
const reference = 'https://reference.example/';

let small: SmallEstate;

beforeEach(async () => {
  small = await openSmallEstate();
});

afterEach(() => small.estate.close());

describe('a call', () => {
  it('is led to the region that serves the name, and told so', async () => {
    expect(await fetchFrom(small.estate, publicName)).toMatchObject({
      status: 200,
      headers: { 'x-region': 'westeurope' },
    });
    expect((await fetchFrom(small.estate, reference)).status).toBe(200);
  });

  it('stays where an old answer of the name servers led it', async () => {
    const to = await small.estate.dialOf('operator')('orders.contoso.com', 443);
    const [name] = small.world.layout.names;
    const set = small.world.arm.recordSet(name?.record ?? '');
    const cname = 'orders-ne.azure-api.net';
    small.world.arm.putRecordSet('switch', name?.record ?? '', { ...set, cname }, set.etag);
    small.pass(10_000);
    const remembered = { ...small.estate, dialOf: () => async () => to };
    expect((await fetchFrom(remembered, publicName)).headers['x-region']).toBe('westeurope');
    expect((await fetchFrom(small.estate, publicName)).headers['x-region']).toBe('northeurope');
  });

  it('to a name that does not exist fails as a resolver fails', async () => {
    const dial = small.estate.dialOf('operator');
    await expect(dial('nobody.contoso.com', 443)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('to a port that nobody serves is refused', async () => {
    const to = await small.estate.dialOf('operator')('orders-we.azure-api.net', 22);
    const code = await new Promise((resolve) => {
      connect(to).once('error', (error) => resolve('code' in error ? error.code : error));
    });
    expect(code).toBe('ECONNREFUSED');
  });

  it('on loopback goes where it says', async () => {
    const to = { host: '127.0.0.1', port: 8080 };
    expect(await small.estate.dialOf('operator')(to.host, to.port)).toEqual(to);
  });
});

describe('a fault', () => {
  it.each([
    [{ is: 'dark' }, 'late'],
    [{ is: 'halfOpen' }, 'late'],
    [{ is: 'refused' }, 'ECONNREFUSED'],
    [{ is: 'reset' }, 'ECONNRESET'],
    [{ is: 'badTls' }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [{ is: 'slow', ms: 5_000 }, 'late'],
  ] as const)('of a region, %j, is %s to the caller', async (fault, end) => {
    small.world.faults.set('westeurope', fault);
    const patience = end === 'late' ? { lateMs: 200 } : {};
    await expect(fetchFrom(small.estate, gateway, patience)).rejects.toThrow(end);
    expect((await fetchFrom(small.estate, reference)).status).toBe(200);
  });

  it('that is slow costs its time once', async () => {
    small.world.faults.set('westeurope/gateway', { is: 'slow', ms: 700 });
    small.world.faults.set('vantage/eu-north-1', { is: 'slow', ms: 690 });
    const begun = performance.now();
    expect((await fetchFrom(small.estate, gateway)).status).toBe(200);
    const tookMs = performance.now() - begun;
    expect(tookMs).toBeGreaterThan(690);
    expect(tookMs).toBeLessThan(700 + 690);
  });

  it('that fails or throttles answers for the site', async () => {
    small.world.faults.set('westeurope/gateway/orders-we', {
      is: 'throttled',
      retryAfterMs: 1_500,
    });
    const { status, headers } = await fetchFrom(small.estate, gateway);
    expect([status, headers['retry-after'], headers['retry-after-ms']]).toEqual([429, '2', '1500']);
    small.world.faults.clearAll();
    small.world.faults.set('westeurope', { is: 'failing', status: 503 });
    expect((await fetchFrom(small.estate, gateway)).status).toBe(503);
  });

  it('of a share hits about that share of the requests', async () => {
    small.world.faults.set('westeurope', { is: 'failing', status: 500, share: 0.4 });
    const all = Array.from({ length: 100 }, () => fetchFrom(small.estate, gateway));
    const failed = (await Promise.all(all)).filter(({ status }) => status === 500).length;
    expect(failed).toBeGreaterThan(25);
    expect(failed).toBeLessThan(55);
  });

  it('that loses answers lets reads alone', async () => {
    small.world.faults.set('westeurope', { is: 'lostAnswer' });
    expect((await fetchFrom(small.estate, gateway)).status).toBe(200);
    const posted = fetchFrom(small.estate, gateway, { method: 'POST' });
    await expect(posted).rejects.toThrow('ECONNRESET');
  });

  it('of one network is nobody else’s', async () => {
    small.world.faults.set('vantage/eu-north-1', { is: 'dark' });
    await expect(fetchFrom(small.estate, reference, { lateMs: 100 })).rejects.toThrow('late');
    expect((await fetchFrom(small.estate, reference, { from: otherVantage })).status).toBe(200);
  });
});

describe('closing', () => {
  it('ends whatever is open at once: silent, slow, and half-open', async () => {
    const { faults } = small.world;
    faults.set('westeurope', { is: 'dark' });
    faults.set('northeurope', { is: 'slow', ms: 60_000 });
    faults.set('reference', { is: 'halfOpen' });
    const ends = [gateway, gateway.replace('-we', '-ne'), reference].map((url) =>
      fetchFrom(small.estate, url, { lateMs: 20_000 }).catch((error: Error) => error.message),
    );
    while (small.estate.connections() < 3) await new Promise(setImmediate);
    const begun = performance.now();
    await small.estate.close();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(await Promise.all(ends)).toEqual(['ECONNRESET', 'ECONNRESET', 'ECONNRESET']);
    expect(small.estate.connections()).toBe(0);
  });

  it('forgets a caller who leaves a silent peer', async () => {
    small.world.faults.set('westeurope', { is: 'dark' });
    await expect(fetchFrom(small.estate, gateway, { lateMs: 50 })).rejects.toThrow('late');
    while (small.estate.connections() > 0) await new Promise(setImmediate);
  });
});
