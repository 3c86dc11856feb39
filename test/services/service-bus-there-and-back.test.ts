/** A Service Bus pair there and back, in the lab: nothing is lost, and the pair is whole again. */

import { expect, it } from '@jest/globals';
import { stepKinds } from '../../config/kinds.ts';
import type { Move, MoveMode, StepSpec } from '../../core/plan.ts';
import { serviceBus } from '../../services/service-bus.ts';
import { labPorts } from '../lab/world/build.ts';
import { namespaces, west } from '../lab/world/orders-layout.ts';

const never = new AbortController().signal;
const old = 'orders-we.servicebus.windows.net';
const probe = { queue: 'probe', auth: { kind: 'entra' } } as const;
const primary = { namespace: namespaces.primary, host: old };
const secondary = { namespace: namespaces.secondary, host: 'orders-ne.servicebus.windows.net' };
const host = 'orders.servicebus.windows.net';
const alias = { alias: 'orders', host, primary, secondary, probe };
const emptiedBy = 'farwatch' as const;
const settings = { ...alias, consumers: ['orders'], emptiedBy };

it('goes away by force, is drained, emptied and paired, and comes home safely', async () => {
  const { world, clock, azureAs } = labPorts(1, { flowing: false });
  const azure = azureAs('switch');
  const steps = (move: Move, mode: MoveMode, from: 'primary' | 'secondary') =>
    serviceBus.steps(settings, { move, mode, from });
  const inspect = async ({ kind, settings: of }: StepSpec) =>
    stepKinds[kind]?.inspect(azure, of, never);
  const done = async (step: StepSpec | undefined) => {
    if (step === undefined) throw new Error('there is no such step');
    expect(await clock.play(inspect(step))).toMatchObject({ is: 'todo' });
    await clock.play(Promise.resolve(stepKinds[step.kind]?.apply(azure, step.settings, never)));
    await clock.play(clock.sleep(20_000));
    expect(await clock.play(inspect(step))).toEqual({ is: 'done' });
  };

  world.bus.send(host, 'orders', { id: 'o-1', body: 'an order', ttlMs: 86_400_000 });
  world.faults.set(west, { is: 'dark' });
  const [away, consumers] = steps('failover', 'forced', 'primary');
  if (consumers === undefined) throw new Error('nobody is waited for');
  await done(away);
  world.faults.clear(west);
  expect(await clock.play(inspect(consumers))).toMatchObject({ is: 'moving' });
  world.bus.send(host, 'orders', { id: 'o-2', body: 'another', ttlMs: 86_400_000 });
  expect(await clock.play(inspect(consumers))).toMatchObject({
    why: 'nobody was seen to receive from orders (1 wait)',
  });
  world.bus.complete(host, 'orders', world.bus.lock(host, 'orders')?.lock ?? '');
  expect(await clock.play(inspect(consumers))).toEqual({ is: 'done' });

  const [empty, pair] = steps('repair', 'planned', 'secondary');
  if (empty === undefined || pair === undefined) throw new Error('there is no repair');
  const waiting = { is: 'moving', progress: { done: 1, of: 2 } };
  expect(await clock.play(inspect(empty))).toEqual(waiting);
  expect(await clock.play(inspect(pair))).toEqual(waiting);
  expect(world.bus.counts(namespaces.primary)).toMatchObject({ orders: 1 });

  world.bus.drain(namespaces.primary);
  await done(empty);
  await done(pair);

  const [protect, home] = steps('failback', 'planned', 'secondary');
  if (protect === undefined) throw new Error('there is no way home');
  expect(await clock.play(inspect(protect))).toEqual({ is: 'done' });
  await done(home);
  expect(world.bus.resolve(host)).toMatchObject({ region: west });
  expect(world.writes.map(({ operation }) => operation.split('/').slice(-2).join('/'))).toEqual([
    'disasterRecoveryConfigs/failover',
    'queues/delete',
    'queues/delete',
    'disasterRecoveryConfigs/write',
    'disasterRecoveryConfigs/failover',
  ]);
});
