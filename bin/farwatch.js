#!/usr/bin/env node
/** Starts farwatch.ts on a Node that can read it: this one, or the one that npm brought along. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;
const own = Number(process.versions.node.split('.')[0]);
const script = fileURLToPath(new URL('./farwatch.ts', import.meta.url));

if (own >= needed) {
  await import(script);
} else {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = platform === 'win' ? 'bin/node.exe' : 'bin/node';
  const name = `../node_modules/node-${platform}-${process.arch}/${file}`;
  const bundled = fileURLToPath(new URL(name, import.meta.url));
  if (!existsSync(bundled)) {
    process.stderr.write(
      `farwatch needs Node ${needed} and this is ${process.versions.node}.\n` +
        'Run `npm ci` in its folder, which brings the right one, or install it yourself.\n',
    );
    process.exit(2);
  }
  const child = spawn(bundled, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
