/** Pollers are moved away and home again: nothing is fetched twice, whether their sources keep items or not. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openVirtual } from '../lab/play/virtual.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';
import type { AzureWorld } from '../lab/world/azure.ts';

const name = 'lab/scenarios/away-and-home.yaml';

/** Away and home, by the example with these changes; the world as it is when all is over. */
async function thereAndBack(
  seed: string,
  changes: readonly (readonly [string, string])[],
): Promise<AzureWorld> {
  const scenario = parseScenario(readFileSync(name, 'utf8'), name);
  const text = changes.reduce(
    (now, [from, to]) => {
      if (!now.includes(from)) throw new Error(`${scenario.estate} does not say ${from}`);
      return now.replace(from, to);
    },
    readFileSync(scenario.estate, 'utf8'),
  );
  const loaded = loadChanged(text, scenario);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(JSON.stringify(loaded));
  const theatre = openVirtual(loaded.estate, watch, { seed });
  const { stuck } = await play(scenario, theatre);
  expect(stuck).toBeUndefined();
  const by = new Set(theatre.world.traffic.ledger().map(({ region }) => region));
  expect([...by].toSorted()).toEqual(Object.values(watch.regions).toSorted());
  return theatre.world;
}

const seeds = ['farwatch', 'two', 'three'];
const fromNow = [
  ['onEnable: resume', 'onEnable: fromNow'],
  ['acknowledge: [', 'acknowledge: [workflow-trigger-renewed, '],
] as const;

describe('pollers whose sources lose what is fetched', () => {
  it.each(seeds)('resume, and fetch each item once, by the dice of %s', async (seed) => {
    const { traffic } = await thereAndBack(seed, []);
    expect(traffic.duplicates()).toEqual([]);
    expect(traffic.waiting()).toBeLessThan(10);
  });
});

/** Their runs are looked at besides, and one of them begins where the others do not. */
const polls = `onEnable: resume
          polls:
            - { workflow: edi-receive-orders, trigger: When_files_are_added, everySeconds: 5 }
            - { workflow: edi-receive-invoices, trigger: When_prices_change, everySeconds: 5, onEnable: fromNow }`;

describe('pollers whose runs are looked at', () => {
  it('are known to work on the side that they were moved to, and fetch nothing twice', async () => {
    const [, acknowledged] = fromNow;
    const { traffic, writes } = await thereAndBack('farwatch', [
      ['onEnable: resume', polls],
      acknowledged,
    ]);
    expect(traffic.duplicates()).toEqual([]);
    const renewed = writes.filter(({ operation }) => operation.endsWith('/workflows/write'));
    expect(renewed.map(({ resource }) => resource.split('/').at(-1))).toEqual([
      'edi-receive-invoices',
      'edi-receive-invoices',
    ]);
  });
});

describe('pollers whose sources keep what is fetched', () => {
  it.each(seeds)('begin with what comes next, by the dice of %s', async (seed) => {
    const { traffic, writes } = await thereAndBack(seed, fromNow);
    expect(traffic.duplicates()).toEqual([]);
    const renewed = writes.filter(({ operation }) => operation.endsWith('/workflows/write'));
    const groups = new Set(renewed.map(({ resource }) => resource.split('/')[4]));
    expect([...groups]).toEqual(['contoso-edi-ne', 'contoso-edi-we']);
    // What came while both sides rested was fetched by neither.
    expect(traffic.waiting()).toBeLessThan(20);
    expect(traffic.documents()).toBeGreaterThan(60);
  });
});
