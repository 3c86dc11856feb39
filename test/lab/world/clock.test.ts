import { describe, expect, it } from '@jest/globals';
import { later } from '../../../core/names.ts';
import { virtualClock } from '../../../lab/world/clock.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { noon } from './build.ts';

describe('a virtual clock', () => {
  it('wakes sleepers in the order of their time, then of their turn', async () => {
    const clock = virtualClock(noon);
    const woken: string[] = [];
    const nap = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now() - noon}`);
    };
    const naps = [nap('late', 30), nap('early', 10), nap('twin', 10), nap('never', 500)];
    await clock.advance(100);
    expect(woken).toEqual(['early at 10', 'twin at 10', 'late at 30']);
    expect(clock.now()).toBe(later(noon, 100));
    await clock.advance(400);
    await Promise.all(naps);
  });

  it('lets everything that follows from a timer happen before the next one', async () => {
    const clock = virtualClock(noon);
    const seen: string[] = [];
    const long = async () => {
      await clock.sleep(10);
      for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
      seen.push(`chain at ${clock.now() - noon}`);
      await clock.sleep(5);
      seen.push(`again at ${clock.now() - noon}`);
    };
    const work = Promise.all([long(), clock.sleep(11).then(() => seen.push('other'))]);
    await clock.advance(60);
    await work;
    expect(seen).toEqual(['chain at 10', 'other', 'again at 15']);
  });

  it('ends a sleep at once when its signal aborts', async () => {
    const clock = virtualClock(noon);
    const { signal } = clock.after(20);
    const slept = clock.sleep(60_000, signal).then(() => clock.now() - noon);
    await clock.advance(100);
    expect(await slept).toBe(20);
  });

  it('does not fire what was cancelled', async () => {
    const clock = virtualClock(noon);
    const deadline = clock.after(20);
    deadline.cancel();
    await clock.advance(100);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('plays until some work is done, and says so when nothing would ever end it', async () => {
    const clock = virtualClock(noon);
    expect(await clock.play(clock.sleep(90_000).then(() => 'done'))).toBe('done');
    expect(clock.now()).toBe(later(noon, 90_000));
    await expect(clock.play(new Promise(() => {}))).rejects.toThrow('nothing ended it');
    await expect(clock.play(clock.sleep(60_000), 10)).rejects.toThrow('within 10 ms');
  });
});

describe('dice', () => {
  const rolls = (seed: string, count = 5) => {
    const dice = diceOf(seed);
    return Array.from({ length: count }, () => dice.roll());
  };

  it('fall alike for one seed, and otherwise for another', () => {
    expect(rolls('7')).toEqual(rolls('7'));
    expect(rolls('7')).not.toEqual(rolls('8'));
  });

  it('are fair enough', () => {
    const all = rolls('fair', 20_000);
    expect(all.reduce((sum, roll) => sum + roll, 0) / all.length).toBeCloseTo(0.5, 1);
    expect(all.filter((roll) => roll < 0.1).length / all.length).toBeCloseTo(0.1, 1);
    expect(all.every((roll) => roll >= 0 && roll < 1)).toBe(true);
  });

  it('of one name are not disturbed by rolls of another', () => {
    const [alone, disturbed] = [diceOf(1), diceOf(1)];
    disturbed.fork('faults').roll();
    disturbed.roll();
    expect(disturbed.fork('net').roll()).toBe(alone.fork('net').roll());
  });
});
