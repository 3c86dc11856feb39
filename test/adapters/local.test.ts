/** The small adapters of the machine we run on: secrets, time, and not waiting for ever. */

import { describe, expect, it } from '@jest/globals';
import { wallClock } from '../../adapters/local/clock.ts';
import { secretsOf } from '../../adapters/local/secrets.ts';
import { TimedOut, within } from '../../adapters/local/within.ts';
import { Trouble } from '../../core/trouble.ts';

describe('a secret', () => {
  const secrets = secretsOf({ KEY: 'the-key', EMPTY: '' });

  it('is read from the environment', async () => {
    expect(await secrets('env:KEY')).toBe('the-key');
  });

  const refused: readonly (readonly [reference: string, code: string])[] = [
    ['env:MISSING', 'secret-missing'],
    ['env:EMPTY', 'secret-missing'],
    ['ssm:/orders/key', 'secret-out-of-reach'],
    ['the-key-itself', 'secret-reference-unknown'],
  ];
  it.each(refused)('%s is refused with the way out', async (reference, code) => {
    const trouble = await secrets(reference).catch((error: unknown) => error);
    expect(trouble).toBeInstanceOf(Trouble);
    expect(trouble).toMatchObject({ code, next: expect.stringMatching(/\.$/) });
    expect(String(trouble)).not.toContain('the-key');
  });
});

describe('waiting', () => {
  it('settles as the work does', async () => {
    const { signal } = new AbortController();
    expect(await within(signal, Promise.resolve(1))).toBe(1);
    await expect(within(signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('ends with the signal, whenever that aborts', async () => {
    const late = new AbortController();
    const waiting = within(late.signal, new Promise(() => {}));
    late.abort();
    await expect(waiting).rejects.toBeInstanceOf(TimedOut);
    await expect(within(late.signal, new Promise(() => {}))).rejects.toBeInstanceOf(TimedOut);
  });
});

describe('the clock of the machine', () => {
  it('wakes a sleeper early without an error', async () => {
    const controller = new AbortController();
    const sleeping = wallClock.sleep(60_000, controller.signal);
    controller.abort();
    await sleeping;
    await wallClock.sleep(60_000, controller.signal);
  });

  it('aborts after a while, unless the work was over before', async () => {
    const cancelled = wallClock.after(1);
    cancelled.cancel();
    const passed = wallClock.after(2).signal;
    await within(passed, new Promise(() => {})).catch(() => {});
    expect([cancelled.signal.aborted, passed.aborted]).toEqual([false, true]);
  });
});
