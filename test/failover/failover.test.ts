/** Driving a move as it happens: several hands at once, slow journals, hands that fail. */

import { describe, expect, it } from '@jest/globals';
import type { StepKind } from '../../core/kinds.ts';
import { later, type StepName } from '../../core/names.ts';
import type { Brake, Journal } from '../../core/ports.ts';
import { type VirtualClock, virtualClock } from '../../lab/world/clock.ts';
import { memoryJournal } from '../../lab/world/stores/journal.ts';
import { type FailoverWorld, failover } from '../../lambdas/failover/failover.ts';
import {
  alias,
  at,
  dark,
  enable,
  fence,
  minute,
  rounds,
  rulebook,
  run,
  Story,
  step,
  watch,
} from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';

const other = { ...alias, name: step('bus/other'), settings: { resource: 'bus/other' } };
const services = watch.services.map((service) => {
  if (service.name !== alias.service) return service;
  return { ...service, steps: service.steps.map((move) => ({ ...move, steps: [alias, other] })) };
});
const rules = rulebook({ services });

/** Azure in two maps: what was asked of it, and how long it takes to answer. */
interface Hand {
  readonly applied: string[];
  readonly tookMs: Readonly<Record<string, number>>;
}

function noteKind(clock: VirtualClock, { applied, tookMs }: Hand): StepKind<unknown> {
  const resource = (settings: unknown) => (settings as { resource: string }).resource;
  const doneAt = new Map<string, number>([[fence.name, 0]]);
  return {
    settings: { safeParse: (raw) => ({ success: true, data: raw }) },
    example: {},
    permissions: [],
    requires: [],
    owable: false,
    irreversible: false,
    stepMsMax: minute,
    settleMs: 1_000,
    describe: () => 'takes a note',
    targets: () => [],
    inspect: async (_, settings) => {
      const done = doneAt.get(resource(settings));
      return { is: done !== undefined && clock.now() >= done ? 'done' : 'todo' };
    },
    apply: async (_, settings) => {
      applied.push(resource(settings));
      await clock.sleep(tookMs[resource(settings)] ?? 10);
      doneAt.set(resource(settings), clock.now() + 2_000);
    },
  };
}

async function opened(hand: Hand, more: { appendMs?: number; brake?: Brake } = {}) {
  const clock = virtualClock(at(10 * minute));
  const kept = memoryJournal(rules.digest);
  const story = Story.approved(rules);
  await kept.append(watch.name, (await kept.read(watch.name)).head, story.facts);
  const journal: Journal = {
    ...kept,
    append: async (...given) => {
      await clock.sleep(more.appendMs ?? 0);
      return kept.append(...given);
    },
  };
  const world: FailoverWorld = {
    clock,
    journal,
    sightings: { record: async () => {}, since: async () => rounds([570_000, 590_000], dark) },
    run: run('run-1'),
    azure: {} as FailoverWorld['azure'],
    kinds: { note: noteKind(clock, hand) },
    seals: { seal: async () => 'sealed', verify: async () => true },
    brake: more.brake ?? { read: async () => ({ is: 'off' }) },
    ledger: ledgerFrom(clock.now),
    lookNow: async () => {},
    until: later(clock.now(), 20_000),
    stopped: () => false,
  };
  return { clock, world, facts: () => kept.history(watch.name).flatMap((entry) => entry.facts) };
}

const isSame = (some: unknown, others: unknown) => JSON.stringify(some) === JSON.stringify(others);

const isDone = (name: StepName) => (fact: { kind: string }) =>
  fact.kind === 'stepDone' && 'step' in fact && fact.step === name;

describe('failover()', () => {
  it('applies once per claim, although one hand ends while the news of another is written', async () => {
    const hand: Hand = { applied: [], tookMs: { 'bus/alias': 50, 'bus/other': 120 } };
    const { clock, world, facts } = await opened(hand, { appendMs: 100 });
    await clock.play(failover(rules, world));
    expect(hand.applied.filter((one) => one.startsWith('bus/'))).toEqual([
      'bus/alias',
      'bus/other',
    ]);
    expect(facts().some(isDone(other.name))).toBe(true);
  });

  it('has the vantages look before it judges, when nobody has looked for long', async () => {
    const hand: Hand = { applied: [], tookMs: {} };
    const { clock, world, facts } = await opened(hand);
    let looked = false;
    const eyes: FailoverWorld = {
      ...world,
      sightings: {
        record: async () => {},
        since: async () => rounds(looked ? [570_000, 590_000] : [300_000, 320_000], dark),
      },
      lookNow: async () => {
        looked = true;
      },
    };
    await clock.play(failover(rules, eyes));
    expect(facts().filter(({ kind }) => kind === 'held')).toEqual([]);
    expect(hand.applied).toContain('bus/alias');
  });

  it('is held when nobody sees, however often they are asked to look', async () => {
    const hand: Hand = { applied: [], tookMs: {} };
    const { clock, world, facts } = await opened(hand);
    const since = async () => rounds([300_000, 320_000], dark);
    await clock.play(failover(rules, { ...world, sightings: { record: async () => {}, since } }));
    expect(facts().some(({ kind }) => kind === 'held')).toBe(true);
    expect(hand.applied).toEqual([]);
  });

  it('enables nothing where others undo its fence between the claim and the write', async () => {
    const hand: Hand = { applied: [], tookMs: {} };
    const { clock, world, facts } = await opened(hand);
    const note = noteKind(clock, hand);
    const claimed = () =>
      facts().some((fact) => fact.kind === 'stepTried' && fact.step === enable.name);
    const kind: StepKind<unknown> = {
      ...note,
      inspect: async (azure, settings, signal) =>
        claimed() && isSame(settings, fence.settings)
          ? { is: 'todo' }
          : note.inspect(azure, settings, signal),
    };
    await clock.play(failover(rules, { ...world, kinds: { note: kind } }));
    expect(hand.applied).not.toContain(enable.name);
    expect(facts()).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'stepFailed', step: enable.name, sent: 'no' },
        why: `nothing was enabled, as ${fence.name} was undone`,
      }),
    );
    expect(facts().at(-1)).toMatchObject({ kind: 'held', step: fence.name });
  });

  it('ends with the failure of a hand, whatever the others were doing, and waits for none', async () => {
    let reads = 0;
    const brake: Brake = {
      read: async () => {
        reads += 1;
        if (reads !== 2) return { is: 'off' };
        await clock.sleep(50);
        throw new Error('the switch cannot be reached');
      },
    };
    const { clock, world } = await opened({ applied: [], tookMs: {} }, { brake });
    await expect(clock.play(failover(rules, world), minute)).rejects.toThrow('cannot be reached');
  });
});
