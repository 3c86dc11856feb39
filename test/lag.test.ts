/** Our own event loop, held up on purpose: this is about real time, so real time is spent. */

import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { wallClock } from '../adapters/local/clock.ts';
import { eventLoopLag } from '../adapters/local/lag.ts';

function standStill(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

it('tells how long the loop stood still since a moment, to everyone who asks', async () => {
  const lagMs = eventLoopLag();
  const before = wallClock.now();
  await wait(30);
  standStill(150);
  // Known at once, before the loop has turned again.
  expect(lagMs(before)).toBeGreaterThan(100);
  await wait(30);
  expect(lagMs(before)).toBeGreaterThan(100);
  expect(lagMs(before)).toBeGreaterThan(100);
  standStill(150);
  await wait(30);
  expect(lagMs(before)).toBeGreaterThan(200);
});

it('does not count what was before', async () => {
  const lagMs = eventLoopLag();
  standStill(200);
  expect(lagMs(wallClock.now())).toBeLessThan(50);
});
