/** The command line as a person meets it: help, refusals, codes, and what a machine reads. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { commands } from '../bin/commands.ts';
import { clickOf, promptFor } from '../bin/terminal.ts';
import type { Incident } from '../core/incident.ts';
import { dark, minute, Story } from './build.ts';
import { farwatch, run } from './command-line.ts';

const example = 'examples/orders.yaml';
const folder = mkdtempSync(join(tmpdir(), 'farwatch-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All there are: one that joins is held to the same. */
const program = commands.reduce((all, enrol) => {
  enrol(all, () => {});
  return all;
}, new Command());
const names = program.commands.map((command) => command.name());
/** As they are typed: of a group, each of those within it. */
const typed = program.commands.flatMap((command) =>
  command.commands.length === 0
    ? [command.name()]
    : command.commands.map((within) => `${command.name()} ${within.name()}`),
);
/** Those that begin with a watch file. */
const readers = program.commands
  .filter(({ registeredArguments: [first] }) => first?.name() === 'file' && first.required)
  .map((command) => command.name());

const secrets = {
  FARWATCH_LOOK_SECRET: 'look-secret-of-the-test',
  FARWATCH_SWITCH_SECRET: 'switch-secret-of-the-test',
  EDI_HEALTH_URL_WE: 'https://prod-01.westeurope.logic.azure.com/workflows/a?sig=signature-we',
  EDI_HEALTH_URL_NE: 'https://prod-01.northeurope.logic.azure.com/workflows/b?sig=signature-ne',
  ORDERS_BUS_KEY: 'bus-key-of-the-test',
  ORDERS_API_KEY: 'api-key-of-the-test',
};

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const refusal = (stdout: string): unknown => JSON.parse(stdout);

