import { describe, expect, it } from '@jest/globals';
import { loggedJournal } from '../../adapters/aws/log.ts';
import type { WatchName } from '../../core/names.ts';
import { wordsOf } from '../../core/trouble.ts';
import { memoryJournal } from '../../lab/world/stores/journal.ts';
import { each } from '../../lambdas/cloud/each.ts';
import { bodiesOf, dueAt, kindOf, scheduledTime } from '../../lambdas/cloud/event.ts';
import { keptFor } from '../../lambdas/cloud/kept.ts';
import { lookNowIn } from '../../lambdas/cloud/look-now.ts';
import { leftMs } from '../../lambdas/cloud/turn.ts';
import { at, watch } from '../build.ts';

const opened = {
  kind: 'opened',
  at: at(0),
  incident: 1,
  conditions: [],
  active: {},
  quietUntil: undefined,
} as const;
const other = { ...watch, name: 'payments' as WatchName };

describe('a turn of all watches', () => {
  it('goes on with the others when one cannot be read, and fails in the end', async () => {
    const done: string[] = [];
    const told: string[] = [];
    const turn = each(
      [watch, other],
      async ({ name }) => {
        if (name === watch.name) throw new Error('its journal is damaged');
        done.push(name);
      },
      (name, error) => told.push(`${name}: ${wordsOf(error)}`),
    );
    await expect(turn).rejects.toThrow(`${watch.name}: its journal is damaged`);
    expect([done, told]).toEqual([['payments'], [`${watch.name}: its journal is damaged`]]);
  });
});

describe('what woke a function', () => {
  it('is told by a schedule in words, by a queue in messages', () => {
    expect(kindOf({ kind: 'tick' })).toBe('tick');
    expect(kindOf({ Records: [] })).toBeUndefined();
    expect(bodiesOf({ Records: [{ body: 'a' }, { body: 7 }, null, { body: 'b' }] })).toEqual([
      'a',
      'b',
    ]);
    for (const nothing of [undefined, null, 'x', { kind: 3 }, { Records: 'x' }]) {
      expect([kindOf(nothing), bodiesOf(nothing)]).toEqual([undefined, []]);
    }
  });

  it('says when a schedule was due, which is not when it came', () => {
    expect(dueAt({ kind: 'tick', due: '2026-01-06T02:00:59Z' })).toBe(
      Date.UTC(2026, 0, 6, 2, 0, 59),
    );
    expect(dueAt({ kind: 'tick' })).toBeUndefined();
    expect(() => dueAt({ kind: 'tick', due: scheduledTime })).toThrow('which is no time');
  });

  it('leaves the time that the runtime says, or else a short one', () => {
    expect(leftMs({ getRemainingTimeInMillis: () => 240_000 })).toBe(240_000);
    expect(leftMs(undefined)).toBe(60_000);
  });
});

describe('what is made for a watch file', () => {
  it('is made once for each, and again after it could not be made', async () => {
    let made = 0;
    const of = keptFor(async ({ bad }: { readonly bad: boolean }) => {
      made += 1;
      if (bad) throw new Error('no credentials');
      return made;
    });
    const [good, better, bad] = [{ bad: false }, { bad: false }, { bad: true }];
    expect([await of(good), await of(good), await of(better)]).toEqual([1, 1, 2]);
    await expect(of(bad)).rejects.toThrow('no credentials');
    await expect(of(bad)).rejects.toThrow('no credentials');
    expect(made).toBe(4);
  });
});

describe('asking to look now', () => {
  it('needs addresses of queues', () => {
    expect(() => lookNowIn({ FARWATCH_SLOTS: 'https://evil.example.com/q' })).toThrow(
      'no address of SQS',
    );
  });
});

describe('the log', () => {
  it('has one line for each fact that was kept, and none for what was lost', async () => {
    const lines: unknown[] = [];
    const journal = loggedJournal(
      memoryJournal((text) => `${text.length}`),
      (line) => lines.push(line),
    );
    const { head } = await journal.read(watch.name);
    const cleared = { kind: 'cleared', at: at(1_000) } as const;
    expect(await journal.append(watch.name, head, [opened, cleared])).toBe('kept');
    expect(await journal.append(watch.name, head, [opened])).toBe('lost');
    expect(lines).toEqual([
      { level: 'info', watch: watch.name, fact: 'opened', at: '1970-01-01T00:00:00.000Z' },
      { level: 'info', watch: watch.name, fact: 'cleared', at: '1970-01-01T00:00:01.000Z' },
    ]);
  });
});
