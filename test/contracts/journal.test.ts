/** What every journal must honour, and what one made of files does when its files are harmed. */

import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import { fileJournal } from '../../adapters/local/journal.ts';
import { beginning, factsOf, unbroken } from '../../core/chronicle.ts';
import type { Fact } from '../../core/fact.ts';
import type { Instant, WatchName } from '../../core/names.ts';
import type { Journal } from '../../core/ports.ts';
import { memoryJournal } from '../../lab/world/stores/journal.ts';
import { aTable } from '../adapters/aws/clouds.ts';
import { newFolder } from './folders.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const orders = 'orders' as WatchName;
const at = 1_000 as Instant;

function opened(incident: number): Fact {
  return { kind: 'opened', at, incident, conditions: [], active: {}, quietUntil: undefined };
}
const lapsed = (offer: number): Fact => ({ kind: 'lapsed', at, offer });

/** Appends to whatever is there, and does not expect to lose. */
async function tell(journal: Journal, ...facts: readonly Fact[]): Promise<void> {
  const { head } = await journal.read(orders);
  expect(await journal.append(orders, head, facts)).toBe('kept');
}

const journals: Record<string, () => Promise<Journal>> = {
  memory: async () => memoryJournal(digest),
  files: async () => fileJournal(await newFolder()),
  DynamoDB: async () => dynamoJournal({ ...(await aTable('journal')), digest }),
};

describe.each(Object.entries(journals))('a journal in %s', (_, open) => {
  it('is empty at first', async () => {
    const journal = await open();
    expect(await journal.read(orders)).toEqual({ entries: [], head: beginning });
  });

  it('gives back what was appended, in order, as an unbroken chain', async () => {
    const journal = await open();
    await tell(journal, opened(1));
    await tell(journal, lapsed(1), lapsed(2));
    await tell(journal, lapsed(3));
    const { entries, head } = await journal.read(orders);
    expect(factsOf(entries).map((fact) => fact.kind)).toEqual([
      'opened',
      'lapsed',
      'lapsed',
      'lapsed',
    ]);
    expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(unbroken(entries, digest)).toBe(true);
    expect(head).toEqual({ incident: 1, seq: 3, hash: entries.at(-1)?.hash });
  });

  it('tells the one who comes late that it has lost, and keeps nothing of it', async () => {
    const journal = await open();
    const { head } = await journal.read(orders);
    expect(await journal.append(orders, head, [opened(1)])).toBe('kept');
    expect(await journal.append(orders, head, [opened(1), lapsed(9)])).toBe('lost');
    expect(factsOf((await journal.read(orders)).entries)).toHaveLength(1);
  });

  it('lets exactly one of many racing appends win', async () => {
    const journal = await open();
    await tell(journal, opened(1));
    const { head } = await journal.read(orders);
    const racing = Array.from({ length: 20 }, (_, n) => journal.append(orders, head, [lapsed(n)]));
    const ends = await Promise.all(racing);
    expect(ends.filter((end) => end === 'kept')).toHaveLength(1);
    const { entries } = await journal.read(orders);
    expect(factsOf(entries).at(-1)).toEqual(lapsed(ends.indexOf('kept')));
    expect(unbroken(entries, digest)).toBe(true);
  });

  it('begins a new incident with `opened`, and reads that one only', async () => {
    const journal = await open();
    await tell(journal, opened(1));
    await tell(journal, lapsed(1));
    const { entries: first } = await journal.read(orders);
    await tell(journal, opened(2), lapsed(2));
    await tell(journal, lapsed(3));
    const { entries, head } = await journal.read(orders);
    expect(factsOf(entries)).toMatchObject([{ kind: 'opened' }, lapsed(2), lapsed(3)]);
    expect(entries[0]?.before).toBe(first.at(-1)?.hash);
    expect(head).toMatchObject({ incident: 2, seq: 2 });
  });

  it('gives back an incident that is over, from its first entry to its last', async () => {
    const journal = await open();
    await tell(journal, lapsed(1));
    await tell(journal, opened(2));
    for (let offer = 1; offer <= 60; offer += 1) await tell(journal, lapsed(offer));
    await tell(journal, opened(3));
    await tell(journal, lapsed(7));
    expect(factsOf(await journal.incident(orders, 1))).toEqual([lapsed(1)]);
    const second = factsOf(await journal.incident(orders, 2));
    expect([second.length, second[0], second.at(-1)]).toEqual([61, opened(2), lapsed(60)]);
    expect(factsOf(await journal.incident(orders, 3))).toEqual([opened(3), lapsed(7)]);
    expect(await journal.incident(orders, 4)).toEqual([]);
  });

  it('keeps either a last word of an incident or the next one, not both', async () => {
    const journal = await open();
    await tell(journal, opened(1));
    const { head } = await journal.read(orders);
    const ends = await Promise.all([
      journal.append(orders, head, [opened(2)]),
      journal.append(orders, head, [lapsed(1)]),
    ]);
    expect(ends.toSorted()).toEqual(['kept', 'lost']);
  });

  it('keeps the watches apart', async () => {
    const journal = await open();
    await tell(journal, opened(1));
    expect((await journal.read('invoices' as WatchName)).entries).toEqual([]);
    expect((await journal.read('..' as WatchName)).entries).toEqual([]);
  });
});

