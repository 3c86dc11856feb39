/** Holds the README to what it says: its blocks run, its links lead somewhere, it stays short. */

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

const blocks: readonly Block[] = [
  ...readme.matchAll(/(?:<!-- not run: (.+) -->\n)?```sh\n([\s\S]*?)```/g),
].map(({ 1: excuse, 2: commands = '', index }) => ({
  line: readme.slice(0, index).split('\n').length,
  commands,
  excuse,
}));

/** A folder that looks like this one, in which a reader may write. */
const folder = mkdtempSync(join(tmpdir(), 'farwatch-readme-'));
for (const name of readdirSync('.')) symlinkSync(resolve(name), join(folder, name));
rmSync(join(folder, 'farwatch.schema.json'), { force: true });
rmSync(join(folder, 'farwatch.yaml'), { force: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('README', () => {
  it('is under 300 lines, with the two commands near its top', () => {
    expect(lines.length).toBeLessThan(300);
    const top = lines.slice(0, 20).join('\n');
    expect(top).toContain('npm ci && npm start');
    expect(top).toContain('npm ci && npm test');
  });

  it('has shell blocks that a test can run, in the order a reader meets them', async () => {
    const runnable = blocks.filter(({ excuse }) => excuse === undefined);
    expect(runnable.length).toBeGreaterThanOrEqual(4);
    for (const { line, commands } of runnable) {
      const said = await run('bash', ['-euc', commands], { cwd: folder });
      expect({ line, code: said.code, said: said.code === 0 ? '' : said.all }).toEqual({
        ...{ line, code: 0, said: '' },
      });
    }
    const schema: unknown = JSON.parse(readFileSync(join(folder, 'farwatch.schema.json'), 'utf8'));
    expect(schema).toMatchObject({ title: 'farwatch.yaml' });
  }, 60_000);

  it('names in its blocks only commands and options that exist', async () => {
    const used = blocks.flatMap(({ commands }) => [
      ...commands.matchAll(/^npm run (?:--silent )?farwatch -- (\w+)([^#\n]*)/gm),
    ]);
    expect(used.length).toBeGreaterThan(5);
    const help = new Map<string, string>();
    for (const [, command = '', rest = ''] of used) {
      if (!help.has(command)) help.set(command, (await farwatch([command, '--help'])).stdout);
      expect(help.get(command)).toContain(`Usage: farwatch ${command}`);
      for (const [option] of rest.matchAll(/--[a-z]+/g))
        expect(help.get(command)).toContain(option);
    }
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
