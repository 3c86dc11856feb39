import { describe, expect, it } from '@jest/globals';
import type { Instant, Run } from '../../core/names.ts';
import type { Memory } from '../../core/ports.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { alone } from '../../lambdas/failover/alone.ts';

function stage() {
  const clock = virtualClock(1_000_000 as Instant);
  const memory = memoryMemory(clock);
  const driving = new Set<string>();
  let most = 0;
  const drive = (run: string, ms: number, on: Memory = memory) =>
    alone('drive/orders', { run: run as Run, memory: on, clock }, async () => {
      driving.add(run);
      most = Math.max(most, driving.size);
      await clock.sleep(ms);
      driving.delete(run);
    });
  return { clock, memory, drive, most: () => most };
}

describe('driving a watch', () => {
  it('is done by one run at a time; the second leaves it to the first', async () => {
    const { clock, drive, most } = stage();
    const both = Promise.all([drive('first', 60_000), drive('second', 60_000)]);
    expect(await clock.play(both)).toEqual(['done', 'elsewhere']);
    expect(most()).toBe(1);
  });

  it('goes on with whoever rang while the first was about to end', async () => {
    const { clock, drive, most } = stage();
    const both = Promise.all([drive('first', 4_000), drive('second', 1_000)]);
    expect(await clock.play(both)).toEqual(['done', 'done']);
    expect(most()).toBe(1);
  });

  it('is taken up again soon after a run that died', async () => {
    const { clock, memory, drive } = stage();
    // It held the key, and was killed: nothing renews it, nothing gives it back.
    await memory.claim('drive/orders', 'dead', 20_000);
    expect(await clock.play(drive('next', 1_000))).toBe('elsewhere');
    await clock.advance(10_000);
    expect(await clock.play(drive('next', 1_000))).toBe('done');
  });

  it('frees it at once when the work fails, and says so', async () => {
    const { clock, memory } = stage();
    const failing = alone('drive/orders', { run: 'one' as Run, memory, clock }, async () => {
      throw new Error('Azure is gone');
    });
    await expect(clock.play(failing)).rejects.toThrow('Azure is gone');
    expect(await memory.claim('drive/orders', 'two', 1_000)).toBe('kept');
  });

  it('ends its work before it tells that it could not hold on', async () => {
    const { clock, memory, drive } = stage();
    let puts = 0;
    const forgetful: Memory = {
      ...memory,
      put: async (...kept) => {
        puts += 1;
        if (puts === 1) throw new Error('throttled');
        await memory.put(...kept);
      },
    };
    await expect(clock.play(drive('first', 30_000, forgetful))).rejects.toThrow('throttled');
    expect(clock.now() - 1_000_000).toBeGreaterThanOrEqual(30_000);
  });
});
