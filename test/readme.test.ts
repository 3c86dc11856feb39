/** Holds what people type from a page to what it says: its blocks run, its commands exist. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { exits } from '../bin/exit.ts';
import { farwatch, run } from './command-line.ts';

const readme = readFileSync('README.md', 'utf8');
const lines = readme.split('\n');

interface Block {
  readonly line: number;
  readonly commands: string;
  /** Why a test does not run it. */
  readonly excuse: string | undefined;
}

function blocksIn(page: string): readonly Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/(?:<!-- not run: (.+) -->\n)?```sh\n([\s\S]*?)```/g)].map(
    ({ 1: excuse, 2: commands = '', index }) => ({
      line: text.slice(0, index).split('\n').length,
      commands,
      excuse,
    }),
  );
}

/** A folder that looks like this one, in which a reader may write. */
function readersFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'farwatch-readme-'));
  for (const name of readdirSync('.')) symlinkSync(resolve(name), join(folder, name));
  rmSync(join(folder, 'farwatch.schema.json'), { force: true });
  rmSync(join(folder, 'farwatch.yaml'), { force: true });
  return folder;
}

/** Pages that people follow to the letter, and in how many blocks at least they do. */
const followed = { 'README.md': 4, 'docs/deploy.md': 4, 'docs/private-networks.md': 0 } as const;

describe.each(Object.entries(followed))('%s', (page, least) => {
  const blocks = blocksIn(page);
  const folder = readersFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has shell blocks that a test can run, in the order a reader meets them', async () => {
    const runnable = blocks.filter(({ excuse }) => excuse === undefined);
    expect(runnable.length).toBeGreaterThanOrEqual(least);
    for (const { line, commands } of runnable) {
      const said = await run('bash', ['-euc', commands], { cwd: folder });
      expect({ line, code: said.code, said: said.code === 0 ? '' : said.all }).toEqual({
        ...{ line, code: 0, said: '' },
      });
    }
    const schema = join(folder, 'farwatch.schema.json');
    if (page !== 'README.md') return;
    expect(JSON.parse(readFileSync(schema, 'utf8'))).toMatchObject({ title: 'farwatch.yaml' });
  }, 120_000);

  it('names in its blocks only commands and options that exist', async () => {
    const used = blocks.flatMap(({ commands }) => [
      ...commands.matchAll(/^npm run (?:--silent )?farwatch -- (\w+)([^#\n&]*)/gm),
    ]);
    expect(used.length).toBeGreaterThan(0);
    const help = new Map<string, string>();
    for (const [, command = '', rest = ''] of used) {
      const verb = /^ (setup|remove|verify)\b/.exec(rest)?.[1];
      const called = [command, ...(verb === undefined ? [] : [verb])];
      const name = called.join(' ');
      if (!help.has(name)) help.set(name, (await farwatch([...called, '--help'])).stdout);
      expect(help.get(name)).toContain(`Usage: farwatch ${name}`);
      for (const [option] of rest.matchAll(/--[a-z]+/g)) expect(help.get(name)).toContain(option);
    }
  });
});

describe('README', () => {
  it('is under 300 lines, with the two commands near its top', () => {
    expect(lines.length).toBeLessThan(300);
    const top = lines.slice(0, 20).join('\n');
    expect(top).toContain('npm ci && npm start');
    expect(top).toContain('npm ci && npm test');
  });

  it('lists every command', async () => {
    const { stdout } = await farwatch(['--help']);
    const commands = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(6);
    const silent = commands.filter((name) => !new RegExp(`\`${name}\\b`).test(readme));
    expect(silent).toEqual([]);
  });

  it('lists every exit code', () => {
    const told = [...readme.matchAll(/^\| (\d) \| /gm)].map(([, code]) => Number(code));
    expect(told).toEqual(Object.values(exits));
  });

  it('has small pictures', () => {
    const pictures = readdirSync('docs/pictures');
    expect(pictures.some((name) => readme.includes(`docs/pictures/${name}`))).toBe(true);
    for (const name of pictures) {
      expect(statSync(join('docs/pictures', name)).size).toBeLessThan(150 * 1024);
    }
  });
});
