import { describe, expect, it } from '@jest/globals';
import { labPorts } from './build.ts';
import { groups, namespaces, record, west, workflowId } from './orders-layout.ts';

const quiet = { flowing: false };
const receiver = workflowId('primary', 'receive-edi');

describe('reading Azure', () => {
  it('tells what ARM tells', async () => {
    const { clock, azureAs } = labPorts(1, quiet);
    const azure = azureAs('look');
    const { signal } = clock.after(10_000);
    expect(await clock.play(azure.workflow(receiver, signal))).toMatchObject({ state: 'Enabled' });
    expect(await clock.play(azure.workflows(groups.primary, signal))).toHaveLength(2);
    expect(await clock.play(azure.recordSet(record, signal))).toMatchObject({ ttlSeconds: 30 });
    const alias = azure.alias(namespaces.secondary, 'orders', signal);
    expect(await clock.play(alias)).toMatchObject({ role: 'Secondary' });
    const missing = azure.workflow(workflowId('primary', 'no'), signal);
    await expect(clock.play(missing)).rejects.toMatchObject({ name: 'Refusal', status: 404 });
  });

  it('fails between us and the target when ARM, or the provider of a dark region, is silent', async () => {
    const { world, azureAs, failing } = labPorts(1, quiet);
    world.faults.set(west, { is: 'dark' });
    const azure = azureAs('look', { timeoutMs: 4_000 });
    for (const read of [
      (signal: AbortSignal) => azure.workflow(receiver, signal),
      (signal: AbortSignal) => azure.workflows(groups.primary, signal),
      (signal: AbortSignal) => azure.alias(namespaces.primary, 'orders', signal),
    ]) {
      const { error, afterMs } = await failing(10_000, read);
      expect(error).toMatchObject({ name: 'Between' });
      expect(afterMs).toBeLessThan(4_020);
    }
    const other = await failing(10_000, (signal) => azure.recordSet(record, signal));
    expect(other).toMatchObject({ value: { ttlSeconds: 30 } });
    world.faults.set('arm', { is: 'refused' });
    const { error } = await failing(10_000, (signal) => azure.recordSet(record, signal));
    expect(error).toMatchObject({ name: 'Between' });
    const { error: dead } = await failing(10_000, (signal) => azure.alive(signal));
    expect(dead).toMatchObject({ name: 'Unreachable', phase: 'connect' });
  });
});

describe('changing Azure', () => {
  const disable =
    (azure: ReturnType<ReturnType<typeof labPorts>['azureAs']>) => (signal: AbortSignal) =>
      azure.setWorkflow(receiver, 'Disabled', signal);

  it('certainly changed nothing when nobody let us in', async () => {
    for (const place of ['entra', 'arm', 'vantage/operator']) {
      const { world, azureAs, failing } = labPorts(1, quiet);
      world.faults.set(place, { is: 'dark' });
      const { error } = await failing(2_000, disable(azureAs('switch')));
      expect(error).toMatchObject({ name: 'Refusal', sent: 'no' });
      expect(world.writes).toEqual([]);
    }
  });

  it('may have changed something once it was sent, also where a dark region keeps silent', async () => {
    for (const place of [west, 'arm/logic']) {
      for (const fault of [{ is: 'dark' }, { is: 'reset' }] as const) {
        const { world, azureAs, failing } = labPorts(1, quiet);
        world.faults.set(place, fault);
        const { error } = await failing(2_000, disable(azureAs('switch')));
        expect(error).toMatchObject({ name: 'Refusal', sent: 'maybe' });
        expect(world.writes).toEqual([]);
      }
    }
  });

  it('may have changed something when the answer was lost, and here it has', async () => {
    for (const fault of [{ is: 'lostAnswer' }, { is: 'halfOpen' }] as const) {
      const { world, clock, azureAs, failing } = labPorts(1, quiet);
      world.faults.set('arm/logic', fault);
      const { error } = await failing(2_000, disable(azureAs('switch')));
      expect(error).toMatchObject({ name: 'Refusal', sent: 'maybe' });
      await clock.advance(2_000);
      expect(world.arm.workflow(receiver).state).toBe('Disabled');
    }
  });

  it('comes late when ARM is slow, also to one who has given up', async () => {
    const { world, clock, azureAs, failing } = labPorts(1, quiet);
    world.faults.set('arm', { is: 'slow', ms: 8_000 });
    const { error, afterMs } = await failing(3_000, disable(azureAs('switch')));
    expect(error).toMatchObject({ name: 'Refusal', sent: 'maybe' });
    expect(afterMs).toBe(3_000);
    expect(world.writes).toEqual([]);
    await clock.advance(6_000);
    expect(world.writes).toHaveLength(1);
  });

  it('is refused to who may only look, and to who asks too often', async () => {
    const { azureAs, failing } = labPorts(1, { ...quiet, writesMax: 1, writesWindowMs: 60_000 });
    const denied = await failing(2_000, disable(azureAs('look')));
    expect(denied.error).toMatchObject({ name: 'Refusal', status: 403, sent: 'no' });
    expect(await failing(2_000, disable(azureAs('switch')))).not.toHaveProperty('error.status');
    const throttled = await failing(2_000, disable(azureAs('switch')));
    expect(throttled.error).toMatchObject({ status: 429, sent: 'no' });
    expect(throttled.error).toHaveProperty('retryAfterMs');
  });

  it('does not begin when its time is over', async () => {
    const { world, azureAs } = labPorts(1, quiet);
    const over = AbortSignal.abort();
    await expect(disable(azureAs('switch'))(over)).rejects.toMatchObject({ sent: 'no' });
    expect(world.writes).toEqual([]);
  });
});
