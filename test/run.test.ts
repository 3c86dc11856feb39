/** `farwatch plan --out` and `farwatch run`, in processes of their own, beside what a watch has seen. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { wallClock } from '../adapters/local/clock.ts';
import { fileJournal } from '../adapters/local/journal.ts';
import { fileSightings } from '../adapters/local/sightings.ts';
import { digest } from '../bin/digest.ts';
import { clickOf, promptFor } from '../bin/terminal.ts';
import { terminalChat } from '../bin/terminal-room.ts';
import { loadEstate } from '../config/load.ts';
import { factsOf } from '../core/chronicle.ts';
import { replay } from '../core/evolve.ts';
import { learn } from '../core/learn.ts';
import type { Vantage } from '../core/names.ts';
import type { Observation, Subject } from '../core/observation.ts';
import { cardOf } from '../core/telling.ts';
import { probeName, type Watch } from '../core/watch.ts';
import { mandateOf } from '../deploy/mandate.ts';
import { ana, at, minute } from './build.ts';
import { farwatch, type Said } from './command-line.ts';
import { newFolder } from './contracts/folders.ts';

const file = 'examples/orders.yaml';
const text = readFileSync(file, 'utf8');

function example() {
  const loaded = loadEstate(text, file);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(`${file} is refused`);
  return { estate: loaded.estate, watch };
}

const { estate, watch } = example();
let state: string;
let folder: string;
let plan: string;

beforeEach(async () => {
  state = await newFolder();
  folder = join(state, estate.name);
  plan = join(state, 'plan.yaml');
  const said = await farwatch(['plan', file, '--mode', 'planned', '--out', plan]);
  expect([said.code, said.stderr]).toEqual([0, '']);
});

/** All is well, and has been for seven minutes. */
async function seen(of: Watch): Promise<void> {
  const journal = fileJournal(join(folder, 'journal'));
  const news = {
    file: { digest: digest(text), author: 'ana', publishedAt: wallClock.now() },
    mandate: mandateOf(estate, watch, digest),
  };
  await learn([{ kind: 'published', ...news }], { watch, digest }, { clock: wallClock, journal });
  const sightings = fileSightings(join(folder, 'sightings'), {
    clock: wallClock,
    keepMs: 60 * minute,
  });
  const now = wallClock.now();
  for (let slot = now - 7 * minute; slot <= now - 5_000; slot += of.policy.roundMs) {
    const vantage = 'here' as Vantage;
    const observations = observed(of, slot);
    await sightings.record(of.name, { vantage, slot: at(slot), pass: 1, observations, lagMs: 0 });
  }
}

function observed({ services, controls }: Watch, slot: number): readonly Observation[] {
  const common = { vantage: 'here' as Vantage, at: at(slot), tookMs: 100, phases: {} };
  const of = (subject: Subject, spec: { name: string; kind: string; settings: unknown }) => ({
    ...common,
    ...{ probe: probeName(subject, spec), subject, finding: { is: 'up' } as const },
    ...(subject.kind === 'pointer' ? ({ points: 'primary' } as const) : {}),
  });
  return [
    ...controls.map(({ control, spec }) => of({ kind: 'control', control }, spec)),
    ...services.flatMap(({ name: service, probes, pointers }) => [
      ...probes.primary.active.map((s) => of({ kind: 'service', service, side: 'primary' }, s)),
      ...probes.secondary.passive.map((s) =>
        of({ kind: 'service', service, side: 'secondary' }, s),
      ),
      ...pointers.map((s) => of({ kind: 'pointer', service }, s)),
    ]),
  ];
}

function runs(...more: readonly string[]): Promise<Said> {
  const who = ['--as', 'ana', '--why', 'invoices stay', '--state', state];
  return farwatch(['run', plan, '--file', file, ...who, ...more]);
}

async function facts() {
  const { entries } = await fileJournal(join(folder, 'journal')).read(watch.name);
  return factsOf(entries);
}

function edit(change: (text: string) => string): void {
  writeFileSync(plan, change(readFileSync(plan, 'utf8')));
}

