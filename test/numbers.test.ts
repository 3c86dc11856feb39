/** Documents flow while a region is left: the partner never sees a number twice, nor one lowered. */

import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { Side } from '../core/names.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';
import type { ArmState } from '../lab/world/azure.ts';

const raised = 'lab/scenarios/numbers-raised.yaml';
const thereAndBack = 'lab/scenarios/numbers-there-and-back.yaml';

async function played(
  name: string,
  seed: string,
  change: (text: string) => string = (text) => text,
) {
  const scenario = parseScenario(readFileSync(name, 'utf8'), name);
  const loaded = loadChanged(change(readFileSync(scenario.estate, 'utf8')), scenario);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(JSON.stringify(loaded));
  const theatre = openVirtual(loaded.estate, watch, { seed });
  await play(scenario, theatre);
  const seen = new Map<string, number[]>();
  for (const { number } of theatre.world.traffic.ledger()) {
    const [session = '', told] = number?.split(' ') ?? [];
    seen.set(session, [...(seen.get(session) ?? []), Number(told)]);
  }
  const targets = theatre
    .facts()
    .flatMap((fact) => (fact.kind === 'targetFixed' ? [fact.target.says] : []));
  const { layout, arm } = theatre.world;
  const [integration] = layout.integrations ?? [];
  const sessions = (side: Side) => sessionsOf(arm, integration?.accounts[side] ?? 'none');
  return { partners: seen, targets, sessions };
}

/** All pages. */
function sessionsOf(arm: ArmState, account: string, query = ''): readonly string[] {
  const { value, nextLink } = Object(arm.resource(`${account}/sessions${query}`));
  const names: readonly string[] = value.map(({ name }: { name: string }) => name);
  const [next] = /\?.*/.exec(nextLink ?? '') ?? [];
  return next === undefined ? names : [...names, ...sessionsOf(arm, account, next)];
}

it.each(['farwatch', 'two', 'three'])('by the dice of %s', async (seed) => {
  const { partners } = await played(raised, seed);
  expect([...partners.keys()].toSorted()).toEqual(['acme-Icn', 'globex-ICN']);
  for (const numbers of partners.values()) {
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    // It came from both sides: the second began past the margin.
    expect(Math.max(...numbers)).toBeGreaterThan(2_000);
  }
});

it('would see one twice if the numbers were not raised', async () => {
  const { partners } = await played(raised, 'farwatch', (text) =>
    text.replace('margin: 1000', 'margin: 1'),
  );
  const twice = [...partners.values()].some((numbers) => new Set(numbers).size < numbers.length);
  expect(twice).toBe(true);
});

it('holds on the way there and on the way home, and says on what a target rests', async () => {
  const { partners, targets, sessions } = await played(thereAndBack, 'farwatch');
  for (const numbers of partners.values()) {
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(Math.max(...numbers)).toBeGreaterThan(3_000);
  }
  const [there, copied, home] = targets;
  expect(there).toMatch(
    /^acme-Icn \d+, globex-Icn \d+; last read \d min \d+ s ago, at most \d+(\.\d)?\/min$/,
  );
  expect(copied).toMatch(/^all that came until 20\d\d-/);
  expect(home).toMatch(/^acme-Icn \d+, globex-Icn \d+$/);
  // Interchanges and, under names that mean nothing, MICs.
  const received = sessions('secondary').filter((name) => /^(X12|Edifact)-|^lab~/.test(name));
  expect(received.some((name) => name.startsWith('lab~initech-as2~'))).toBe(true);
  expect(received.length).toBeGreaterThan(50);
  expect(received.filter((name) => !sessions('primary').includes(name))).toEqual([]);
});