describe('the history of a journal in files', () => {
  it('is all that was ever written, of incidents long over too', async () => {
    const journal = fileJournal(await newFolder());
    expect(await journal.history(orders)).toEqual([]);
    await tell(journal, lapsed(1));
    await tell(journal, opened(2));
    await tell(journal, lapsed(2));
    expect(factsOf(await journal.history(orders))).toEqual([lapsed(1), opened(2), lapsed(2)]);
    expect(factsOf((await journal.read(orders)).entries)).toEqual([opened(2), lapsed(2)]);
  });
});

describe('a journal in files that were harmed', () => {
  async function written() {
    const folder = await newFolder();
    const journal = fileJournal(folder);
    await tell(journal, opened(1));
    await tell(journal, lapsed(1));
    await tell(journal, lapsed(2));
    return {
      journal,
      place: join(folder, orders),
      last: join(folder, orders, '000001-000003.json'),
    };
  }

  it('is read by another process as it was written', async () => {
    const folder = await newFolder();
    await tell(fileJournal(folder), opened(1));
    expect((await fileJournal(folder).read(orders)).entries).toHaveLength(1);
  });

  it('sets a damaged entry aside, says so, and goes on refusing until it is put back', async () => {
    const { journal, place, last } = await written();
    const good = await readFile(last, 'utf8');
    await writeFile(last, good.slice(0, 40));
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-unreadable' });
    const aside = `${last}.unreadable-1`;
    expect(await readFile(aside, 'utf8')).toBe(good.slice(0, 40));
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-entry-missing' });
    const head = { incident: 1, seq: 2, hash: JSON.parse(good).before };
    await expect(journal.append(orders, head, [lapsed(7)])).rejects.toThrow('missing');
    expect(await readdir(place)).not.toContain('000001-000003.json');
    await writeFile(last, good);
    expect((await journal.read(orders)).entries).toHaveLength(3);
    expect(await readFile(aside, 'utf8')).toBe(good.slice(0, 40));
  });

  it('never overwrites what was set aside before', async () => {
    const { journal, last } = await written();
    for (const damage of ['first', 'second']) {
      await writeFile(last, damage);
      await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-unreadable' });
    }
    expect(await readFile(`${last}.unreadable-1`, 'utf8')).toBe('first');
    expect(await readFile(`${last}.unreadable-2`, 'utf8')).toBe('second');
  });

  it('does not believe an entry that was rewritten', async () => {
    const { journal, last } = await written();
    const text = await readFile(last, 'utf8');
    await writeFile(last, text.replace('"offer":2', '"offer":5'));
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it.each(['000001-000001.json', '000001-000002.json'])('misses %s', async (name) => {
    const { journal, place } = await written();
    await rm(join(place, name));
    await expect(journal.read(orders)).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it('is not misled by what a crash left half written', async () => {
    const { journal, place } = await written();
    await writeFile(join(place, '.draft-of-a-dead-process'), '{"watch":"ord');
    expect((await journal.read(orders)).entries).toHaveLength(3);
  });
});
