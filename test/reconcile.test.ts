/** What a move left behind: held to what the lab knows, in stories and at the command line. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileJournal } from '../adapters/local/journal.ts';
import { reconcileMove } from '../bin/reconciling/reconcile-move.ts';
import { scopeOf } from '../bin/reconciling/scope.ts';
import { loadEstate } from '../config/load.ts';
import type { Fact } from '../core/fact.ts';
import type { BusPeek } from '../core/net.ts';
import type { Clock } from '../core/ports.ts';
import type { Reconciliation } from '../core/telling/reconciliation.ts';
import type { Watch } from '../core/watch.ts';
import { describe as described, publish } from '../lab/play/description.ts';
import { type Lab, openLab } from '../lab/play/lab.ts';
import type { Theatre } from '../lab/play/theatre.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';
import type { AzureWorld } from '../lab/world/azure.ts';
import { diceOf } from '../lab/world/dice.ts';
import { azureReaderOf } from '../lab/world/ports/azure.ts';
import { farwatch } from './command-line.ts';

interface Told {
  readonly theatre: Theatre;
  readonly watch: Watch;
  readonly incidents: readonly (readonly Fact[])[];
}

async function told(name: string, change = (text: string) => text): Promise<Told> {
  const scenario = parseScenario(change(readFileSync(name, 'utf8')), name);
  const loaded = loadChanged(readFileSync(scenario.estate, 'utf8'), scenario);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(JSON.stringify(loaded));
  const theatre = openVirtual(loaded.estate, watch, { seed: 'reconcile' });
  const { stuck } = await play(scenario, theatre);
  if (stuck !== undefined) throw new Error(`the story is stuck: ${stuck}`);
  const facts = theatre.facts();
  const begins = facts.flatMap(({ kind }, at) => (at === 0 || kind === 'opened' ? [at] : []));
  const incidents = begins.map((from, nth) => facts.slice(from, begins[nth + 1]));
  return { theatre, watch, incidents };
}

/** The day after: whatever takes its time has had it. */
async function reconciled({ theatre, watch, incidents }: Told, nth = 0): Promise<Reconciliation> {
  const { world } = theatre;
  const scope = scopeOf(watch, incidents[nth] ?? [], incidents.slice(nth + 1));
  if (scope === undefined) throw new Error('there is nothing to reconcile');
  const clock: Clock = {
    now: theatre.clock.now,
    sleep: async () => {},
    after: () => ({ signal: new AbortController().signal, cancel: () => {} }),
  };
  const means = { clock, dice: diceOf('day after'), network: 'operator' };
  const azure = azureReaderOf(world, { ...means, timeoutMs: 10_000, tokenMs: 3_600_000 });
  return await reconcileMove(watch, scope, {
    ...{ azure, bus: peekAt(world), clock, idsMax: 3, beforeMs: 3_600_000 },
  });
}

function peekAt({ bus }: AzureWorld): BusPeek {
  return {
    async peek({ host, path, deadLetters }, max) {
      const found = bus.peek(host, path, { deadLetters, from: 0, max });
      return found.map(({ id, sequence, enqueuedAt, state }) => ({
        ...{ id, sequence: String(sequence), enqueuedAt },
        state: deadLetters ? 'dead letter' : state,
      }));
    },
  };
}

const found = <T>(read: { is: 'read'; found: T } | { is: 'unsure'; why: string }): T => {
  if (read.is === 'read') return read.found;
  throw new Error(read.why);
};

