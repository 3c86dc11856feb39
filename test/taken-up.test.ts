/** A watch file on a laptop that changed between two starts: a fact, and never within an incident. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fileJournal } from '../adapters/local/journal.ts';
import { digest } from '../bin/digest.ts';
import { takeUp } from '../bin/taken-up.ts';
import { loadEstate } from '../config/load.ts';
import { factsOf } from '../core/chronicle.ts';
import type { Fact } from '../core/fact.ts';
import type { Instant, WatchName } from '../core/names.ts';
import { newFolder } from './contracts/folders.ts';

const first = await readFile('examples/orders.yaml', 'utf8');
const second = first.replace('approvers: [ana, ben]', 'approvers: [carla]');
const orders = 'orders' as WatchName;
const suspected: Fact = { kind: 'suspected', at: 1 as Instant, side: 'primary', seen: [] };

async function laptop() {
  const folder = await newFolder();
  const journal = fileJournal(join(folder, 'journal'));
  return {
    folder,
    start: async (text: string, despite?: string) => {
      const loaded = loadEstate(text, 'farwatch.yaml');
      const [watch] = loaded.ok ? loaded.estate.watches : [];
      if (!loaded.ok || watch === undefined) throw new Error('refused');
      const given = { text, estate: loaded.estate, despite };
      const { estate, facts, waits } = await takeUp(given, watch, { folder, journal });
      return {
        approvers: estate.watches[0]?.approvers,
        kinds: facts.map(({ kind }) => kind),
        waits,
      };
    },
    tell: async (fact: Fact) => {
      const { head } = await journal.read(orders);
      expect(await journal.append(orders, head, [fact])).toBe('kept');
    },
    facts: async () => factsOf((await journal.read(orders)).entries),
  };
}

describe('a watch file on a laptop', () => {
  it('is a fact at its first start, and again when it has changed', async () => {
    const { start, facts } = await laptop();
    expect(await start(first)).toEqual({
      approvers: ['ana', 'ben'],
      kinds: ['adopted'],
      waits: '',
    });
    expect((await start(first)).kinds).toEqual([]);
    expect(await start(second)).toEqual({ approvers: ['carla'], kinds: ['adopted'], waits: '' });
    expect((await facts()).at(-1)).toMatchObject({
      before: digest(first),
      file: { digest: digest(second), author: expect.stringMatching(/./) },
    });
    expect((await start(first)).kinds).toEqual(['adopted']);
  });

  it('waits for an open incident, which goes on by the copy of its own', async () => {
    const { start, tell } = await laptop();
    await start(first);
    await tell(suspected);
    expect(await start(second)).toEqual({
      approvers: ['ana', 'ben'],
      kinds: [],
      waits: expect.stringContaining('Incident 1 is suspected: it goes on by the watch file'),
    });
    await tell({ kind: 'cleared', at: 2 as Instant });
    expect(await start(second)).toEqual({
      approvers: ['carla'],
      kinds: ['opened', 'adopted'],
      waits: '',
    });
  });

  it('ends it when somebody says why', async () => {
    const { start, tell } = await laptop();
    await start(first);
    await tell(suspected);
    expect(await start(second, 'the probe is wrong')).toEqual({
      approvers: ['carla'],
      kinds: ['over', 'opened', 'adopted'],
      waits: '',
    });
  });

  it.each(['lost', 'changed'])('stops when the copy of an open incident is %s', async (how) => {
    const { start, tell, folder } = await laptop();
    await start(first);
    await tell(suspected);
    const copy = join(folder, 'files', `${digest(first)}.yaml`);
    await (how === 'lost' ? rm(copy) : writeFile(copy, second));
    await expect(start(second)).rejects.toMatchObject({ code: 'watch-file-lost' });
    if (how === 'lost') expect((await start(first)).approvers).toEqual(['ana', 'ben']);
  });
});
