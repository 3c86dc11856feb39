import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { beginning } from '../../../core/chronicle.ts';
import type { Instant, WatchName } from '../../../core/names.ts';
import { virtualClock } from '../../../lab/world/clock.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { Crash, createLife } from '../../../lab/world/life.ts';
import { mischievous, noMischief, type Rates } from '../../../lab/world/mischief.ts';
import { memoryJournal } from '../../../lab/world/stores/journal.ts';
import { noon } from './build.ts';

const orders = 'orders' as WatchName;
const fact = { kind: 'lapsed', at: 0 as Instant, offer: 1 } as const;
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

function mischief(rates: Partial<Rates>, mayRepeat: readonly string[] = []) {
  const clock = virtualClock(noon);
  const life = createLife();
  const journal = memoryJournal(digest);
  const around = { rates: { ...noMischief, ...rates }, dice: diceOf(1), clock, life, mayRepeat };
  return { clock, life, journal, port: mischievous(journal, around) };
}

const append = (port: ReturnType<typeof mischief>['port']) =>
  port.append(orders, beginning, [fact]);

describe('mischief', () => {
  it('leaves a port alone when there is none', async () => {
    const { port, journal } = mischief({});
    expect(await append(port)).toBe('kept');
    expect(journal.history(orders)).toHaveLength(1);
  });

  it('fails before the effect, or loses the answer after it', async () => {
    const before = mischief({ fail: 1 });
    await expect(append(before.port)).rejects.toThrow('append');
    expect(before.journal.history(orders)).toEqual([]);
    const after = mischief({ loseAnswer: 1 });
    await expect(append(after.port)).rejects.toThrow('after its effect');
    expect(after.journal.history(orders)).toHaveLength(1);
  });

  it('hangs until the signal aborts, in a request as well as beside it', async () => {
    const { clock, life } = mischief({});
    const rates = { ...noMischief, hang: 1 };
    const net = {
      http: { fetch: async (_: { signal: AbortSignal }) => 'answer' },
      check: async (_: AbortSignal) => 'answer',
    };
    const port = mischievous(net, { rates, dice: diceOf(1), clock, life });
    for (const call of [
      port.http.fetch({ signal: clock.after(700).signal }),
      port.check(clock.after(700).signal),
    ]) {
      await expect(clock.play(call)).rejects.toThrow();
      expect((clock.now() - noon) % 700).toBe(0);
    }
  });

  it('repeats only what may be repeated', async () => {
    const twice = mischief({ twice: 1 }, ['append']);
    expect(await append(twice.port)).toBe('lost');
    expect(await append(mischief({ twice: 1 }).port)).toBe('kept');
  });

  it('holds calls back, so that others overtake them', async () => {
    const { clock, life } = mischief({});
    const landed: number[] = [];
    const rates = { ...noMischief, delay: 0.5, delayMs: 1_000 };
    const store = { put: async (number: number) => void landed.push(number) };
    const port = mischievous(store, { rates, dice: diceOf(3), clock, life });
    const calls = Array.from({ length: 20 }, (_, number) => port.put(number));
    await clock.play(Promise.all(calls));
    expect(landed).not.toEqual(landed.toSorted((a, b) => a - b));
    expect(landed).toHaveLength(20);
  });

  it('kills the process at an await: nothing in flight ever comes back', async () => {
    const { clock, life, port } = mischief({ crash: 1 });
    const after: string[] = [];
    const program = async () => {
      const asleep = life
        .clock(clock)
        .sleep(50)
        .then(() => after.push('slept'));
      await append(port).catch(() => after.push('caught'));
      after.push('went on');
      await asleep;
    };
    await expect(life.run(program)).rejects.toBeInstanceOf(Crash);
    await clock.advance(1_000);
    expect(after).toEqual([]);
    expect(life.alive()).toBe(false);
  });

  it('of one seed befalls alike', async () => {
    const ends = async () => {
      const { port } = mischief({ fail: 0.5 });
      const tell = () => append(port).then(String, () => 'failed');
      return Promise.all(Array.from({ length: 20 }, tell));
    };
    expect(await ends()).toEqual(await ends());
  });
});
