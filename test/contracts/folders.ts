/** Folders for tests of what is kept in files; all are gone when the tests are over. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(async () => {
  await Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true })));
});

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-test-'));
  made.push(folder);
  return folder;
}
