/** One service of API Management with two gateways, in the lab: led away and home, and what a dark region does. */

import { describe, expect, it } from '@jest/globals';
import { probeKinds, stepKinds } from '../../config/kinds.ts';
import type { ProbeSpec } from '../../core/kinds.ts';
import type { Role, Side, Vantage } from '../../core/names.ts';
import type { Move, MoveMode } from '../../core/plan.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { worldOf } from '../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../lab/world/ports/net.ts';
import { apimMultiRegion as kind } from '../../services/apim-multi-region.ts';
import { noon } from '../lab/world/build.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';

const { example } = kind;
type Settings = typeof example;

const stepsOf = (also: Partial<Settings>, move: Move, mode: MoveMode, from: Side) =>
  kind.steps({ ...example, ...also }, { move, mode, from });

const namesOf = (...of: Parameters<typeof stepsOf>) =>
  stepsOf(...of).map(({ phase, name }) => `${phase} ${name}`);

describe('apim-multi-region', () => {
  it('is led away by turning one gateway off, once the other one is on', () => {
    expect(namesOf({}, 'failover', 'planned', 'primary')).toEqual([
      'receivers enable-secondary',
      'traffic disable-primary',
    ]);
    expect(stepsOf({}, 'failover', 'planned', 'primary')[1]?.guardedBy).toEqual([
      'enable-secondary',
    ]);
  });

  it('cannot be turned from outside while the region that manages it is dark', () => {
    expect(namesOf({}, 'failover', 'forced', 'primary')).toEqual([]);
    expect(namesOf({}, 'failover', 'forced', 'secondary')).toContain('traffic disable-secondary');
    const elsewhere = { master: 'secondary' } as const;
    expect(namesOf(elsewhere, 'failover', 'forced', 'primary')).toContain(
      'traffic disable-primary',
    );
    expect(namesOf(elsewhere, 'failover', 'forced', 'secondary')).toEqual([]);
  });

  it('comes home, and has its standby as the file says', () => {
    const home = ['failback', 'planned', 'secondary'] as const;
    expect(namesOf({}, ...home)).toEqual(['traffic enable-primary']);
    expect(namesOf({ standby: 'disabled' }, ...home)).toEqual([
      'traffic enable-primary',
      'restore disable-secondary',
    ]);
    expect(namesOf({}, 'failback', 'planned', 'primary')).toEqual([]);
    expect(namesOf({}, 'repair', 'planned', 'secondary')).toEqual([]);
  });

  it('of which both sides serve has the missing gateway turned on again, whichever it is', () => {
    const how = { move: 'failback', mode: 'planned', posture: 'active-active' } as const;
    for (const [from, to] of [
      ['primary', 'secondary'],
      ['secondary', 'primary'],
    ] as const) {
      expect(kind.steps(example, { ...how, from }).map(({ name }) => name)).toEqual([
        `enable-${to}`,
      ]);
    }
  });

  it('cares for where its group is kept only if a dark primary leaves it to be changed', () => {
    const checks = (master: Side) => kind.checks?.({ ...example, master }).map(({ name }) => name);
    expect(checks('primary')).not.toContain('location');
    expect(checks('secondary')).toContain('location');
  });

  it('has no pointer without a signature, and refuses one region or gateway for both sides', () => {
    const { signature: _, ...unsigned } = example;
    expect(kind.pointers(unsigned)).toEqual([]);
    const { primary, secondary } = example;
    for (const odd of [
      { secondary: { ...secondary, host: primary.host } },
      { secondary: { ...secondary, location: primary.location } },
    ]) {
      expect(kind.settings.safeParse({ ...example, ...odd }).success).toBe(false);
    }
  });
});

