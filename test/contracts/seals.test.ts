/** What every seal must honour. */

import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kmsSeals } from '../../adapters/aws/seals.ts';
import { fileSeals } from '../../adapters/local/seals.ts';
import type { Seals } from '../../core/ports.ts';
import { memorySeals } from '../../lab/world/stores/seals.ts';
import { aKms } from '../adapters/aws/clouds.ts';
import { newFolder } from './folders.ts';

const approval = 'ana approved d1 of offer 2';

const makers: Record<string, (name: string) => Promise<Seals>> = {
  memory: async (name) => memorySeals(`key of ${name}`),
  files: async () => fileSeals(join(await newFolder(), 'seal.key')),
  async KMS() {
    const { kms, client } = await aKms();
    return kmsSeals({ client, key: kms.newKey() });
  },
};

describe.each(Object.entries(makers))('seals in %s', (_, open) => {
  it('verify what they sealed, again and again', async () => {
    const seals = await open('ours');
    const seal = await seals.seal(approval);
    expect(await seals.verify(approval, seal)).toBe(true);
    expect(await seals.verify(approval, seal)).toBe(true);
  });

  it('refuse another text, another mark, and none', async () => {
    const seals = await open('ours');
    const seal = await seals.seal(approval);
    const tampered = `${seal[0] === 'A' ? 'B' : 'A'}${seal.slice(1)}`;
    expect(await seals.verify('bob approved d1 of offer 2', seal)).toBe(false);
    for (const mark of [tampered, seal.slice(0, -4), `${seal}AAAA`, '', 'not a seal']) {
      expect(await seals.verify(approval, mark)).toBe(false);
    }
  });

  it('refuse what was sealed with another key', async () => {
    const [ours, theirs] = [await open('ours'), await open('theirs')];
    expect(await ours.verify(approval, await theirs.seal(approval))).toBe(false);
  });
});

describe('seals in files', () => {
  it('share one key, which only its user can read', async () => {
    const path = join(await newFolder(), 'seal.key');
    const made = await Promise.all([1, 2, 3].map(() => fileSeals(path).seal(approval)));
    expect(new Set(made).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(made[0]).not.toContain((await readFile(path, 'utf8')).trim());
  });

  it('refuse a key that others may read, and one that is damaged', async () => {
    const path = join(await newFolder(), 'seal.key');
    const seals = fileSeals(path);
    await seals.seal(approval);
    await chmod(path, 0o644);
    await expect(seals.seal(approval)).rejects.toMatchObject({ code: 'seal-key-exposed' });
    await chmod(path, 0o600);
    await writeFile(path, 'abc');
    await expect(seals.verify(approval, 'x')).rejects.toMatchObject({ code: 'seal-key-damaged' });
  });
});
