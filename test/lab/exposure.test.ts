/** When a singleton ran on both sides: by whom, for how long, and who ended it. */

import { beforeEach, expect, it } from '@jest/globals';
import { type Instant, type Region, type Side, sides } from '../../core/names.ts';
import { stageOf } from '../../lab/play/stage.ts';
import type { Broken } from '../../lab/simulation/book.ts';
import { settingOf } from '../../lab/simulation/estate.ts';
import { type Course, exposuresOf } from '../../lab/simulation/exposure.ts';
import { spreadOf } from '../../lab/simulation/exposure-table.ts';
import { enabledSince } from '../../lab/simulation/twins.ts';
import type { Write } from '../../lab/world/azure.ts';

const { estate, watch } = settingOf();
const stage = stageOf(estate, watch, { seed: 'exposure', pace: { flowing: false } });
const began = stage.clock.now();
const at = (seconds: number) => (began + seconds * 1_000) as Instant;

let course: Course & {
  readonly landings: { at: Instant; id: string; enabled: boolean }[];
  readonly writes: Write[];
  readonly unfenced: Set<Write>;
  readonly faults: Broken[];
};

beforeEach(() => {
  course = { watch, stage, landings: [], writes: [], unfenced: new Set(), faults: [] };
});

function idOf(side: Side, name = 'orders'): string {
  const all = stage.world.layout.workflows;
  return all.find((w) => w.side === side && w.id.endsWith(name))?.id.toLowerCase() ?? '';
}

/** Asked for a second before it takes effect. */
function set(seconds: number, by: string, side: Side, enabled: boolean, name?: string): Write {
  const resource = idOf(side, name);
  const operation = `Microsoft.Logic/workflows/${enabled ? 'enable' : 'disable'}`;
  const write = { at: at(seconds - 1), by, operation, resource, detail: '' };
  course.writes.push(write);
  course.landings.push({ at: at(seconds), id: resource, enabled });
  return write;
}

function dark(side: Side, from: number, until: number | undefined): void {
  const place = watch.regions[side] as Region;
  const end = until === undefined ? undefined : at(until);
  course.faults.push({ place, fault: { is: 'dark' }, from: at(from), until: end });
}

const told = (end = 100) =>
  exposuresOf(course, at(end)).map(({ cause, from, until, endedBy }) => {
    return [cause, (from - began) / 1_000, (until - began) / 1_000, endedBy];
  });

it('is none while one side rests', () => {
  set(10, 'switch/run-1', 'primary', false);
  set(12, 'switch/run-1', 'secondary', true);
  expect(told()).toEqual([]);
});

it('begins when a region comes back whose fence is owed, and ends with the fence', () => {
  dark('primary', 0, 40);
  course.unfenced.add(set(20, 'switch/run-1', 'secondary', true));
  set(43, 'switch/run-2', 'primary', false);
  expect(told()).toEqual([['owed fence', 40, 43, 'our fence']]);
});

it('is interrupted by the dark, and lasts as long as nobody ends it', () => {
  set(10, 'operator/pipeline', 'secondary', true);
  dark('secondary', 30, 50);
  expect(told()).toEqual([
    ['others', 10, 30, 'the dark'],
    ['others', 50, 100, 'nobody'],
  ]);
});

it('is nobody’s fence where others were enabling the first side at that moment', () => {
  set(10, 'switch/run-1', 'primary', false);
  set(20, 'operator/portal', 'primary', true);
  set(20.5, 'switch/run-1', 'secondary', true);
  set(30, 'operator/portal', 'primary', false);
  expect(told()).toEqual([['crossed', 20.5, 30, 'others']]);
});

it('is one of a service, however many of its workflows run twice', () => {
  set(10, 'operator/pipeline', 'secondary', true);
  set(12, 'operator/pipeline', 'secondary', true, 'invoices');
  set(20, 'operator/portal', 'secondary', false);
  set(25, 'operator/portal', 'secondary', false, 'invoices');
  expect(told()).toEqual([['others', 10, 25, 'others']]);
});

it('is told as a distribution of each cause', () => {
  for (let nth = 0; nth < 20; nth += 1) {
    set(10 * nth + 2, 'operator/portal', 'secondary', true);
    set(10 * nth + 3 + nth / 10, 'operator/portal', 'secondary', false);
  }
  const { others, crossed } = spreadOf(exposuresOf(course, at(300)));
  expect(others).toMatchObject({ count: 20, p50: 1.9, p95: 2.8, p99: 2.9, max: 2.9 });
  expect(others.endedBy).toEqual({ 'our fence': 0, others: 20, 'the dark': 0, nobody: 0 });
  expect(crossed).toMatchObject({ count: 0, max: 0 });
});

it('knows since when a workflow has been enabled, and that one rests', () => {
  set(10, 'operator/portal', 'secondary', true);
  const since = (side: Side, seconds: number) => enabledSince(idOf(side), at(seconds), course);
  expect(sides.map((side) => since(side, 9))).toEqual([0, undefined]);
  expect(since('secondary', 11)).toBe(at(10));
});
