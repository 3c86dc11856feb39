/** The watch file in Parameter Store: whole or not at all, and never worse than the last good one. */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { watchFile } from '../../../adapters/aws/watch-file.ts';
import { packed } from '../../../adapters/aws/watch-parts.ts';
import { publishedManifest, publishWatchFile } from '../../../adapters/aws/watch-publish.ts';
import { loadEstate } from '../../../config/load.ts';
import type { Instant } from '../../../core/names.ts';
import { Trouble } from '../../../core/trouble.ts';
import { AwsRefusal } from '../../../lab/aws/door.ts';
import { memoryMemory } from '../../../lab/world/stores/memory.ts';
import { anSsm } from './clouds.ts';

const prefix = '/farwatch/contoso/watch';
const manifest = `${prefix}/manifest`;

/** Takes whatever does not say `bad`; what was taken is the number of its lines. */
const accept = (text: string) => {
  if (text.includes('break')) throw new Error('the reader broke');
  return verdictOn(text);
};
const verdictOn = (text: string) =>
  text.includes('bad')
    ? ({ ok: false, faults: [{ line: 2, message: 'it says bad' }] } as const)
    : ({ ok: true, lines: text.split('\n').length } as const);

/** Does not pack well, so that it needs many parts. */
function noise(bytes: number, seed = 7): string {
  const line = (n: number) => createHash('sha512').update(`${seed}/${n}`).digest('base64');
  return Array.from({ length: Math.ceil(bytes / 88) }, (_, n) => line(n))
    .join('')
    .slice(0, bytes);
}

async function shelf() {
  const { ssm, client } = await anSsm();
  const memory = memoryMemory({ now: () => 0 as Instant });
  const publish = (text: string, author = 'ana') =>
    publishWatchFile({ text, author, at: 1_000 }, { client, prefix });
  /** As a function that starts cold would read it. */
  const reader = () => watchFile({ client, prefix, memory, accept });
  return { ssm, client, memory, publish, reader };
}

const parts = (names: readonly string[]) => names.filter((name) => name.includes('/parts/'));

describe('a watch file', () => {
  it('comes back as it was published, with who and when', async () => {
    const { publish, reader } = await shelf();
    const text = 'estate: contoso\nwatches: {{ handlebars }} → ü\n';
    const { digest } = await publish(text);
    expect(await reader().read()).toEqual({
      accepted: { ok: true, lines: 3 },
      manifest: { digest, count: 1, author: 'ana', at: 1_000, version: 1 },
      text,
      trouble: undefined,
    });
  });

  it('is the real one, as the real reader takes it', async () => {
    const { client, memory, publish } = await shelf();
    await publish(await readFile('examples/orders.yaml', 'utf8'));
    const load = (text: string) => loadEstate(text, 'farwatch.yaml');
    const { accepted } = await watchFile({ client, prefix, memory, accept: load }).read();
    expect(accepted.estate.name).toBe('contoso');
  });

  it('goes out in parts that fit, before the manifest that names them', async () => {
    const { ssm, publish, reader } = await shelf();
    const text = noise(90_000);
    const { count } = await publish(text);
    expect(count).toBeGreaterThan(20);
    const puts = ssm.calls.filter((call) => call.operation === 'PutParameter');
    expect(puts.at(-1)?.input['Name']).toBe(manifest);
    expect(puts).toHaveLength(count + 1);
    expect((await reader().read()).text).toBe(text);
  });

  it('takes half as many parts of the advanced tier', async () => {
    const { client, reader } = await shelf();
    const text = noise(60_000);
    const file = { text, author: 'ana', at: 1 };
    const small = await publishWatchFile(file, { client, prefix });
    const large = await publishWatchFile(file, { client, prefix, tier: 'Advanced' });
    expect(large.count).toBe(Math.ceil(small.count / 2));
    expect((await reader().read()).text).toBe(text);
  });

  it('leaves the former one in place for its readers, and deletes older ones', async () => {
    const { ssm, publish } = await shelf();
    const [first, second] = [await publish(noise(60_000, 1)), await publish(noise(60_000, 2))];
    expect(parts(ssm.names())).toHaveLength(first.count + second.count);
    const third = await publish('third');
    expect(parts(ssm.names()).some((name) => name.includes(first.digest))).toBe(false);
    expect(parts(ssm.names())).toHaveLength(second.count + third.count);
  });

  it('is refused over 200 KB, saying which watches to move', async () => {
    const { ssm, publish } = await shelf();
    const big = `  invoices:\n    # ${noise(150_000)}\n    mode: ask\n`;
    const text = `estate: contoso\nwatches:\n  orders:\n    # ${noise(70_000)}\n    mode: ask\n${big}`;
    await expect(publish(text)).rejects.toMatchObject({
      code: 'watch-file-too-large',
      message: expect.stringContaining('215 KB; at most 200 KB'),
      next: expect.stringMatching(/the largest are invoices \(147 KB\), orders \(69 KB\)/),
    });
    expect(ssm.names()).toEqual([]);
  });

  it('is read once by a function that stays warm', async () => {
    const { ssm, publish, reader } = await shelf();
    await publish('one');
    const { read } = reader();
    await read();
    const before = ssm.calls.length;
    await read();
    expect(ssm.calls.slice(before).map((call) => call.operation)).toEqual(['GetParameter']);
  });
});