describe('after a region that went dark', () => {
  const dark = 'lab/scenarios/region-dark.yaml';

  it('tells which messages lie where, and of the rest how many', async () => {
    const story = await told(dark);
    const host = 'contoso-orders-we.servicebus.windows.net';
    for (const id of ['a', 'b', 'c', 'd']) {
      story.theatre.world.bus.send(host, 'orders', { id, body: id, ttlMs: 3_600_000 });
    }
    // The probes' own are nobody's loss.
    story.theatre.world.bus.send(host, 'farwatch-probe', { id: 'p', body: 'p', ttlMs: 3_600_000 });
    const { messages } = await reconciled(story);
    const [left] = messages;
    expect([messages.length, left?.namespace]).toEqual([1, 'contoso-orders-we']);
    const [orders, ...more] = left === undefined ? [] : found(left.entities);
    expect(more).toEqual([]);
    const { id = '' } = story.theatre.world.layout.aliases[0]?.namespaces.primary ?? {};
    expect(orders?.active).toBe(story.theatre.world.bus.counts(id)['orders']);
    expect(orders === undefined ? [] : found(orders.messages)).toHaveLength(3);
  });

  it('tells when both sides may have run, by the journal', async () => {
    const story = await told(dark);
    const settled = story.theatre.facts().find(({ kind }) => kind === 'stepSettled');
    if (settled?.kind !== 'stepSettled') throw new Error('nothing was owed');
    const { twice, window } = await reconciled(story);
    expect(twice.map(({ overlap }) => overlap)).toEqual([
      {
        ...{ service: 'edi-receivers', step: 'edi-receivers/disable-primary' },
        ...{ from: settled.at - (settled.overlapMs ?? 0), until: settled.at },
      },
    ]);
    expect(window.until).toBe(settled.at);
    expect(twice.map(({ runs }) => runs.is)).toEqual(['read']);
  });

  it('says of all that a dark region holds that it is not known', async () => {
    const story = await told(dark);
    story.theatre.world.faults.set('arm', { is: 'failing', status: 503 });
    const { runs, messages, twice } = await reconciled(story);
    expect(runs.map(({ of, runs: of_ }) => `${of}: ${of_.is}`)).toEqual([
      'all workflows of edi-receivers: unsure',
    ]);
    expect(messages.map(({ entities }) => entities.is)).toEqual(['unsure']);
    expect(twice.map(({ runs: both }) => both.is)).toEqual(['unsure']);
  });
});

it('finds the runs that failed on the side that was left, and none of the health workflow', async () => {
  const story = await told('lab/scenarios/bus-alone.yaml', (text) =>
    text
      .replace('approve: ben, plan: 1', 'approve: ben, plan: 2')
      .replace('ends: { after: over }', 'ends: { after: proven + 60s }'),
  );
  const { runs } = await reconciled(story);
  expect(runs.map(({ of }) => of).toSorted()).toEqual([
    'edi-receive-despatch',
    'edi-receive-invoices',
    'edi-receive-orders',
  ]);
  const all = runs.flatMap((one) => found(one.runs));
  expect(all.length).toBeGreaterThan(0);
  for (const { workflow, run, status, startedAt, trackingId, resubmit } of all) {
    expect(status).toBe('Failed');
    expect(trackingId).toMatch(/^document-/);
    expect(startedAt).toBeGreaterThan(0);
    expect(resubmit).toEqual({
      is: 'command',
      command: expect.stringMatching(
        new RegExp(
          `^az rest --method post --url "https://management\\.azure\\.com/subscriptions/.*/workflows/${workflow}/triggers/[^/]+/histories/${run}/resubmit\\?api-version=2019-05-01"$`,
        ),
      ),
    });
  }
});

it('reads runs of Logic Apps (Standard) from the host of their app, or says why it cannot', async () => {
  const story = await told('lab/scenarios/standard.yaml');
  const { runs, twice } = await reconciled(story);
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.map(({ runs: of }) => of.is)).toEqual(runs.map(() => 'read'));
  expect(twice.map(({ runs: both }) => both.is)).toEqual(twice.map(() => 'read'));
  story.theatre.world.faults.set('arm/web', { is: 'failing', status: 503 });
  const dark = await reconciled(story);
  expect(dark.runs).toMatchObject([{ runs: { is: 'unsure' } }]);
});

describe('control numbers', () => {
  it('were skipped from the last that the partner had until the first from elsewhere', async () => {
    const story = await told('lab/scenarios/numbers-raised.yaml');
    const { numbers } = await reconciled(story);
    const { regions } = story.watch;
    const sent = story.theatre.world.traffic.ledger().flatMap(({ region, number }) => {
      const [session = '', n] = number?.split(' ') ?? [];
      return number === undefined ? [] : [{ region, session, n: Number(n) }];
    });
    const partners = numbers.filter(({ session }) => /-icn$/i.test(session));
    expect(partners).toHaveLength(2);
    for (const { session, last, raisedTo, skipped } of partners) {
      const of = sent.filter((one) => one.session.toLowerCase() === session.toLowerCase());
      const numbersOf = (region: string) =>
        of.filter((one) => one.region === region).map(({ n }) => n);
      const highest = Math.max(...numbersOf(regions.primary));
      const first = Math.min(...numbersOf(regions.secondary));
      expect(found(last)).toBe(highest);
      expect(first).toBe((raisedTo ?? 0) + 1);
      expect(found(skipped)).toEqual({
        count: first - highest - 1,
        ranges: [[highest + 1, first - 1]],
      });
    }
  });

  it('are not known of an account that was raised itself since then', async () => {
    const story = await told('lab/scenarios/numbers-there-and-back.yaml');
    const there = await reconciled(story);
    for (const { skipped } of there.numbers) {
      expect(skipped).toMatchObject({ is: 'unsure', why: expect.stringMatching(/by incident 3$/) });
    }
    // The second mends what the first broke: nothing was left.
    expect(scopeOf(story.watch, story.incidents[1] ?? [], [])).toBeUndefined();
  });
});

