/** `farwatch stop` and `farwatch lift`, as somebody types them beside a house on the same machine. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileBrake } from '../adapters/local/brake.ts';
import { fileJournal } from '../adapters/local/journal.ts';
import { factsOf } from '../core/chronicle.ts';
import type { WatchName } from '../core/names.ts';
import { farwatch } from './command-line.ts';

const example = 'examples/orders.yaml';
let state = '';
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'farwatch-stop-'));
});
afterAll(() => rm(state, { recursive: true, force: true }));

const run = (...words: readonly string[]) => farwatch([...words, '--state', state]);
const kill = () => fileBrake(join(state, 'contoso', 'brake.json')).read();
const facts = async () => {
  const journal = fileJournal(join(state, 'contoso', 'journal'));
  return factsOf((await journal.read('orders' as WatchName)).entries);
};

describe('the kill switch at a terminal', () => {
  it('is thrown by a responder, and lifted by an approver with a reason', async () => {
    const stop = await run('stop', example, '--as', 'carla', '--why', 'the partner called');
    expect(stop).toMatchObject({ code: 0 });
    expect(stop.stdout).toBe('Stopped: nothing is changed in Azure until an approver lifts it.\n');
    expect(await kill()).toMatchObject({ is: 'on', by: 'carla', why: 'the partner called' });

    const own = await run('lift', example, '--as', 'carla', '--why', 'it was nothing');
    expect(own).toMatchObject({ code: 1, stdout: expect.stringContaining('only an approver') });
    const mute = await run('lift', example, '--as', 'ana', '--json');
    expect(mute.code).toBe(1);
    expect(JSON.parse(mute.stdout)).toEqual({
      done: false,
      text: 'Not lifted: to lift a stop takes a reason.',
    });
    expect(await kill()).toMatchObject({ is: 'on' });

    const lift = await run('lift', example, '--as', 'ana', '--why', 'the partner agrees');
    expect(lift).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Lifted: /) });
    expect(await kill()).toEqual({ is: 'off' });
    expect(await facts()).toMatchObject([
      { kind: 'stopped', by: 'carla', via: 'terminal', why: 'the partner called' },
      { kind: 'refused', by: 'carla' },
      { kind: 'refused', by: 'ana' },
      { kind: 'lifted', by: 'ana', via: 'terminal', why: 'the partner agrees' },
    ]);
  });

  it('knows nobody but the people of the file', async () => {
    const stranger = await run('stop', example, '--as', 'mallory');
    expect(stranger).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Not stopped: /) });
    expect(await kill()).toEqual({ is: 'off' });
  });

  it('is refused where it does not say whose, and told what to say', async () => {
    for (const words of [['stop'], ['stop', example], ['lift', '--as', 'ana']]) {
      const { code, stderr } = await run(...words);
      expect([code, stderr]).toEqual([2, expect.stringContaining('--as')]);
    }
    const astray = await run('stop', '--at', 'https://example.com/answer');
    expect(astray).toMatchObject({ code: 2, stderr: expect.stringContaining('AnswerUrl') });
    const both = await run('stop', example, '--as', 'ana', '--at', 'https://example.com');
    expect(both.code).toBe(2);
    expect(await kill()).toEqual({ is: 'off' });
  });
});
