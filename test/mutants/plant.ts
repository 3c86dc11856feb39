/** Plants a fault in a copy of the tree that is thrown away, and lets the simulation look for it. */

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Mutant } from './table.ts';

export interface Found {
  readonly seed: number;
  readonly promise: string;
  readonly why: string;
}

const sources = [
  ...['core', 'probes', 'steps', 'checks', 'services', 'config', 'adapters', 'lambdas', 'lab'],
  ...['deploy', 'infra', 'examples', 'package.json'],
];

/** What found it; undefined when it survived all seeds. */
export async function hunt(mutant: Mutant, seeds: number): Promise<Found | undefined> {
  const tree = mkdtempSync(join(tmpdir(), 'farwatch-mutant-'));
  try {
    for (const source of sources) cpSync(source, join(tree, source), { recursive: true });
    symlinkSync(resolve('node_modules'), join(tree, 'node_modules'));
    for (const edit of mutant.edits) plant(mutant, edit, join(tree, edit.file));
    return await simulate(tree, seeds, mutant);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function plant({ name }: Mutant, { find, replace }: Mutant['edits'][number], file: string): void {
  const text = readFileSync(file, 'utf8');
  const times = text.split(find).length - 1;
  if (times !== 1) {
    throw new Error(
      `cannot plant "${name}": "${find}" stands ${times} times in ${file}; mend test/mutants/table.ts`,
    );
  }
  writeFileSync(
    file,
    text.replace(find, () => replace),
  );
}

function simulate(tree: string, seeds: number, { stories }: Mutant): Promise<Found | undefined> {
  const sort = stories === undefined ? [] : [`--${stories}`];
  const args = ['lab/simulation/main.ts', '--json', '--seeds', String(seeds), ...sort];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 }, (error, out, err) => {
      // Exit code 1 is a promise broken; anything else is a mutant that does not even run.
      if (error !== null && error.code !== 1) return reject(new Error(`${error.message}\n${err}`));
      const { broken } = JSON.parse(out) as { broken?: Found };
      return resolve(broken);
    });
  });
}