describe('interchanges that were received on the side that was left', () => {
  it('are named where the other does not know them, agreement by agreement', async () => {
    const story = await told('lab/scenarios/numbers-raised.yaml');
    const { received } = await reconciled(story);
    // What came in the last seconds before the outage was not copied any more.
    const lacking = received.flatMap(({ interchanges }) => found(interchanges));
    expect(lacking.length).toBeGreaterThan(0);
    for (const { agreement, numbers } of lacking) {
      expect(agreement).toMatch(/^(X12 acme|EDIFACT globex)$/);
      for (const number of numbers) expect(number).toMatch(/^\d{9}$/);
    }
  });

  it('are all known once they were copied', async () => {
    const story = await told('lab/scenarios/numbers-there-and-back.yaml');
    const home = await reconciled(story, 2);
    expect(home.received.map(({ interchanges }) => found(interchanges))).toEqual([[]]);
  });
});

describe('farwatch reconcile', () => {
  const file = 'examples/orders.yaml';
  const folder = mkdtempSync(join(tmpdir(), 'farwatch-reconcile-'));
  const attach = join(folder, 'lab.json');
  let lab: Lab;
  const say = (...more: readonly string[]) =>
    farwatch(['reconcile', file, '--state', folder, '--attach', attach, ...more]);

  beforeAll(async () => {
    const { theatre, watch } = await told('lab/scenarios/region-dark.yaml');
    const journal = fileJournal(join(folder, 'contoso', 'journal'));
    for (const fact of theatre.facts()) {
      await journal.append(watch.name, (await journal.read(watch.name)).head, [fact]);
    }
    const loaded = loadEstate(readFileSync(file, 'utf8'), file);
    if (!loaded.ok) throw new Error(`${file} is bad`);
    lab = await openLab(loaded.estate, { seed: 'reconcile' });
    await publish(attach, described(lab, file));
    const host = 'contoso-orders-we.servicebus.windows.net';
    const { bus } = lab.world;
    bus.send(host, 'farwatch-probe', { id: 'p', body: 'p', ttlMs: 3_600_000 });
    bus.send(host, 'orders', { id: 'poison-7', body: 'canary', ttlMs: 3_600_000 });
    bus.deadLetter(host, 'orders', bus.lock(host, 'orders')?.lock ?? '');
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true });
  });

  it('tells what is left, and ends with 0 when all of it could be read', async () => {
    const { code, stdout, stderr } = await say();
    expect([code, stderr]).toEqual([0, expect.stringContaining('nothing is changed')]);
    expect(stdout).toMatch(/^# orders, incident 1: what is left in westeurope\n/);
    expect(stdout).toContain('| orders | 0 | 0 | 1 | `poison-7` |');
    expect(stdout).not.toContain('canary');
    expect(stdout).toMatch(/- edi-receivers: both sides may have run from /);
    expect(lab.world.writes).toEqual([]);
  });

  it('puts a table for each thing into a folder', async () => {
    const csv = join(folder, 'left');
    const { code, stdout } = await say('--csv', csv, '--json');
    expect([code, JSON.parse(stdout).incident]).toEqual([0, 1]);
    expect(readdirSync(csv).toSorted()).toEqual([
      ...['orders-1-messages.csv', 'orders-1-numbers.csv'],
      ...['orders-1-received.csv', 'orders-1-runs.csv', 'orders-1-twice.csv'],
    ]);
    expect(readFileSync(join(csv, 'orders-1-runs.csv'), 'utf8')).toMatch(/^service,workflow,run,/);
  });

  it('ends with 3 when something could not be read, and tells the rest', async () => {
    lab.world.faults.set('arm/servicebus', { is: 'failing', status: 503 });
    const { code, stdout } = await say();
    lab.world.faults.clearAll();
    expect([code, stdout]).toEqual([3, expect.stringContaining('## What could not be read')]);
    expect(stdout).toContain('- contoso-orders-we: not known');
    expect(stdout).toContain('runs of 3 workflows in westeurope');
  });

  it('refuses an incident without a move, and a folder that is none', async () => {
    expect(await say('--incident', '7')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There were moves in 1'),
    });
    expect((await say('--ids', 'all')).stderr).toContain('It is a whole number');
    expect((await say('--csv', attach)).code).toBe(2);
  });
});
