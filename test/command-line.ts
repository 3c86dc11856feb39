/** Runs the command line as a person does: a process of its own, its words and its exit code. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a terminal would show them. */
  readonly all: string;
}

export interface How {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent as soon as `stdout` and `stderr` together contain `when`. */
  readonly signal?: { readonly when: string; readonly name: NodeJS.Signals };
}

const script = resolve('bin/farwatch.js');

/** `farwatch ...args`, on the Node that runs the tests. */
export function farwatch(args: readonly string[], how: How = {}): Promise<Said> {
  return run(process.execPath, [script, ...args], how);
}

export async function run(command: string, args: readonly string[], how: How = {}): Promise<Said> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...how.env };
  const child = spawn(command, [...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(how.cwd === undefined ? {} : { cwd: how.cwd }),
  });
  let all = '';
  const hear = (chunk: Buffer) => {
    all += chunk.toString('utf8');
    if (how.signal !== undefined && all.includes(how.signal.when)) child.kill(how.signal.name);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr, all };
}