describe('help', () => {
  it('names every command and every exit code', async () => {
    const { code, stdout } = await farwatch(['--help']);
    expect(code).toBe(0);
    for (const command of names) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(stdout).toContain('0 fine · 1 down or failed · 2 refused input · 3 could not be told');
  });

  it.each(typed)('of %s says what it does and what it takes', async (command) => {
    const { code, stdout, stderr } = await farwatch([...command.split(' '), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: farwatch ${command}`);
    expect(stdout).toContain('--json');
    expect(stdout).toContain('Exit codes:');
  });

  it('tells the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await farwatch(['--version'])).stdout).toBe(`${version}\n`);
  });

  it("works on the machine's own Node, whichever it is", async () => {
    const said = await run('node', ['bin/farwatch.js', 'validate', example]);
    expect([said.code, said.stderr]).toEqual([0, '']);
  });
});

describe('a slip of the hand', () => {
  it.each<[string, readonly string[], string]>([
    ['an unknown command', ['frobnicate'], "unknown command 'frobnicate'"],
    ['a misspelled option', ['plan', example, '--frm'], 'Did you mean --from?'],
    ['a missing file name', ['validate'], "missing required argument 'file'"],
    ['a missing file name, one level down', ['azure', 'setup'], "missing required argument 'file'"],
    ['a side that is none', ['plan', example, '--from', 'east'], 'primary, secondary'],
    ['a file that is not there', ['validate', 'nope.yaml'], 'there is no such file'],
    ['a folder', ['validate', 'examples'], 'it is a folder'],
    ['a watch that is not in it', ['plan', example, '--watch', 'x'], 'the file has orders'],
    ['a service that is not in it', ['plan', example, '--services', 'x'], 'order-api'],
    ['no file to rehearse', ['rehearse'], 'farwatch rehearse examples/orders.yaml'],
    ['no scenario of that name', ['rehearse', '--scenario', 'nope.yaml'], 'nope.yaml'],
    ['watching as one of three', ['watch', example], '--alone "why"'],
    ['a person who is none', ['watch', example, '--alone', 'x', '--as', 'dora'], 'ana, ben'],
  ])('%s is refused with a way out, and a code of 2', async (_, args, words) => {
    const { code, stdout, stderr } = await farwatch(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/this is a bug|\n {4}at /);
  });
});

describe('a file that is wrong', () => {
  it('is told with line, column, path and a way out, all faults at once', async () => {
    const broken = readFileSync(example, 'utf8')
      .replace('mode: ask', 'mode: aks')
      .replace('primary: westeurope', 'primary: westeurop')
      .replace('kind: service-bus', 'kind: servicebus')
      .replace('approvers: [ana, ben]', 'approvers: [ana, dora]');
    const file = write('broken.yaml', broken);
    const { code, stdout, stderr } = await farwatch(['validate', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /broken\.yaml:\d+:\d+ watches\.orders\.mode: aks .* -> Did you mean ask\?/,
    );
    expect(stderr).toContain('Did you mean westeurope?');
    expect(stderr).toContain('Did you mean service-bus?');
    expect(stderr).toContain('dora');
    expect(stderr).toMatch(/\n[4-9] faults; nothing was done\.\n$/);
  });

  it('is told when it is no YAML, or empty', async () => {
    const bracket = await farwatch(['validate', write('bracket.yaml', 'watches: [orders\n')]);
    expect([bracket.code, bracket.stdout]).toEqual([2, '']);
    expect(bracket.stderr).toMatch(/bracket\.yaml:\d+:\d+ .+ -> .+/);
    const empty = await farwatch(['validate', write('empty.yaml', '')]);
    expect(empty.stderr).toContain('Begin with a copy of examples/orders.yaml.');
  });
});

describe('secrets that are missing', () => {
  it.each(['probe', 'watch'])('are all named before %s begins', async (command) => {
    const args = [command, example, ...(command === 'watch' ? ['--alone', 'why'] : [])];
    const { FARWATCH_LOOK_SECRET: look } = secrets;
    const said = await farwatch(args, { cwd: '.', env: { FARWATCH_LOOK_SECRET: look } });
    expect([said.code, said.stdout]).toEqual([2, '']);
    expect(said.stderr).not.toContain('FARWATCH_LOOK_SECRET');
    for (const name of Object.keys(secrets).slice(2)) expect(said.stderr).toContain(`Set ${name}`);
    expect(said.stderr.includes('Set FARWATCH_SWITCH_SECRET')).toBe(command === 'watch');
  });

  it('are not asked for when a watch may change nothing', async () => {
    const observing = readFileSync(example, 'utf8').replace('mode: ask', 'mode: observe');
    const file = write('observe.yaml', observing);
    const said = await farwatch(['watch', file, '--alone', 'why']);
    expect(said.stderr).toContain('FARWATCH_LOOK_SECRET');
    expect(said.stderr).not.toContain('FARWATCH_SWITCH_SECRET');
  });

  it('are told as out of reach when they lie on AWS', async () => {
    const file = write(
      'ssm.yaml',
      readFileSync(example, 'utf8').replace('env:ORDERS_API_KEY', 'ssm:/orders/key'),
    );
    const { code, stderr } = await farwatch(['probe', file], { env: secrets });
    expect(code).toBe(2);
    expect(stderr).toContain('Use env:NAME on a laptop');
  });
});

describe('a journal that cannot be read', () => {
  it('is kept aside, told, and never overwritten', async () => {
    const state = join(folder, 'state');
    const journal = join(state, 'contoso', 'journal', 'orders');
    mkdirSync(journal, { recursive: true });
    writeFileSync(join(journal, '000001-000001.json'), '{"half an ent');
    const args = ['watch', example, '--alone', 'why', '--state', state];

    const first = await farwatch(args, { env: secrets });
    expect([first.code, first.stdout]).toEqual([2, '']);
    expect(first.stderr).toContain('Cannot read the journal because an entry is damaged');
    expect(first.stderr).toContain('kept aside');

    const again = await farwatch([...args, '--json'], { env: secrets });
    expect(again.code).toBe(2);
    expect(refusal(again.stdout)).toMatchObject({ ok: false, code: 'journal-entry-missing' });

    const [left, ...more] = readdirSync(journal);
    expect(more).toEqual([]);
    expect(readFileSync(join(journal, left ?? ''), 'utf8')).toBe('{"half an ent');
  });
});

describe('--json', () => {
  it.each<[string, readonly string[]]>([
    ['usage', ['frobnicate', '--json']],
    ['usage', ['validate', '--json']],
    ['usage', ['plan', example, '--from', 'east', '--json']],
    ...readers.map((name): [string, readonly string[]] => [
      'file-unreadable',
      [name, 'nope.yaml', '--json'],
    ]),
    ['refused', ['validate', 'test/config/bad/mode-misspelled.yaml', '--json']],
    ['refused', ['probe', example, '--json']],
    ['refused', ['watch', example, '--alone', 'why', '--json']],
    ['one-vantage', ['watch', example, '--json']],
    ['file-missing', ['rehearse', '--json']],
  ])('tells %s as one object and nothing else: %j', async (code, args) => {
    const said = await farwatch(args);
    expect([said.code, said.stderr]).toEqual([2, '']);
    expect(refusal(said.stdout)).toMatchObject({ ok: false, code, faults: expect.any(Array) });
    expect(JSON.parse(said.stdout).faults).toContainEqual(
      expect.objectContaining({ message: expect.any(String), next: expect.any(String) }),
    );
  });

  it.each<[string, readonly string[], object]>([
    ['validate', [example], { ok: true, estate: 'contoso' }],
    ['plan', [example], { move: 'failover', from: 'primary', to: 'secondary' }],
    ['schema', [], { title: 'farwatch.yaml' }],
    ['rights', [example], expect.arrayContaining([expect.objectContaining({ identity: 'look' })])],
    ['cost', [example], { usd: expect.any(Number), lines: expect.any(Array) }],
  ])('of %s is JSON and nothing else', async (command, args, shape) => {
    const { code, stdout, stderr } = await farwatch([command, ...args, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject(shape);
  });
});

describe('a plan while ARM is dark', () => {
  it('is that of the traffic alone, or says that it would not be offered', async () => {
    const alone = await farwatch(['plan', 'examples/portal.yaml', '--dark', 'arm']);
    expect(alone.all).toContain('Only traffic moves: portal-flows stays in westeurope, as arm is');
    expect(alone.all).not.toContain('receivers');
    const barred = await farwatch(['plan', example, '--dark', 'arm', 'entra']);
    expect(barred.all).toContain('It would not be offered: it needs arm and entra.');
  });
});

describe('colour', () => {
  it('is for terminals only', async () => {
    const { all } = await farwatch(['plan', example]);
    expect(all).toContain('fence');
    expect(all).not.toContain('\u001b');
  });
});

describe('at the terminal', () => {
  const desk = { watch: new Story().rules.watch.name, person: 'ana' as never };

  function lineIn(incident: Incident, line: string): unknown {
    return clickOf(line, 1, incident, desk);
  }

  it('one who declined may ask to be asked', () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    expect(promptFor(story.incident)).toContain('or n to decline');
    expect(lineIn(story.incident, 'ask')).toBeUndefined();
    const { incident } = story;
    if (incident.stage !== 'confirmed') throw new Error(incident.stage);
    const declined = { by: desk.person, services: incident.outage.services };
    const after: Incident = { ...incident, offer: undefined, declined };
    expect(promptFor(after)).toBe('type ask to be asked');
    expect(lineIn(after, 'ask')).toMatchObject({ kind: 'order', order: 'ask', user: 'ana' });
  });
});
