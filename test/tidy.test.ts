/** Holds the source to its own table of imports, its sizes and its words. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const folders = [
  'core',
  'probes',
  'steps',
  'checks',
  'services',
  'config',
  'deploy',
  'adapters',
  'lambdas',
  'infra',
  'lab',
  'bin',
  'test',
] as const;
type Folder = (typeof folders)[number];

interface Source {
  readonly path: string;
  readonly folder: Folder;
  readonly text: string;
  readonly lines: readonly string[];
}

const sources: readonly Source[] = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      return { path, folder, text, lines: text.split('\n') };
    }),
);
const product = sources.filter((s) => s.folder !== 'test');

/** Who may import whom; `packages` besides what the folder itself is. */
const table: Record<
  Folder,
  { readonly of: readonly Folder[]; readonly packages: readonly RegExp[] }
> = {
  core: { of: ['core'], packages: [] },
  probes: { of: ['core', 'probes'], packages: [/^zod$/] },
  steps: { of: ['core', 'steps'], packages: [/^zod$/] },
  checks: { of: ['core', 'checks'], packages: [/^zod$/] },
  services: { of: ['core', 'probes', 'steps', 'checks', 'services'], packages: [/^zod$/] },
  config: {
    of: ['core', 'probes', 'steps', 'checks', 'services', 'config'],
    packages: [/^(zod|yaml)$/],
  },
  // What is computed from a watch file for those who deploy it: rights, roles, costs.
  deploy: {
    of: ['core', 'probes', 'steps', 'checks', 'services', 'config', 'deploy'],
    packages: [],
  },
  lambdas: { of: ['core', 'lambdas'], packages: [] },
  adapters: {
    of: ['core', 'adapters'],
    packages: [/^node:/, /^@aws-sdk\//, /^@azure\//, /^@slack\//, /^axios$/, /^dns2$/],
  },
  infra: {
    of: ['core', 'probes', 'steps', 'checks', 'services', 'config', 'deploy', 'adapters', 'infra'],
    packages: [
      /^node:/,
      /^aws-cdk-lib(\/|$)/,
      /^constructs$/,
      /^cdk-nag$/,
      /^esbuild$/,
      /^@swc\/core$/,
    ],
  },
  lab: {
    // All but what runs in a function's own process, and what makes the stacks.
    of: folders.filter((one) => !['infra', 'bin', 'test'].includes(one)),
    packages: [
      /^node:/,
      /^@aws-sdk\//,
      /^dynalite$/,
      /^rhea$/,
      /^dns2$/,
      /^zod$/,
      /^yaml$/,
      /^@peculiar\//,
    ],
  },
  bin: { of: [...folders].filter((f) => f !== 'test'), packages: [/./] },
  test: { of: folders, packages: [/./] },
};

/** Where a deployed function is wired: everything that it runs on is known there, nothing decided. */
const wired = {
  of: ['core', 'probes', 'steps', 'checks', 'services', 'config', 'deploy', 'adapters', 'lambdas'],
  packages: [/^node:/],
} as const;
const wires = /^lambdas\/(?:cloud\/|\w+\/handler\.ts$)/;
/** In place of a package or of a hand, in a bundle: it may import what that did. */
const standIn = /^infra\/bundled\//;

function allowed({ path, folder }: Source): (typeof table)[Folder] {
  if (wires.test(path)) return wired;
  if (standIn.test(path)) return { of: ['core'], packages: [/^@aws-sdk\//] };
  return table[folder];
}

function importsOf({ text }: Source): readonly string[] {
  return [...text.matchAll(/^(?:import|export)\b[^'";]*?from '([^']+)';$/gm)].map(
    (m) => m[1] ?? '',
  );
}

function faultOf(source: Source, target: string): string | undefined {
  const { of, packages } = allowed(source);
  if (!target.startsWith('.')) {
    return packages.some((p) => p.test(target)) ? undefined : `${source.path} imports ${target}`;
  }
  const folder = normalize(join(dirname(source.path), target)).split('/')[0];
  return of.some((f) => f === folder) ? undefined : `${source.path} imports ${target}`;
}

/** All that a file of ours brings along before it does anything: files by path, packages by name. */
function loadedBy(entry: string): ReadonlySet<string> {
  const seen = new Set([entry]);
  for (const path of seen) {
    const text = sources.find((s) => s.path === path)?.text ?? '';
    for (const [, target = ''] of text.matchAll(
      /^(?:import|export) (?!type\b)[^'";]*?from '([^']+)'/gm,
    )) {
      seen.add(target.startsWith('.') ? normalize(join(dirname(path), target)) : target);
    }
  }
  return seen;
}

describe('the source', () => {
  it('imports only what the table allows', () => {
    const faults = sources.flatMap((s) => importsOf(s).flatMap((t) => faultOf(s, t) ?? []));
    expect(faults).toEqual([]);
  });

  it('loads nothing but commander to tell help', () => {
    const loaded = loadedBy('bin/farwatch.ts');
    const packages = [...loaded].filter((one) => !one.endsWith('.ts') && !/^node:/.test(one));
    expect(packages.filter((one) => !one.endsWith('package.json'))).toEqual(['commander']);
    expect([...loaded].filter((one) => /^(adapters|lab|lambdas|deploy)\//.test(one))).toEqual([]);
  });

  it('opens each file with one sentence that says why it exists', () => {
    const bad = product.filter((s) => !/^(#!.*\n)?\/\*\*\s/.test(s.text)).map((s) => s.path);
    expect(bad).toEqual([]);
  });

  it('keeps files short: none over 260 lines, half of them under 80', () => {
    const sizes = product.map((s) => s.lines.length).toSorted((a, b) => a - b);
    expect(product.filter((s) => s.lines.length > 260).map((s) => s.path)).toEqual([]);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('keeps what a function is wired of to 20 lines', () => {
    const handlers = product.filter((s) => s.path.endsWith('handler.ts'));
    expect(handlers.length).toBeGreaterThanOrEqual(7);
    expect(handlers.filter((s) => s.lines.length > 21).map((s) => s.path)).toEqual([]);
  });

  it('has no room called utils, helpers, common, shared, lib or types', () => {
    const rooms = /(^|\/)(utils?|helpers?|common|shared|lib|types)(\/|\.ts$)/;
    expect(product.map((s) => s.path).filter((path) => rooms.test(path))).toEqual([]);
  });

  it('has no any, no suppressed checks and no promise of later', () => {
    const words =
      /\bas any\b|:\s*any[;,)\]>=]|@ts-(ignore|nocheck)|biome-ignore|\bTODO\b|\bFIXME\b/;
    const bad = product.flatMap((s) =>
      s.lines.flatMap((line, at) => (words.test(line) ? [`${s.path}:${at + 1}`] : [])),
    );
    expect(bad).toEqual([]);
  });

  it('reads the clock, the dice and the environment only where the world begins', () => {
    const world = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\bconsole\./;
    const pure: readonly Folder[] = [
      ...(['core', 'probes', 'steps', 'checks', 'services', 'config'] as const),
      ...(['deploy', 'lambdas', 'infra'] as const),
    ];
    const bad = product
      .filter((s) => pure.includes(s.folder) && !s.path.endsWith('handler.ts'))
      .flatMap((s) =>
        s.lines.flatMap((line, at) => (world.test(line) ? [`${s.path}:${at + 1}`] : [])),
      );
    expect(bad).toEqual([]);
  });

  it('swallows no error', () => {
    const bad = product
      .filter((s) => /catch\s*(\(\w*\))?\s*\{\s*\}/.test(s.text))
      .map((s) => s.path);
    expect(bad).toEqual([]);
  });
});