describe('a bad update', () => {
  it.each([
    ['that config refuses', 'a\nbad', 'watch-file-refused', /ana published .*line 2: it says bad/],
    ['that breaks its reader', 'break', 'watch-file-refused', /the reader broke/],
  ])('%s leaves the last good file running', async (_what, text, code, words) => {
    const { publish, reader } = await shelf();
    const warm = reader();
    await publish('good');
    await warm.read();
    await publish(text);
    for (const { read } of [warm, reader()]) {
      const adopted = await read();
      expect(adopted.text).toBe('good');
      expect(adopted.trouble).toMatchObject({ code, message: expect.stringMatching(words) });
    }
    await publish('better');
    expect(await reader().read()).toMatchObject({ text: 'better', trouble: undefined });
  });

  type Harm = (ssm: Awaited<ReturnType<typeof shelf>>['ssm']) => void;
  const part = (names: readonly string[]) => parts(names)[0] ?? '';
  const harms: readonly (readonly [what: string, harm: Harm, code: string])[] = [
    ['without its manifest', (ssm) => ssm.remove(manifest), 'watch-file-missing'],
    ['with a damaged manifest', (ssm) => ssm.put(manifest, '{'), 'watch-manifest-damaged'],
    [
      'with a manifest of a newer version',
      (ssm) => ssm.put(manifest, '{"version":2,"digest":"?"}'),
      'watch-file-newer',
    ],
    ['that misses a part', (ssm) => ssm.remove(part(ssm.names())), 'watch-file-incomplete'],
    ['with a damaged part', (ssm) => ssm.put(part(ssm.names()), 'AAAA'), 'watch-file-damaged'],
    [
      'with another text under its digest',
      (ssm) => ssm.put(part(ssm.names()), packed('evil')),
      'watch-file-damaged',
    ],
    [
      'that cannot be read now',
      (ssm) => ssm.meddle(() => new AwsRefusal('ThrottlingException', 'Rate exceeded')),
      'aws-throttled',
    ],
  ];

  it.each(harms)('%s leaves the last good file running', async (_what, harm, code) => {
    const { ssm, publish, reader } = await shelf();
    await publish('good');
    await reader().read();
    harm(ssm);
    expect(await reader().read()).toMatchObject({ text: 'good', trouble: { code } });
  });

  it('stops who never had a good one, with what is wrong', async () => {
    const { publish, reader } = await shelf();
    await publish('bad');
    await expect(reader().read()).rejects.toMatchObject({ code: 'watch-file-refused' });
  });

  it('is no excuse for a last good file that was changed in the memory', async () => {
    const { memory, publish, reader } = await shelf();
    await publish('good');
    await reader().read();
    const { manifest: good } = await reader().read();
    await memory.put(`watch-file${prefix}/${good.digest}`, packed('evil'), 1_000);
    await publish('bad');
    await expect(reader().read()).rejects.toMatchObject({ code: 'watch-file-damaged' });
  });
});