function lab(also: Partial<Settings> = {}) {
  const clock = virtualClock(noon);
  const dice = diceOf('multi-region');
  const settings = { ...example, ...also };
  const { service: id, host, master, standby, statusPath, primary, secondary } = settings;
  const gateways = { primary: primary.host, secondary: secondary.host };
  const header = 'X-Served-By';
  const gateway = (side: Side) => ({
    ...{ host: gateways[side], side, statusPath },
    operation: { path: '/orders/v1/ping', key: 'k' },
    signature: { header, value: settings[side].location },
  });
  const layout = {
    ...ordersLayout,
    gateways: [gateway('primary'), gateway('secondary')],
    multiRegions: [{ id, host, gateways, master, standby }],
  };
  const world = createAzure(layout, { clock, dice, pace: { flowing: false } });
  const secrets = { 'env:CONTOSO_API_KEY': 'k' };
  const net = netOf(world, 'eu-north-1' as Vantage, { clock, dice, secrets });
  const azure = worldOf(world, 'switch', { clock, dice });
  const { signal } = new AbortController();
  const wait = () => clock.play(clock.sleep(60_000));
  const ask = (spec: ProbeSpec | undefined) => {
    const probe = probeKinds[spec?.kind ?? ''];
    const parsed = probe?.settings.safeParse(spec?.settings);
    if (!parsed?.success) throw new Error(`there is no such probe: ${spec?.name}`);
    const asked = probe?.ask(net, parsed.data, clock.after(5_000).signal);
    return clock.play(
      Promise.resolve(asked).then(
        (told) => ({ is: told?.finding.is, points: told?.points }),
        (error: Error) => ({ is: error.name, points: undefined }),
      ),
    );
  };
  return {
    world,
    wait,
    is: async (side: Side, role: Role) => (await ask(kind.probes(settings, side, role)[0])).is,
    pointed: async () => (await ask(kind.pointers(settings)[0])).points,
    async carry(move: Move, mode: MoveMode, from: Side) {
      const told: string[] = [];
      for (const { name, kind: of, settings: with_ } of stepsOf(also, move, mode, from)) {
        const step = stepKinds[of];
        if (step === undefined) throw new Error(`there is no step ${of}`);
        const inspect = () => clock.play(step.inspect(azure, with_, signal));
        const before = (await inspect()).is;
        await clock.play(step.apply(azure, with_, signal));
        const between = (await inspect()).is;
        await wait();
        told.push(`${name}: ${before} ${between} ${(await inspect()).is}`);
      }
      return told;
    },
  };
}

const dark: Fault = { is: 'dark' };

it('is led away while all is well, and home again', async () => {
  const { carry, is, pointed } = lab();
  expect(await pointed()).toBe('primary');
  expect(await carry('failover', 'planned', 'primary')).toEqual([
    'enable-secondary: done done done',
    'disable-primary: todo moving done',
  ]);
  expect(await pointed()).toBe('secondary');
  expect(await is('secondary', 'active')).toBe('up');
  // Disabled is no outage of a side that was left, and would be one of a side that serves.
  expect([await is('primary', 'passive'), await is('primary', 'active')]).toEqual(['up', 'unsure']);
  expect(await carry('failback', 'planned', 'secondary')).toEqual([
    'enable-primary: todo moving done',
  ]);
  expect(await pointed()).toBe('primary');
});

it('has its standby enabled on the way, and disabled again at home, where the file says so', async () => {
  const { carry, is, world } = lab({ standby: 'disabled' });
  expect(await is('secondary', 'passive')).toBe('up');
  expect(await carry('failover', 'planned', 'primary')).toEqual([
    'enable-secondary: todo moving done',
    'disable-primary: todo moving done',
  ]);
  expect(await carry('failback', 'planned', 'secondary')).toEqual([
    'enable-primary: todo moving done',
    'disable-secondary: todo moving done',
  ]);
  expect(world.writes.map(({ detail }) => detail)).toEqual([
    'primary and secondary enabled',
    'secondary enabled',
    'primary and secondary enabled',
    'primary enabled',
  ]);
});

it('moves by itself when the region that manages it goes dark, and cannot be turned until that is back', async () => {
  const { carry, is, pointed, world, wait } = lab();
  world.faults.set('westeurope', dark);
  await wait();
  expect(await is('primary', 'active')).toBe('Unreachable');
  expect(await pointed()).toBe('secondary');
  await expect(carry('failover', 'planned', 'primary')).rejects.toThrow();
  world.faults.clearAll();
  expect(await pointed()).toBe('primary');
});

it('stays away from a region that went dark, where another one manages it', async () => {
  const { carry, pointed, world } = lab({ master: 'secondary' });
  world.faults.set('westeurope', dark);
  expect(await carry('failover', 'forced', 'primary')).toEqual([
    'enable-secondary: done done done',
    'disable-primary: todo moving done',
  ]);
  world.faults.clearAll();
  expect(await pointed()).toBe('secondary');
});
