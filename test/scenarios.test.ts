/** Every story of lab/scenarios, in virtual time: it ends as it says, always, and can fail. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { watchIn } from '../bin/read-estate.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { differences, type Played, play } from '../lab/scenarios/play.ts';
import { parseScenario, type Scenario } from '../lab/scenarios/scenario.ts';

const folder = 'lab/scenarios';
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

function read(name: string): string {
  return readFileSync(`${folder}/${name}`, 'utf8');
}

async function played(scenario: Scenario, seed = 'farwatch'): Promise<Played> {
  const loaded = loadChanged(readFileSync(scenario.estate, 'utf8'), scenario);
  if (!loaded.ok) throw new Error(`the estate of ${scenario.title} is bad`);
  const watch = watchIn(loaded.estate, scenario.watch);
  return play(scenario, openVirtual(loaded.estate, watch, { seed }));
}

async function differencesOf(text: string): Promise<readonly string[]> {
  const scenario = parseScenario(text, 'a copy');
  return differences(scenario, await played(scenario));
}

describe('a story', () => {
  it.each(files)('is told as %s expects', async (name) => {
    const scenario = parseScenario(read(name), name);
    expect(differences(scenario, await played(scenario))).toEqual([]);
  });

  it.each(files)('is the same whatever the dice say: %s', async (name) => {
    const scenario = parseScenario(read(name), name);
    for (const seed of ['other', 'dice']) {
      expect(differences(scenario, await played(scenario, seed))).toEqual([]);
    }
  });

  it('is the same to the millisecond with the same seed', async () => {
    const scenario = parseScenario(read('region-dark.yaml'), 'region-dark');
    const [first, again] = [await played(scenario), await played(scenario)];
    expect(again.facts).toEqual(first.facts);
    expect(again.told).toEqual(first.told);
    const other = await played(scenario, 'other dice');
    expect(other.facts.map((fact) => fact.at)).not.toEqual(first.facts.map((fact) => fact.at));
  });
});

describe('an expectation', () => {
  const text = read('bus-alone.yaml');

  it('fails when one fact of it is another', async () => {
    const copy = text.replace('approved by ben orders-bus', 'approved by ana orders-bus');
    expect(await differencesOf(copy)).toEqual([
      'missing: approved by ana orders-bus',
      'not expected: approved by ben orders-bus',
    ]);
  });

  it('fails when a fact is one too many, or is left out', async () => {
    const more = text.replace('  moved\n', '  stepOwed edi-receivers/disable-primary\n  moved\n');
    expect(await differencesOf(more)).toEqual(['missing: stepOwed edi-receivers/disable-primary']);
    expect(await differencesOf(text.replace('  proven\n', ''))).toEqual(['not expected: proven']);
  });

  it('fails when phases come in another order', async () => {
    const copy = text.replace('  moved\n  proven\n', '  proven\n  moved\n');
    expect(await differencesOf(copy)).toEqual([
      'in another order: expected "proven", happened "moved"',
    ]);
  });

  it('fails when somebody is told something else', async () => {
    const copy = text.replace('plan: 1 }', "plan: 1, told: 'Not taken.' }");
    const [difference, ...rest] = await differencesOf(copy);
    expect(difference).toMatch(/^told "Taken: .*", expected "Not taken\."$/);
    expect(rest).toEqual([]);
  });

  it('fails when what the story waits for does not come', async () => {
    const copy = text.replace('after: asked', 'after: sourceBack');
    expect(await differencesOf(copy)).toContain(
      'could not go on: nothing like "sourceBack" happened',
    );
  });
});

describe('a scenario file', () => {
  const refusal = (text: string) => () => parseScenario(text, 'bad.yaml');
  const whole = read('bus-alone.yaml');

  it('is refused with all its faults at once', () => {
    const bad = whole
      .replace('title:', 'titel:')
      .replace('at: 12s', 'at: 12 seconds')
      .replace('with: dark', 'with: gone')
      .replace('approve: ben', 'approves: ben');
    expect(refusal(bad)).toThrow(
      /title: .*acts\.0\.at: must be a duration.*acts\.0\.with\.0: fault\.is: one of dark.*acts\.1: an act needs one of break, heal/,
    );
    expect(refusal(bad)).toThrow(/titel/);
  });

  it('is refused when it is no YAML, or empty', () => {
    expect(refusal('title: [')).toThrow(/Cannot play bad\.yaml/);
    expect(refusal('')).toThrow(/Cannot play bad\.yaml/);
  });

  it('changes the watch only in words that a watch file knows', () => {
    const text = whole.replace('acts:', 'moving: { approvall: 30s }\nacts:');
    const scenario = parseScenario(text, 'a copy');
    const loaded = loadChanged(readFileSync(scenario.estate, 'utf8'), scenario);
    const faults = loaded.ok ? [] : loaded.faults;
    expect(faults.map((fault) => fault.path)).toEqual(['watches.orders.moving.approvall']);
  });
});