describe('a file that was run by before', () => {
  it('is there by its digest, whatever is published since', async () => {
    const { publish, reader } = await shelf();
    const { digest } = await publish('one');
    await reader().read();
    for (const text of ['two\n', 'three\n\n', 'bad']) {
      await publish(text);
      await reader().read();
    }
    for (const { former } of [reader(), reader()]) {
      expect(await former(digest)).toEqual({ ok: true, lines: 1 });
      expect(await former(digest)).toEqual({ ok: true, lines: 1 });
    }
    expect(await reader().former('0'.repeat(64))).toBeUndefined();
  });

  it('is none when it was changed in the memory, or is refused by now', async () => {
    const { memory, publish, reader } = await shelf();
    const { digest } = await publish('one');
    await reader().read();
    await memory.put(`watch-file${prefix}/${digest}`, packed('evil'), 1_000);
    await expect(reader().former(digest)).rejects.toMatchObject({ code: 'watch-file-damaged' });
    const strict = (text: string) => verdictOn(text.replace('two', 'bad'));
    const { digest: second } = await publish('two');
    const { client } = await anSsm();
    await reader().read();
    const { former } = watchFile({ client, prefix, memory, accept: strict });
    await expect(former(second)).rejects.toMatchObject({ code: 'watch-file-refused' });
  });
});

describe('who publishes', () => {
  it('is later than the one before, whatever the clocks say', async () => {
    const { client, publish } = await shelf();
    const first = await publish('one');
    const file = { text: 'two', author: 'ben', at: first.at - 60_000 };
    const second = await publishWatchFile(file, { client, prefix });
    expect(second.at).toBeGreaterThan(first.at);
  });

  it('may say why in spite of what', async () => {
    const { client, reader } = await shelf();
    const file = { text: 'one', author: 'ben', at: 5, despite: 'the probe is wrong' };
    await publishWatchFile(file, { client, prefix });
    expect((await reader().read()).manifest).toMatchObject({ despite: 'the probe is wrong' });
    expect(await publishedManifest({ client, prefix })).toMatchObject({ author: 'ben', at: 5 });
  });

  it('finds nothing before the first, and nothing that can be read after a damaged one', async () => {
    const { ssm, client } = await shelf();
    expect(await publishedManifest({ client, prefix })).toBeUndefined();
    ssm.put(manifest, '{');
    expect(await publishedManifest({ client, prefix })).toBeUndefined();
  });
});

describe('the last good file', () => {
  it('is written to the memory when it changes, and not otherwise', async () => {
    const { client, memory, publish } = await shelf();
    const puts: string[] = [];
    const counting = {
      get: memory.get,
      put: async (key: string, value: string, ttlMs: number) => {
        puts.push(key);
        await memory.put(key, value, ttlMs);
      },
    };
    const read = () => watchFile({ client, prefix, memory: counting, accept }).read();
    await publish('one');
    await read();
    await read();
    expect(puts).toHaveLength(2);
    await publish('two');
    await read();
    expect(puts).toHaveLength(4);
  });

  it('that cannot be remembered is told, and runs all the same', async () => {
    const { client, publish } = await shelf();
    const full = async () => {
      throw new Trouble('aws-throttled', { message: 'full', next: 'wait' });
    };
    await publish('one');
    const { read } = watchFile({ client, prefix, memory: { get: full, put: full }, accept });
    expect(await read()).toMatchObject({ text: 'one', trouble: { code: 'aws-throttled' } });
  });
});
