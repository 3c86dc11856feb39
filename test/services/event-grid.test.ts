/** A pair of topics in the lab: looked at through their queues, and their publishers led there and back. */

import { describe, expect, it } from '@jest/globals';
import { checkKinds, probeKinds, stepKinds } from '../../config/kinds.ts';
import type { ProbeKind } from '../../core/kinds.ts';
import { look } from '../../core/look.ts';
import type { Side, Vantage } from '../../core/names.ts';
import type { Move, MoveMode } from '../../core/plan.ts';
import type { Layout } from '../../lab/world/azure.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { worldOf } from '../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../lab/world/ports/net.ts';
import { eventGrid as kind } from '../../services/event-grid.ts';
import { groundOf } from '../checks/grounds.ts';
import { noon } from '../lab/world/build.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';

const { example } = kind;
const names = Object.keys(example.publishers);
const never = new AbortController().signal;

function queueOf(side: Side): string {
  return `https://orders${side}.queue.core.windows.net/probe?sv=1&sig=${side}`;
}

const secrets = Object.fromEntries(
  (['primary', 'secondary'] as const).flatMap((side) => [
    [example[side].probe?.key, `key of ${side}`],
    [example[side].probe?.queue, queueOf(side)],
  ]),
);

function lab() {
  const clock = virtualClock(noon);
  const dice = diceOf('topics');
  const { schema } = example;
  const layout: Layout = {
    ...ordersLayout,
    topics: (['primary', 'secondary'] as const).map((side) => {
      const { host } = example[side];
      return { host, side, schema, key: `key of ${side}`, queue: queueOf(side) };
    }),
    publishers: kind.pointers(example).map(({ settings }) => {
      const { of, resource: id, primary, secondary } = Object(settings);
      return { of, id, values: { primary, secondary } };
    }),
  };
  const world = createAzure(layout, { clock, dice, pace: { flowing: false } });
  const nets = ['eu-north-1', 'eu-west-2', 'us-east-1'].map((vantage) =>
    netOf(world, vantage as Vantage, { clock, dice, secrets }),
  );
  const [net = nets[0]] = nets;
  if (net === undefined) throw new Error('there is no vantage');
  const azure = worldOf(world, 'switch', { clock, dice });

  const told = (specs: readonly { kind: string; settings: unknown }[], from = net) =>
    clock.play(
      Promise.all(
        specs.map(({ kind: name, settings }) => {
          const asks = known(probeKinds[name]);
          return look(asks, parsed(asks, settings), from, { clock, timeoutMs: 10_000 });
        }),
      ),
    );
  return {
    ...{ world, clock, nets, told },
    found: async (side: Side) =>
      (await told(kind.probes(example, side, 'active'))).map(({ finding }) => finding.is),
    pointed: async () => (await told(kind.pointers(example))).map(({ points }) => points),
    async move(move: Move, mode: MoveMode, from: Side) {
      for (const { kind: name, settings } of kind.steps(example, { move, mode, from })) {
        const acts = known(stepKinds[name]);
        expect(await clock.play(acts.inspect(azure, settings, never))).toEqual({
          is: 'todo',
        });
        await clock.play(acts.apply(azure, settings, never));
        await clock.play(clock.sleep(5_000));
        expect(await clock.play(acts.inspect(azure, settings, never))).toEqual({
          is: 'done',
        });
      }
    },
    async checked() {
      const regions = ordersLayout.regions;
      const all = (kind.checks?.(example) ?? []).map(({ kind: name, settings }) =>
        known(checkKinds[name]).check(groundOf(net, regions), settings, never),
      );
      return (await clock.play(Promise.all(all))).map((finding) => finding.is);
    },
  };
}

function known<Kind>(kind: Kind | undefined): Kind {
  if (kind === undefined) throw new Error('there is no such kind');
  return kind;
}

/** With its defaults, as the compiler hands them on. */
function parsed(asks: ProbeKind<unknown>, settings: unknown): unknown {
  const read = asks.settings.safeParse(settings);
  if (!read.success) throw new Error('its settings are refused');
  return read.data;
}

describe('a pair of topics', () => {
  it('is asked for its health, and for an event through each', async () => {
    const { found } = lab();
    expect([await found('primary'), await found('secondary')]).toEqual([['up'], ['up']]);
  });

  it('is asked for its health alone where no queue is named', () => {
    const { probe: _, ...bare } = example.primary;
    const specs = kind.probes({ ...example, primary: bare }, 'primary', 'active');
    expect(specs.map(({ name }) => name)).toEqual(['health']);
  });

  it('is asked from all vantages at one moment, and none misses what it sent', async () => {
    const { clock, nets, told } = lab();
    const [event] = kind.probes(example, 'primary', 'active');
    for (let round = 0; round < 10; round += 1) {
      const all = nets.map((net) => told(event === undefined ? [] : [event], net));
      const answers = (await Promise.all(all)).flat();
      expect(answers.map(({ finding }) => finding.is)).toEqual(['up', 'up', 'up']);
      await clock.play(clock.sleep(20_000));
    }
  });

  it('is down with its region, and nobody knows while only its queue is dark', async () => {
    const { world, found } = lab();
    world.faults.set('westeurope', { is: 'dark' });
    expect(await found('primary')).toEqual(['down']);
    expect(await found('secondary')).toEqual(['up']);
    world.faults.clearAll();
    world.faults.set('westeurope/storage', { is: 'dark' });
    expect(await found('primary')).toEqual(['unsure']);
  });
});

describe('its publishers', () => {
  it('are led to the other side and home, and say themselves where they publish', async () => {
    const { world, move, pointed, checked } = lab();
    expect(await pointed()).toEqual(names.map(() => 'primary'));
    world.faults.set('westeurope', { is: 'dark' });
    await move('failover', 'forced', 'primary');
    expect(await pointed()).toEqual(names.map(() => 'secondary'));
    world.faults.clearAll();
    await move('failback', 'planned', 'secondary');
    expect(await pointed()).toEqual(names.map(() => 'primary'));
    expect(await checked()).toEqual([...names, 'location'].map(() => 'fine'));
    expect(world.writes.map(({ by, operation }) => `${by} ${operation}`)).toEqual([
      'switch Microsoft.ApiManagement/service/namedValues/write',
      'switch Microsoft.AppConfiguration/configurationStores/keyValues/write',
      'switch Microsoft.ApiManagement/service/namedValues/write',
      'switch Microsoft.AppConfiguration/configurationStores/keyValues/write',
    ]);
  });

  it('have no way home from home, and nothing to repair', () => {
    for (const how of [
      { move: 'failback', mode: 'planned', from: 'primary' },
      { move: 'repair', mode: 'planned', from: 'secondary' },
    ] as const) {
      expect(kind.steps(example, how)).toEqual([]);
    }
  });

  it('need not be named: then the topics are looked at, and nothing is moved', () => {
    const read = kind.settings.safeParse({ ...example, publishers: undefined });
    if (!read.success) throw new Error('it was refused');
    const { data } = read;
    expect(kind.steps(data, { move: 'failover', mode: 'forced', from: 'primary' })).toEqual([]);
    expect([kind.pointers(data), kind.checks?.(data)]).toEqual([[], []]);
  });

  it('are refused with one value for both sides', () => {
    const { gateway } = example.publishers;
    const odd = {
      ...example,
      publishers: { gateway: { ...gateway, secondary: gateway?.primary } },
    };
    expect(kind.settings.safeParse(odd).success).toBe(false);
  });
});
