/** A rehearsal whose terminal is closed: it ends at once, claims nothing, and leaves nothing. */

import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { endOf, farwatchWith, killAll } from './processes.ts';

const unsure = 3;
const place = await mkdtemp(join(tmpdir(), 'farwatch-unread-'));

afterAll(async () => {
  killAll();
  await rm(place, { recursive: true, force: true });
});

it('is not called fine when nobody reads it any more', async () => {
  const running = farwatchWith({ TMPDIR: place }, 'rehearse', 'examples/orders.yaml', '--yes');
  const { stdout } = running.child;
  await once(stdout, 'data');
  stdout.destroy();
  expect(await endOf(running, 20_000)).toMatchObject({ code: unsure });
  expect(await readdir(place)).toEqual([]);
}, 30_000);
