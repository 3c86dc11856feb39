/** A newer farwatch: this very source tree with one more kind of fact, synthesised for the same file. */

import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { account, type Prepared } from './prepared.ts';
import { synthesise } from './synthesise.ts';

export interface Newer {
  /** A `cdk.out`. */
  readonly assembly: string;
  remove(): Promise<void>;
}

/** What it writes along with each approval, and no farwatch of this tree knows. */
export const newerKind = 'rehearsed';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** All that an app is synthesised from. */
const parts = [
  ...['adapters', 'bin', 'checks', 'config', 'core', 'deploy', 'infra', 'lambdas'],
  ...['probes', 'services', 'steps', 'package.json', 'tsconfig.json'],
];

const changes: readonly (readonly [file: string, before: string, after: string])[] = [
  ['adapters/journal-entry.ts', '  over: true,', `  over: true,\n  ${newerKind}: true,`],
  ['core/evolve.ts', `    case 'refused':`, `    case '${newerKind}':\n    case 'refused':`],
  [
    'core/deciding/answers.ts',
    `[...news, { kind: 'approved', at, approval, plan }]`,
    `[...news, { kind: '${newerKind}', at }, { kind: 'approved', at, approval, plan }]`,
  ],
];

export async function newerOf({ text }: Pick<Prepared, 'text'>): Promise<Newer> {
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-newer-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const change of changes) await make(folder, change);
    const [watch, assembly] = [join(folder, 'farwatch.yaml'), join(folder, 'cdk.out')];
    await writeFile(watch, text);
    await synthesise({ watch, folder: assembly, account, bundles: true, from: folder });
    return { assembly, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function make(folder: string, [file, before, after]: (typeof changes)[number]) {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  const [head, tail, ...more] = text.split(before);
  if (tail === undefined || more.length > 0) {
    throw new Error(`${file} is no longer as the newer farwatch changes it: ${before}`);
  }
  await writeFile(path, `${head}${after}${tail}`);
}