describe('farwatch plan --out', () => {
  it('never writes over what a person may have changed', async () => {
    const said = await farwatch(['plan', file, '--out', plan]);
    expect([said.code, said.stdout]).toEqual([2, '']);
    expect(said.stderr).toContain('there is such a file');
  });

  it('plans what may be asked about, from where it begins, and nothing else', async () => {
    const home = await farwatch(['plan', file, '--move', 'failback', '--json']);
    expect(JSON.parse(home.stdout)).toMatchObject({ mode: 'planned', from: 'secondary' });
    const forced = await farwatch(['plan', file, '--move', 'repair', '--mode', 'forced']);
    expect([forced.code, forced.stdout]).toEqual([2, '']);
    expect(forced.stderr).toContain('nobody is ever asked about one');
    const idle = await farwatch(['plan', file, '--move', 'repair', '--services', 'order-api']);
    expect(idle.stderr).toContain('nothing of it has a step for that');
  });
});

describe('farwatch run', () => {
  it('shows the difference, and has it asked about at the terminal of the watch', async () => {
    await seen(watch);
    edit((was) => was.replaceAll(/^ *- edi-receive-invoices\n/gm, ''));
    const said = await runs('--alone', 'on call');
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toContain('Changed by hand by ana: 2 settings changed.');
    expect(said.stdout).toContain(
      'changed: edi-receivers/enable-secondary: workflows without edi-receive-invoices',
    );
    expect(said.stdout).toMatch(/\nTaken: it is put to the approvers/);

    const told = await facts();
    const incident = replay(told);
    expect(incident).toMatchObject({
      stage: 'wished',
      wish: { byHand: true, why: 'invoices stay' },
    });
    expect(promptFor(incident)).toContain('as changed by hand');
    expect(clickOf('1', 1, incident, { watch: watch.name, person: ana })).toMatchObject({
      kind: 'answer',
      yes: true,
    });
    const card = cardOf(incident, watch, told);
    const lines: string[] = [];
    if (card !== undefined) await terminalChat((line) => lines.push(line)).post(card, 'mark');
    expect(lines).toContain('     Changed by hand by ana: 2 settings changed.');

    const again = await runs('--alone', 'on call', '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({
      done: false,
      text: 'Not taken: a move that ana wished for is being asked about.',
      changes: [{ is: 'changed' }, { is: 'changed' }],
    });
  });

  it('tells every fault of the plan, and puts it to nobody', async () => {
    await seen(watch);
    edit((was) =>
      was.replace('  traffic:', '  trafic:').replace('ttlSeconds: 30', 'ttlSeconds: x'),
    );
    const said = await runs('--alone', 'on call');
    expect([said.code, said.stdout]).toEqual([2, '']);
    expect(said.stderr).toMatch(/plan\.yaml:\d+:\d+ steps\.trafic: .* -> Did you mean traffic\?/);
    expect(said.stderr).toContain('2 faults; nothing was done.');
    expect((await facts()).map(({ kind }) => kind)).toEqual(['adopted']);
  });

  it('needs a watch beside it, judged as that one is, by the file that that one runs by', async () => {
    const nobody = await runs('--alone', 'on call');
    expect([nobody.code, nobody.stdout]).toEqual([2, '']);
    expect(nobody.stderr).toContain('Keep `farwatch watch` running beside it');
    await seen(watch);
    expect((await runs()).stderr).toContain('nothing was seen of it just now by eu-north-1');
    const changed = join(state, 'farwatch.yaml');
    writeFileSync(changed, `${text}\n# changed\n`);
    const other = await runs('--alone', 'on call', '--file', changed);
    expect([other.code, other.stdout]).toEqual([2, '']);
    expect(other.stderr).toContain('the watch beside runs by another file');
  });

  it('is for approvers, and for this machine', async () => {
    await seen(watch);
    expect((await runs('--alone', 'x', '--as', 'dora')).stderr).toContain('ana, ben');
    const deployed = await runs('--deployed');
    expect([deployed.code, deployed.stdout]).toEqual([2, '']);
    expect(deployed.stderr).toContain('it takes no steps from outside');
  });
});
