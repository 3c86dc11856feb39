/** Names and switches that a move leans on: whether they are ours to turn. */

import { describe, expect, it } from '@jest/globals';
import { nameOwned } from '../../checks/name-owned.ts';
import { switchValue } from '../../checks/switch-value.ts';
import { jsonValue } from '../../probes/json-value.ts';
import { answered, answering, netWith, signal } from '../probes/nets.ts';
import { groundOf } from './grounds.ts';

describe('name-owned', () => {
  const { example } = nameOwned;
  const check = (values: readonly string[], ttlSeconds: number | undefined = 30) => {
    const names = { ask: async () => ({ values, ttlSeconds, server: 'ns-1.example' }) };
    return nameOwned.check(groundOf(netWith({ names })), example, signal);
  };

  it('is fine with a name that leads to either side, and not for longer than declared', async () => {
    expect(await check(['ORDERS-NE.azure-api.net.'])).toMatchObject({ is: 'fine' });
    expect(await check([example.primary])).toMatchObject({ is: 'fine' });
  });

  it.each([
    [[], 30, 'has no CNAME record'],
    [['sorry.example'], 30, 'leads to sorry.example, which is neither side'],
    [[example.primary], 300, 'has a TTL of 300 s where 30 s are declared'],
  ])('fails for %p with %p s', async (values, ttlSeconds, why) => {
    const found = await check(values, ttlSeconds);
    expect(found).toMatchObject({ is: 'fails', why: expect.stringContaining(why) });
  });
});

describe('name-owned, of a name that leads through another', () => {
  const through = 'contoso.trafficmanager.net';
  const example = { ...nameOwned.example, through };
  const check = (value: string, ttlSeconds = 30) => {
    const names = { ask: async () => ({ values: [value], ttlSeconds, server: 'ns-1.example' }) };
    return nameOwned.check(groundOf(netWith({ names })), example, signal);
  };

  it('is fine with that name', async () => {
    expect(await check('CONTOSO.trafficmanager.net.')).toMatchObject({ is: 'fine' });
  });

  it('warns of one that was led past it, or is remembered for too long: a move can succeed', async () => {
    expect(await check(example.secondary)).toMatchObject({
      is: 'warns',
      why: expect.stringContaining(`leads to ${example.secondary}, past ${through}`),
    });
    expect(await check(through, 300)).toMatchObject({ is: 'warns' });
  });

  it('fails for one that leads elsewhere', async () => {
    expect(await check('sorry.example')).toMatchObject({ is: 'fails' });
  });
});

describe('switch-value', () => {
  const check = (status: number, text = '') => {
    const { http } = answering(answered(status, { text }));
    const net = netWith({ http, secret: async () => 'key-0123456789' });
    return switchValue.check(groundOf(net), switchValue.example, signal);
  };

  it('is fine on either side, and fails on neither', async () => {
    expect(await check(200, '{"active":"northeurope"}')).toMatchObject({ is: 'fine' });
    expect(await check(200, '{"active":"us"}')).toMatchObject({ is: 'fails' });
    expect(await check(200, '{}')).toMatchObject({ is: 'fails' });
  });

  it('does not know when it is refused', async () => {
    const found = await check(401);
    expect(found).toMatchObject({ is: 'unsure', why: expect.stringContaining('answered 401') });
  });
});

describe('a JSON value', () => {
  const ask = (status: number, text = '') =>
    jsonValue.ask(netWith(answering(answered(status, { text }))), jsonValue.example, signal);

  it('points to the side that it means', async () => {
    expect(await ask(200, '{"active":"westeurope"}')).toMatchObject({
      finding: { is: 'up' },
      points: 'primary',
    });
    expect(await ask(200, '{"active":"northeurope"}')).toMatchObject({ points: 'secondary' });
  });

  it('points nowhere when it means neither, or is not told', async () => {
    const neither = await ask(200, '{"active":"us"}');
    expect(neither.finding).toMatchObject({ is: 'unsure', why: 'it says neither side at /active' });
    expect(neither.points).toBeUndefined();
    expect((await ask(503)).finding).toMatchObject({ is: 'down' });
    expect((await ask(401)).finding).toMatchObject({ is: 'unsure', whose: 'ours' });
  });
});
