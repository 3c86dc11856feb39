import { describe, expect, it } from '@jest/globals';
import type { Vantage } from '../../../core/names.ts';
import type { BusAddress } from '../../../core/net.ts';
import type { Fault } from '../../../lab/world/azure.ts';
import { labPorts } from './build.ts';
import { gateways, namespaces, ordersLayout, statusPath, west } from './orders-layout.ts';

const [stockholm, london] = ordersLayout.vantages as readonly [Vantage, Vantage];
const quiet = { flowing: false };
const status = `https://${gateways.primary}${statusPath}`;

function get(url: string, net: ReturnType<ReturnType<typeof labPorts>['netFrom']>) {
  return (signal: AbortSignal) => net.http.fetch({ url, method: 'GET', signal });
}

describe('http', () => {
  it('brings home what a gateway answers, signed by its region', async () => {
    const { clock, netFrom } = labPorts(1, quiet);
    const { signal } = clock.after(10_000);
    const { http } = netFrom(stockholm);
    const answer = await clock.play(http.fetch({ url: status, method: 'GET', signal }));
    expect(answer).toMatchObject({ status: 200, headers: { 'x-region': west }, text: '' });
    expect(Object.keys(answer.phases)).toEqual([
      'resolve',
      'connect',
      'secure',
      'request',
      'answer',
    ]);
  });

  it.each<[Fault, string, string, number]>([
    [{ is: 'dark' }, 'secure', 'timed out', 10_000],
    [{ is: 'refused' }, 'connect', 'refused', 20],
    [{ is: 'reset' }, 'secure', 'connection reset', 20],
    [{ is: 'badTls' }, 'secure', 'certificate not trusted', 20],
    [{ is: 'halfOpen' }, 'answer', 'timed out', 10_000],
    [{ is: 'slow', ms: 12_000 }, 'request', 'timed out', 10_000],
  ])('tells %j at its phase: %s', async (fault, phase, why, byMs) => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    world.faults.set(west, fault);
    const { error, afterMs } = await failing(10_000, get(status, netFrom(stockholm)));
    expect(error).toMatchObject({ name: 'Unreachable', phase });
    expect(String(error)).toContain(why);
    expect(afterMs).toBeLessThanOrEqual(byMs);
  });

  it('passes on what a broken gateway answers, and answers in time when it is only slow', async () => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    world.faults.set(west, { is: 'throttled', retryAfterMs: 2_500 });
    const throttled = await failing(10_000, get(status, netFrom(stockholm)));
    expect(throttled).toMatchObject({ value: { status: 429, headers: { 'retry-after': '3' } } });
    world.faults.clear(west);
    world.faults.set(west, { is: 'slow', ms: 3_000 });
    const slow = await failing(10_000, get(status, netFrom(stockholm)));
    expect(slow).toMatchObject({ value: { status: 200 } });
    expect(slow.afterMs).toBeGreaterThan(3_000);
  });

  it('of a blind vantage reaches nothing, while others do', async () => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    world.faults.set(`vantage/${stockholm}`, { is: 'dark' });
    for (const url of [status, 'https://reference.example/']) {
      const { error } = await failing(10_000, get(url, netFrom(stockholm)));
      expect(error).toMatchObject({ name: 'Unreachable' });
      expect(await failing(10_000, get(url, netFrom(london)))).toMatchObject({
        value: { status: 200 },
      });
    }
  });

  it('knows a name that is none', async () => {
    const { netFrom, failing } = labPorts(1, quiet);
    const { error } = await failing(10_000, get('https://no.example/', netFrom(stockholm)));
    expect(error).toMatchObject({ phase: 'resolve', message: 'no such name' });
  });

  it('finds a workflow enabled, disabled, with a wrong signature, and not at all', async () => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    const net = netFrom(stockholm);
    const call = async (url: string) => {
      const ask = (signal: AbortSignal) => net.http.fetch({ url, method: 'POST', signal });
      const end = await failing(10_000, ask);
      return 'value' in end ? end.value : end.error;
    };
    const callbackOf = (side: string) =>
      world.layout.workflows.find((w) => w.side === side && w.does === 'health')?.callback ?? '';
    expect(await call(callbackOf('primary'))).toMatchObject({ status: 200 });
    const disabled = await call(callbackOf('secondary'));
    expect(disabled).toMatchObject({ status: 400 });
    expect(JSON.stringify(disabled)).toContain(
      "Could not execute workflow 'health' trigger 'manual' with state 'Disabled': trigger is not enabled.",
    );
    expect(await call(callbackOf('primary').replace('sig=', 'sig=x'))).toMatchObject({
      status: 401,
    });
    expect(await call(callbackOf('primary').replace('/health/', '/other/'))).toMatchObject({
      status: 404,
    });
  });
});

