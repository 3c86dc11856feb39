/** What a rehearsal makes of a story that a process before it began. */

import { describe, expect, it } from '@jest/globals';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Noted } from '../../lab/play/diary.ts';
import { diaryIn } from '../../lab/play/diary.ts';
import type { Beside } from '../../lab/play/on-wire.ts';
import { rehearsal } from '../../lab/play/rehearsal.ts';
import { at, watch } from '../build.ts';
import { newFolder } from '../contracts/folders.ts';

const over: Fact = { kind: 'over', at: at(9), outcome: 'moved', quietUntil: undefined };
const cleared: Fact = { kind: 'cleared', at: at(9) };
const opened: Fact = {
  kind: 'opened',
  at: at(10),
  incident: 2,
  conditions: [],
  active: {},
  quietUntil: undefined,
};

/** `begun` says whether anything was asked of the house. */
async function resumed(facts: readonly Fact[], noted: Noted | undefined) {
  const diary = diaryIn(await newFolder());
  if (noted !== undefined) await diary.note(noted);
  let begun = false;
  const theatre = {
    watch,
    clock: { now: () => at(99) },
    facts: () => facts,
    incident: async () => replay(facts),
    perform: async () => {
      begun = true;
      return 'left';
    },
  } as unknown as Beside;
  const leave = new AbortController().signal;
  const how = { say: () => {}, approver: undefined, places: [], diary, leave };
  const { ending, report } = await rehearsal(theatre, how);
  return { ending, report, begun };
}

describe('a rehearsal', () => {
  it.each([[[over]], [[over, opened]]])(
    'does not tell a story again that is over',
    async (facts) => {
      const { ending, report, begun } = await resumed(facts, { darkAt: at(3), incident: 1 });
      expect({ ending, begun }).toEqual({ ending: 'proven', begun: false });
      expect(report.facts).toEqual([over]);
      expect(report.timings.darkAt).toBe(3);
    },
  );

  it.each([
    ['nobody has begun one', [], undefined],
    ['the last one ended without a move', [cleared], { darkAt: at(3), incident: 1 }],
    ['it was killed before its first fact', [over, opened], { darkAt: at(20), incident: 2 }],
  ])('tells its own when %s', async (_, facts, noted) => {
    const { ending, begun } = await resumed(facts, noted);
    expect({ ending, begun }).toEqual({ ending: 'left', begun: true });
  });
});
