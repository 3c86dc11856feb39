/** Lab and house as processes of their own, which may be killed, and are all gone in the end. */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

type Child = ChildProcessByStdio<null, Readable, Readable>;

const running = new Set<Child>();

/** Whatever happens to the tests, nothing of theirs is left behind. */
process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    killAll();
    process.exit(1);
  });
}

export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All that it wrote, for the person who must find out why. */
  readonly output: string;
}

export interface Running {
  readonly child: Child;
  readonly ended: Promise<Ended>;
}

/** Starts are what a killing test does most: what was compiled once is kept. */
const env = {
  ...process.env,
  NODE_OPTIONS: '',
  NODE_COMPILE_CACHE: join('node_modules', '.cache', 'farwatch-compiled'),
};

export function farwatch(...words: readonly string[]): Running {
  return farwatchWith({}, ...words);
}

/** `more`: variables that this process has besides the usual ones. */
export function farwatchWith(
  more: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Running {
  const child = spawn(process.execPath, ['bin/farwatch.ts', ...words], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  }
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    running.delete(child);
    return { code, signal, output: parts.join('') };
  });
  return { child, ended };
}

/** Rejects, and kills it, when it has not ended in time. */
export async function endOf({ child, ended }: Running, msMax: number): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(async () => {
      child.kill('SIGKILL');
      const { output } = await ended;
      reject(new Error(`process ${child.pid} did not end within ${msMax} ms:\n${output}`));
    }, msMax);
  });
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
