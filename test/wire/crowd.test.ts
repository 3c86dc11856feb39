/** Two hundred probes at once on one core: our own queue is never called an outage. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import type { Crowd } from './crowd.ts';

const run = promisify(execFile);
const script = new URL('./crowd.ts', import.meta.url).pathname;
const taskset = '/usr/bin/taskset';
const pinned = existsSync(taskset) ? [taskset, '-c', '0'] : [];

/** Peers and probes share the core, which is harder on us than any estate would be. */
async function crowdWith(...args: readonly string[]): Promise<Crowd> {
  const [command = execPath, ...rest] = [...pinned, execPath, script, ...args];
  const { stdout } = await run(command, rest);
  return JSON.parse(stdout);
}

it('asks all of them, and all are up; the round records how long we stood still', async () => {
  const crowd = await crowdWith();
  expect(crowd).toMatchObject({ up: 200, down: 0, unsure: 0 });
  expect(crowd.lagMs).toBeGreaterThanOrEqual(0);
});

it('calls none of them down while our own loop stands still beyond the deadline', async () => {
  const crowd = await crowdWith('3000');
  expect(crowd.down).toBe(0);
  expect(crowd.unsure).toBeGreaterThan(0);
  expect(crowd.up + crowd.unsure).toBe(200);
  for (const why of crowd.whys) expect(why).toMatch(/^our own event loop stood still for \d+ ms/);
  expect(crowd.lagMs).toBeGreaterThan(2_500);
});
