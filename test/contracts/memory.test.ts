/** What every memory must honour. */

import { describe, expect, it } from '@jest/globals';
import { dynamoMemory } from '../../adapters/aws/memory.ts';
import { fileMemory } from '../../adapters/local/memory.ts';
import type { Instant } from '../../core/names.ts';
import type { Memory } from '../../core/ports.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { aTable } from '../adapters/aws/clouds.ts';
import { newFolder } from './folders.ts';

type Open = (clock: { now(): Instant }) => Promise<Memory>;

const memories: Record<string, Open> = {
  memory: async (clock) => memoryMemory(clock),
  files: async (clock) => fileMemory(await newFolder(), clock),
  DynamoDB: async (clock) => dynamoMemory({ ...(await aTable('memory')), clock }),
};

describe.each(Object.entries(memories))('a memory in %s', (_, open) => {
  async function opened() {
    let now = 0;
    const memory = await open({ now: () => now as Instant });
    return {
      memory,
      pass(ms: number) {
        now += ms;
      },
    };
  }

  it('knows nothing at first, then the latest', async () => {
    const { memory } = await opened();
    expect(await memory.get('card/orders/1')).toBeUndefined();
    await memory.put('card/orders/1', 'one', 1_000);
    await memory.put('card/orders/1', 'two', 1_000);
    expect(await memory.get('card/orders/1')).toBe('two');
    expect(await memory.get('card/orders/2')).toBeUndefined();
  });

  it('forgets in time', async () => {
    const { memory, pass } = await opened();
    await memory.put('key', 'value', 1_000);
    pass(999);
    expect(await memory.get('key')).toBe('value');
    pass(1);
    expect(await memory.get('key')).toBeUndefined();
  });

  it('lets one of many claim a key, and keeps what the first one said', async () => {
    const { memory } = await opened();
    const claims = Array.from({ length: 20 }, (_, n) => memory.claim('key', `hand ${n}`, 1_000));
    const ends = await Promise.all(claims);
    expect(ends.filter((end) => end === 'kept')).toHaveLength(1);
    expect(await memory.get('key')).toBe(`hand ${ends.indexOf('kept')}`);
  });

  it('lets one of many claim a key again when the former claim is over', async () => {
    const { memory, pass } = await opened();
    expect(await memory.claim('key', 'first', 1_000)).toBe('kept');
    expect(await memory.claim('key', 'second', 1_000)).toBe('taken');
    pass(1_000);
    const claims = Array.from({ length: 20 }, () => memory.claim('key', 'later', 1_000));
    const ends = await Promise.all(claims);
    expect(ends.filter((end) => end === 'kept')).toHaveLength(1);
    expect(await memory.get('key')).toBe('later');
  });

  it('lets nobody claim what was put', async () => {
    const { memory } = await opened();
    await memory.put('key', 'value', 1_000);
    expect(await memory.claim('key', 'mine', 1_000)).toBe('taken');
  });
});

describe('a memory in files', () => {
  it('is shared by processes, and survives them', async () => {
    const folder = await newFolder();
    const clock = { now: () => 0 as Instant };
    await fileMemory(folder, clock).put('key', 'value', 1_000);
    expect(await fileMemory(folder, clock).get('key')).toBe('value');
    expect(await fileMemory(folder, clock).claim('key', 'mine', 1_000)).toBe('taken');
  });
});