describe('names', () => {
  it('are answered by the zone’s own servers, with their time to live', async () => {
    const { clock, netFrom } = labPorts(1, quiet);
    const { names } = netFrom(stockholm);
    const { signal } = clock.after(10_000);
    const asked = names.ask({ name: 'orders.contoso.com', type: 'CNAME', signal });
    expect(await clock.play(asked)).toEqual({
      values: [gateways.primary],
      ttlSeconds: 30,
      server: 'ns1-01.azure-dns.com',
    });
    const none = names.ask({ name: 'orders.contoso.com', type: 'TXT', signal });
    expect((await clock.play(none)).values).toEqual([]);
  });

  it('are not answered by dark servers, which keeps nobody from a gateway he knows', async () => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    world.faults.set('dns', { is: 'dark' });
    const net = netFrom(stockholm);
    const ask = (signal: AbortSignal) =>
      net.names.ask({ name: 'orders.contoso.com', type: 'CNAME', signal });
    const { error, afterMs } = await failing(4_000, ask);
    expect(error).toMatchObject({ name: 'Unreachable', phase: 'resolve' });
    expect(afterMs).toBe(4_000);
    const public_ = await failing(10_000, get(`https://orders.contoso.com${statusPath}`, net));
    expect(public_).toMatchObject({ value: { status: 200 } });
  });
});

describe('a round trip through Service Bus', () => {
  const sas: BusAddress['auth'] = { kind: 'sas', keyName: 'probe', key: 'env:BUS_KEY' };
  const host = 'orders-we.servicebus.windows.net';
  const message = { id: 'probe-1', ttlMs: 30_000 };
  const address = (more: Partial<BusAddress> = {}) => ({
    host,
    queue: 'probe',
    auth: sas,
    ...more,
  });

  it('leaves nothing behind, also when all vantages ask at once', async () => {
    const { world, clock, netFrom } = labPorts(1, quiet);
    const { signal } = clock.after(10_000);
    const trips = ordersLayout.vantages.map((vantage) =>
      netFrom(vantage).bus.roundTrip(address(), { ...message, id: vantage }, signal),
    );
    await clock.play(Promise.all(trips));
    expect(world.bus.counts(namespaces.primary)['probe']).toBe(0);
  });

  it('needs Entra for a token, unless it goes by a key', async () => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    world.faults.set('entra', { is: 'refused' });
    const { bus } = netFrom(stockholm);
    const trip = (auth: BusAddress['auth']) => (signal: AbortSignal) =>
      bus.roundTrip(address({ auth }), message, signal);
    expect((await failing(10_000, trip({ kind: 'entra' }))).error).toMatchObject({
      name: 'Between',
    });
    expect(await failing(10_000, trip(sas))).toMatchObject({ value: {} });
  });

  it('uses a token it has for an hour, whatever becomes of Entra', async () => {
    const { world, clock, netFrom, failing } = labPorts(1, quiet);
    const { bus } = netFrom(stockholm);
    const trip = (signal: AbortSignal) =>
      bus.roundTrip(address({ auth: { kind: 'entra' } }), message, signal);
    expect(await failing(10_000, trip)).toMatchObject({ value: {} });
    world.faults.set('entra', { is: 'dark' });
    await clock.advance(50 * 60_000);
    expect(await failing(10_000, trip)).toMatchObject({ value: {} });
    await clock.advance(10 * 60_000);
    expect((await failing(10_000, trip)).error).toMatchObject({ name: 'Between' });
  });

  it.each<[string, Partial<BusAddress>, number]>([
    ['a queue that is none', { queue: 'no' }, 404],
    ['a wrong key', { auth: { ...sas, key: 'env:WRONG_KEY' } }, 401],
    ['the passive namespace of a pair', { host: 'orders-ne.servicebus.windows.net' }, 401],
  ])('is refused by %s', async (_, more, code) => {
    const { netFrom, failing } = labPorts(1, quiet);
    const trip = (signal: AbortSignal) =>
      netFrom(stockholm).bus.roundTrip(address(more), message, signal);
    const { error } = await failing(10_000, trip);
    expect(error).toMatchObject({ name: 'Refusal', status: code });
  });

  it('ends at its deadline when the namespace is dark', async () => {
    const { world, netFrom, failing } = labPorts(1, quiet);
    world.faults.set('westeurope/servicebus', { is: 'dark' });
    const trip = (signal: AbortSignal) =>
      netFrom(stockholm).bus.roundTrip(address(), message, signal);
    const { error, afterMs } = await failing(10_000, trip);
    expect(error).toMatchObject({ name: 'Unreachable', message: 'timed out' });
    expect(afterMs).toBe(10_000);
  });
});

describe('a secret', () => {
  it('that the lab does not have is a trouble that names the reference', async () => {
    const net = labPorts(1, quiet).netFrom(stockholm);
    await expect(net.secret('env:NOWHERE')).rejects.toMatchObject({ code: 'secret-missing' });
  });
});
