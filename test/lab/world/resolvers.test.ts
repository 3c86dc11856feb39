/** The lab's public resolvers in memory: after a switch they lag for as long as real ones may. */

import { describe, expect, it } from '@jest/globals';
import type { Vantage } from '../../../core/names.ts';
import { virtualClock } from '../../../lab/world/clock.ts';
import { createAzure } from '../../../lab/world/create-azure.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { netOf } from '../../../lab/world/ports/net.ts';
import { noon } from './build.ts';
import { gateways, ordersLayout, record } from './orders-layout.ts';

const name = 'orders.contoso.com';
const [address, other] = ['8.8.8.8', '9.9.9.9'] as const;
const layout = {
  ...ordersLayout,
  resolvers: [address, other].map((one) => ({ address: one, names: [name] })),
};

function lab({ flowing = false } = {}) {
  const clock = virtualClock(noon);
  const dice = diceOf('resolvers');
  const world = createAzure(layout, { clock, dice, pace: { flowing } });
  const { names } = netOf(world, 'eu-north-1' as Vantage, { clock, dice });
  const ask = (at?: string, of = name) => {
    const { signal } = clock.after(4_000);
    const to = at === undefined ? {} : { at: [at] };
    return clock.play(names.ask({ name: of, type: 'CNAME', ...to, signal }));
  };
  const lead = (cname: string) => {
    const set = world.arm.recordSet(record);
    world.arm.putRecordSet('switch', record, { ...set, cname }, set.etag);
  };
  return { world, clock, ask, lead };
}

describe('a public resolver', () => {
  it('tells what the zone told it, counting down, and asks again only then', async () => {
    const { clock, ask, lead } = lab();
    expect(await ask(address)).toEqual({
      values: [gateways.primary],
      ttlSeconds: 30,
      server: address,
    });
    lead(gateways.secondary);
    await clock.advance(10_000);
    expect((await ask()).values).toEqual([gateways.secondary]);
    expect(await ask(address)).toMatchObject({ values: [gateways.primary], ttlSeconds: 20 });
    // Another one has never heard of the old side.
    expect(await ask(other)).toMatchObject({ values: [gateways.secondary] });
    await clock.advance(20_000);
    expect(await ask(address)).toMatchObject({ values: [gateways.secondary], ttlSeconds: 30 });
  });

  it('remembers that there is no such name, too', async () => {
    const { ask } = lab();
    expect((await ask(address, 'nobody.contoso.com')).values).toEqual([]);
  });

  it('lags although nobody of ours had asked it, where the world asks as well', async () => {
    const { clock, ask, lead } = lab({ flowing: true });
    await clock.advance(60_000);
    lead(gateways.secondary);
    await clock.advance(3_000);
    expect((await ask()).values).toEqual([gateways.secondary]);
    const told = await Promise.all([ask(address), ask(other)]);
    expect(told.map(({ values: [value] }) => value)).toEqual([gateways.primary, gateways.primary]);
    await clock.advance(30_000);
    expect((await ask(address)).values).toEqual([gateways.secondary]);
  });

  it('answers from memory while the zone is silent, then fails; and may be dark itself', async () => {
    const { world, clock, ask } = lab();
    await ask(address);
    world.faults.set('dns', { is: 'dark' });
    expect((await ask(address)).values).toEqual([gateways.primary]);
    await clock.advance(31_000);
    await expect(ask(address)).rejects.toMatchObject({
      name: 'Unreachable',
      message: '8.8.8.8: SERVFAIL',
    });
    world.faults.clearAll();
    world.faults.set(`resolver/${address}`, { is: 'dark' });
    await expect(ask(address)).rejects.toThrow('8.8.8.8: timed out');
    expect((await ask(other)).values).toEqual([gateways.primary]);
  });
});
