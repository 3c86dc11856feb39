/** A region wakes with its pollers on, and nobody can disable them: what has an effect then, behind which fence. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { replay } from '../core/evolve.ts';
import { reportOf } from '../core/telling/report.ts';
import { cardOf, newsOf } from '../core/telling.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';

const name = 'lab/scenarios/fenced.yaml';
const scenario = parseScenario(readFileSync(name, 'utf8'), name);
const example = readFileSync(scenario.estate, 'utf8');
/** The same estate, whose receivers are disabled and nothing else. */
const unfenced = example
  .replace(/ {10}fencedBy:\n(?: {12}.*\n)+/, '')
  .replace(', app-configuration]', ']');

/** The same again, whose receivers listen by a rule of their side; the namespace lies in neither region. */
const rule = (side: string) =>
  `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-inbox/providers/Microsoft.ServiceBus/namespaces/contoso-inbox/queues/orders/authorizationRules/receivers-${side}`;
const ruled = example
  .replace(
    / {10}fencedBy:\n(?: {12}.*\n)+/,
    `          fencedBy:
            kind: service-bus-rule
            primary: ${rule('we')}
            secondary: ${rule('ne')}
`,
  )
  .replace('app-configuration]', 'service-bus-rule-rights]');

async function told(text: string, seed: string, story = scenario) {
  const loaded = loadChanged(text, story);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(JSON.stringify(loaded));
  const theatre = openVirtual(loaded.estate, watch, { seed });
  const { facts, stuck } = await play(story, theatre);
  expect(stuck).toBeUndefined();
  const when = (kind: string) => facts.find((fact) => fact.kind === kind)?.at ?? Number.NaN;
  const [back, settled] = [when('sourceBack'), when('stepSettled')];
  const { traffic, arm, layout } = theatre.world;
  const meanwhile = traffic.handedOn().filter(({ at }) => at >= back && at < settled);
  const by = (region: string) => meanwhile.filter((one) => one.region === region).length;
  const ended = layout.workflows
    .filter(({ side, does }) => side === 'primary' && does === 'receiver')
    .flatMap(({ id }) => [...Object(arm.resource(`${id}/runs?$top=100`)).value]);
  const cancelled = ended.filter(({ properties }) => properties.status === 'Cancelled').length;
  return { watch, facts, traffic, by, overlapMs: settled - back, cancelled };
}

describe('a region that wakes with its pollers on, out of reach of ARM', () => {
  const seeds = ['farwatch', 'two', 'three'];

  it.each(seeds)(
    'has no effect behind a key that its workflows read, by the dice of %s',
    async (seed) => {
      const { by, traffic, overlapMs, cancelled } = await told(example, seed);
      expect(overlapMs).toBeGreaterThan(100_000);
      expect([by('westeurope'), by('northeurope') > 5, cancelled > 5]).toEqual([0, true, true]);
      expect(traffic.duplicates()).toEqual([]);
    },
  );

  it.each(seeds)(
    'has none behind rules that let one side listen, by the dice of %s',
    async (seed) => {
      const { by, traffic, overlapMs } = await told(ruled, seed);
      expect(overlapMs).toBeGreaterThan(100_000);
      expect([by('westeurope'), by('northeurope') > 5]).toEqual([0, true]);
      expect(traffic.duplicates()).toEqual([]);
    },
  );

  it.each(seeds)(
    'has effects of its own where nothing stronger is, by the dice of %s',
    async (seed) => {
      const { by, overlapMs } = await told(unfenced, seed);
      expect(unfenced).not.toContain('fencedBy');
      expect(overlapMs).toBeGreaterThan(100_000);
      expect(by('westeurope')).toBeGreaterThan(5);
    },
  );

  it('has documents handled twice without it, sooner or later', async () => {
    const all = await Promise.all(seeds.map((seed) => told(unfenced, seed)));
    expect(all.flatMap(({ traffic }) => traffic.duplicates()).length).toBeGreaterThan(0);
  });
});

/** Away and home while all is well, by the words of the story that does so. */
const calm = 'lab/scenarios/away-and-home.yaml';
const errand = parseScenario(
  readFileSync(calm, 'utf8').replaceAll('contoso-orders-we', 'contoso-edi-we'),
  calm,
);

describe.each([
  ['a key', example],
  ['rules', ruled],
])('a move away and home while all is well, behind %s', (_, text) => {
  it.each(['farwatch', 'two'])(
    'loses nothing and fetches nothing twice, by the dice of %s',
    async (seed) => {
      const { traffic, facts } = await told(text, seed, errand);
      const by = new Set(traffic.handedOn().map(({ region }) => region));
      expect([...by].toSorted()).toEqual(['northeurope', 'westeurope']);
      expect(facts.filter(({ kind }) => kind === 'stepOwed' || kind === 'held')).toEqual([]);
      expect(traffic.duplicates()).toEqual([]);
      expect(traffic.waiting()).toBeLessThan(10);
    },
  );
});

describe('what is told of it', () => {
  const holds =
    'what reads key edi-receivers:serves of contoso-fences before its first side effect stops';
  const weak = 'fenced only as well as possible';

  it.each([
    ['with', example, holds, weak],
    ['without', unfenced, weak, holds],
  ])('%s a stronger fence says so, from the question to the report', async (_, text, says, not) => {
    const { watch, facts } = await told(text, 'farwatch');
    const upTo = (kind: string) => facts.slice(0, facts.findIndex((one) => one.kind === kind) + 1);
    const cardAt = (kind: string) => cardOf(replay(upTo(kind)), watch, upTo(kind));
    const [choice] = cardAt('asked')?.choices ?? [];
    const owable = choice?.steps.find(({ marks }) => marks.includes('may be owed'));
    expect(owable?.detail).toBe(`then ${says}`);
    const settling = cardAt('proven');
    expect(settling?.wanted).toContain(says);
    expect(settling?.progress.find(({ state }) => state === 'owed')?.detail).toContain(says);
    const owed = facts.findIndex(({ kind }) => kind === 'stepOwed');
    const news = facts.slice(owed, owed + 1).map((one) => newsOf(one, watch, facts.slice(0, owed)));
    expect(news.join()).toContain(says);
    const report = JSON.stringify(reportOf(watch, facts));
    expect([report.includes(says), report.includes(not)]).toEqual([true, false]);
  });
});
