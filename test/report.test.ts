/** The report of a move: what an auditor reads a week later, told by the journal alone. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileJournal } from '../adapters/local/journal.ts';
import { loadEstate } from '../config/load.ts';
import type { Fact } from '../core/fact.ts';
import { reportOf } from '../core/telling/report.ts';
import { reportText } from '../core/telling/report-text.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';
import { ana, at, ben, dark, enable, fence, minute, Story, watch } from './build.ts';
import { farwatch } from './command-line.ts';

const done = { is: 'done' } as const;
const silent = { is: 'unsure', why: 'ARM said nothing' } as const;
const t = 10 * minute;

const opened = { kind: 'opened', conditions: [], active: {}, quietUntil: undefined } as const;

function told(story: Story) {
  const report = reportOf(watch, story.facts);
  if (report === undefined) throw new Error('there is no report');
  return report;
}

describe('a report', () => {
  it('is of an outage: of calm there is none', () => {
    expect(reportOf(watch, [{ ...opened, at: at(0), incident: 3 }])).toBeUndefined();
  });

  it('tells a question that nobody took up, and how each offer ended', () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    story.answers(t, ben, { yes: false });
    story.orders(t + minute, 'ask');
    story.sees(t + minute, dark);
    const { offers, approval, steps, loss, open } = told(story);
    expect(offers.map(({ offer, end }) => `${offer}: ${end}`)).toEqual([
      '1: declined by ben (terminal) at 00:10:00 UTC',
      '2: not answered',
    ]);
    expect([approval, steps, loss, open]).toEqual([undefined, [], [], []]);
  });

  it('names what is still owed, and what was skipped by whom', () => {
    const story = Story.approved();
    story.inspects(t + 1_000, fence.name, silent);
    story.inspects(t + 6_000, fence.name, silent);
    expect(story.facts.some(({ kind }) => kind === 'stepOwed')).toBe(true);
    const { open, steps } = told(story);
    expect(open).toEqual([
      'Still owed: fence of receivers. It is done at the first sign of life of westeurope. Until then: fenced only as well as possible.',
    ]);
    expect(steps[0]).toMatchObject({ step: fence.name, state: 'owed', tries: 0 });
  });

  it('says of a move that was given up which steps were not done', () => {
    const story = Story.approved();
    story.inspects(t + 1_000, fence.name, done);
    story.tell(t + 2_000, { kind: 'stopped', why: 'the kill switch is on' });
    story.orders(t + minute, 'abandon');
    const { outcome, open } = told(story);
    expect(outcome).toBe('abandoned');
    expect(open).toEqual([
      'It ended abandoned, and bus/alias, receivers/enable and api/turn were not done: see in Azure what serves from where.',
    ]);
  });

  it('holds what would break a table', () => {
    const story = Story.approved();
    story.orders(t, 'abandon', { by: ana });
    const facts: readonly Fact[] = [
      ...story.facts,
      {
        kind: 'stepFailed',
        at: at(t),
        step: enable.name,
        run: 'r' as never,
        sent: 'no',
        why: 'a | b\nc',
      },
    ];
    const report = reportOf(watch, facts);
    const text = report && reportText(report, watch);
    expect(text).toContain('receivers/enable: failed: a \\| b<br>c |');
  });
});

describe('farwatch report', () => {
  const file = 'examples/orders.yaml';
  const state = mkdtempSync(join(tmpdir(), 'farwatch-report-'));
  const folder = join(state, 'contoso', 'journal');
  const say = (...more: readonly string[]) => farwatch(['report', file, '--state', state, ...more]);

  beforeAll(async () => {
    const name = 'lab/scenarios/region-dark.yaml';
    const loaded = loadEstate(readFileSync(file, 'utf8'), file);
    const [orders] = loaded.ok ? loaded.estate.watches : [];
    if (!loaded.ok || orders === undefined) throw new Error(`${file} is bad`);
    const scenario = parseScenario(readFileSync(name, 'utf8'), name);
    const { facts } = await play(scenario, openVirtual(loaded.estate, orders, { seed: 'report' }));
    const journal = fileJournal(folder);
    for (const fact of facts) {
      await journal.append(orders.name, (await journal.read(orders.name)).head, [fact]);
    }
    const { head } = await journal.read(orders.name);
    await journal.append(orders.name, head, [{ ...opened, at: at(0), incident: 2 }]);
  });
  afterAll(() => rmSync(state, { recursive: true }));

  it('tells the last outage, though another incident has begun since', async () => {
    const { code, stdout } = await say();
    expect(code).toBe(0);
    const titles = [...stdout.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      'How long it took',
      'What was seen',
      'What was asked, and what was answered',
      'Who allowed it',
      'What was done',
      'Estimated loss (RPO)',
      'What may be lost or doubled',
      'What is left to do',
      'The whole story',
    ]);
    expect(stdout).toMatch(
      /^# orders, incident 1\n\n\*\*edi-receivers, orders-bus and order-api moved/,
    );
    expect(stdout).toMatch(/\| first failure → proven \| \d+ s \|/);
    expect(stdout).toMatch(/\| orders-bus \| \d+ messages? in what was left, as of /);
    expect(stdout).toMatch(/approved by ana \(lab\)/);
    expect(stdout).toMatch(/Both sides may have run for [\d.]+ s/);
    expect(stdout).toMatch(/which hold to their hashes; the last is `[0-9a-f]{64}`/);
  });

  it('is data for machines', async () => {
    const { stdout } = await say('--json', '--incident', '1');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ watch: 'orders', incident: 1, stage: 'over', outcome: 'moved' });
    expect(report.verified.flaws).toEqual([]);
    expect(report.steps).toHaveLength(4);
    const sum = report.parts
      .slice(0, -1)
      .reduce((ms: number, part: { ms: number }) => ms + part.ms, 0);
    expect(report.parts.at(-1)).toEqual({ part: 'first failure → proven', ms: sum });
  });

  it('refuses an incident without an outage, and names those with one', async () => {
    const { code, stderr } = await say('--incident', '2');
    expect(code).toBe(2);
    expect(stderr).toContain('There are reports on incident 1.');
    expect((await say('--incident', 'last')).stderr).toContain('It is a number');
  });

  it('says before anything else that a journal was changed', async () => {
    const place = join(folder, 'orders');
    const [, second = ''] = readdirSync(place).toSorted();
    const text = readFileSync(join(place, second), 'utf8');
    writeFileSync(join(place, second), text.replace('"votes":2', '"votes":3'));
    const { code, stdout, stderr } = await say();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\*\*The journal is not what was once written/);
    expect(stderr).toContain('it was changed: its hash is of other words');
    writeFileSync(join(place, second), text);
  });
});
