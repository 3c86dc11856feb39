/** That a service is added by one file and one line: a toy is, to a copy of the project, and nothing else. */

import { appendFileSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { run } from './command-line.ts';
import { toy } from './toy/services/toy.ts';

/** The file of each, as it would lie in its folder, and the line of its registry. */
const toys = [
  ['probes', 'toy', "export { toy } from './toy.ts';"],
  ['steps', 'toy-switch', "export { toySwitch as 'toy-switch' } from './toy-switch.ts';"],
  ['services', 'toy', "export { toy } from './toy.ts';"],
] as const;

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'farwatch-adding-'));
  const left = ['node_modules', '.git', '.farwatch', 'cdk.out', 'coverage'];
  cpSync('.', copy, { recursive: true, filter: (path) => !left.includes(basename(path)) });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  for (const [folder, name, line] of toys) {
    const text = readFileSync(`test/toy/${folder}/${name}.ts`, 'utf8');
    writeFileSync(join(copy, folder, `${name}.ts`), text.replaceAll("'../../../", "'../"));
    appendFileSync(join(copy, folder, 'registry.ts'), `${line}\n`);
  }
  writeFileSync(join(copy, 'toy.yaml'), watchFile());
});

afterAll(() => rm(copy, { recursive: true, force: true }));

/** An example, with the toy as the only service of its watch. */
function watchFile(change: (settings: object) => object = (same) => same): string {
  const file = parse(readFileSync('examples/shop.yaml', 'utf8'));
  const services = { train: { kind: 'toy', critical: true, with: change(toy.example) } };
  const { acknowledge: _, ...shop } = file.watches.shop;
  return stringify({ ...file, watches: { shop: { ...shop, services } } }, { lineWidth: 0 });
}

const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: copy });
const farwatch = (...args: readonly string[]) => node('bin/farwatch.ts', ...args);

describe('the file', () => {
  it('may have the toy', async () => {
    const { stdout, code } = await farwatch('validate', 'toy.yaml');
    expect([stdout, code]).toEqual([
      expect.stringContaining('toy toy-we.contoso.com / toy-ne.contoso.com'),
      0,
    ]);
  });

  it('is refused with a setting of it misspelt, by line and column, and a way out', async () => {
    const text = watchFile((settings) => ({ ...settings, whels: 4, wheels: undefined }));
    writeFileSync(join(copy, 'odd.yaml'), text);
    const { all, code } = await farwatch('validate', 'odd.yaml');
    const at = text.split('\n').findIndex((line) => line.includes('whels'));
    const column = (text.split('\n')[at]?.indexOf('whels') ?? 0) + 1;
    expect(all).toContain(
      `odd.yaml:${at + 1}:${column} watches.shop.services.train.with.whels: is not known here -> Did you mean wheels?`,
    );
    expect(code).toBe(2);
  });

  it('is completed and checked by editors, as the schema has the toy', async () => {
    const schema = JSON.parse((await farwatch('schema')).stdout);
    const accepts = new Ajv({ unknownFormats: 'ignore' }).compile(schema);
    expect([accepts(parse(watchFile())), accepts.errors]).toEqual([true, null]);
    expect(accepts(parse(watchFile((settings) => ({ ...settings, whels: 4 }))))).toBe(false);
    expect(JSON.stringify(schema)).toContain('How many the toy has.');
  });
});

describe('the documents', () => {
  it('have the toy as they have all others, and are else what they were', async () => {
    expect((await node('bin/docs.ts')).all).toBe('');
    for (const [folder, name] of toys) {
      const before = readFileSync(`docs/${folder}.md`, 'utf8');
      const after = readFileSync(join(copy, `docs/${folder}.md`), 'utf8');
      const section = sectionOf(after, name);
      expect(after.replace(section, '')).toBe(before);
      expect(section).toContain('On cards and at the terminal: `');
    }
    const page = readFileSync(join(copy, 'docs/services.md'), 'utf8');
    expect(sectionOf(page, 'toy')).toContain(
      '| `wheels` | number, 1 to 9007199254740991 | `4` | How many the toy has. |',
    );
  });
});

describe('the rights', () => {
  const told = z.array(z.looseObject({ identity: z.string(), action: z.string() }));
  const scope = (side: 'primary' | 'secondary') => toy.example[side].workflow.toLowerCase();

  it('of the identity that moves are what the step of the toy asks for, on its workflows', async () => {
    const { stdout } = await farwatch('rights', 'toy.yaml', '--json');
    const moving = told.parse(JSON.parse(stdout)).filter(({ identity }) => identity === 'switch');
    const actions = [
      'Microsoft.Authorization/permissions/read',
      'Microsoft.Logic/workflows/disable/action',
      'Microsoft.Logic/workflows/enable/action',
      'Microsoft.Logic/workflows/read',
    ];
    const both = [scope('primary'), scope('secondary')];
    const given = moving.map((right) => [String(right['scope']).toLowerCase(), right.action]);
    expect(given.toSorted()).toEqual(
      both.flatMap((on) => actions.map((action) => [on, action])).toSorted(),
    );
    for (const right of moving) expect(right['worst']).toEqual(expect.stringContaining('toy'));
  });

  it('are in the role that is set up at Azure', async () => {
    const { stdout, code } = await farwatch('azure', 'setup', 'toy.yaml', '--json');
    expect(code).toBe(0);
    expect(stdout).toContain('Microsoft.Logic/workflows/disable/action');
    expect(stdout).toContain('contoso-toys-we');
  });
});

describe('the contracts', () => {
  const results = z.object({
    success: z.boolean(),
    testResults: z.array(
      z.object({
        name: z.string(),
        assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
      }),
    ),
  });

  it('are held against the toy, and no other test wants a line for it', async () => {
    const families = ['probes', 'steps', 'services', 'checks'];
    const suites = [
      ...families.map((family) => `test/contracts/${family}.test.ts`),
      ...[
        'test/config/docs.test.ts',
        'test/config/refusals.test.ts',
        'test/config/json-schema.test.ts',
      ],
      ...['test/docs.test.ts', 'test/tidy.test.ts'],
    ];
    const jest = 'node_modules/jest/bin/jest.js';
    const args = ['--experimental-vm-modules', '--no-warnings', jest, '--json', '-i', ...suites];
    const { stdout, stderr } = await node(...args);
    const { success, testResults } = results.parse(JSON.parse(stdout));
    expect(success ? '' : stderr).toBe('');
    for (const family of families) {
      const suite = testResults.find(({ name }) => name.endsWith(`contracts/${family}.test.ts`));
      const passed = suite?.assertionResults.filter(
        ({ fullName, status }) => /\btoy(-switch)?\b/.test(fullName) && status === 'passed',
      );
      expect([family, passed?.length]).toEqual([family, expect.any(Number)]);
      expect(passed?.length).toBeGreaterThan(0);
    }
  }, 60_000);
});

/** From its heading to the next, with the empty line between. */
function sectionOf(page: string, name: string): string {
  const from = page.indexOf(`## \`${name}\`\n`);
  const to = page.indexOf('\n## ', from);
  return page.slice(from, to === -1 ? undefined : to + 1);
}
