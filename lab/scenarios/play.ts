/** Plays a scenario on a theatre, and gathers the facts that followed. */

import type { Fact } from '../../core/fact.ts';
import type { Instant } from '../../core/names.ts';
import type { Theatre } from '../play/theatre.ts';
import { lineOf, linesOf, settledOrder } from './lines.ts';
import type { Moment } from './moment.ts';
import { perform } from './perform.ts';
import type { Scenario } from './scenario.ts';

/** What one answer was told, and what it should have been. */
export interface Told {
  readonly expected: string | undefined;
  readonly heard: string;
}

export interface Played {
  readonly facts: readonly Fact[];
  readonly lines: readonly string[];
  /** Facts are timed by the theatre's clock; the story began then. */
  readonly began: Instant;
  readonly told: readonly Told[];
  /** The line that never came, if the story could not go on. */
  readonly stuck: string | undefined;
  /** Whatever failed in a loop of the house. */
  readonly troubles: readonly string[];
  /** In the theatre's own time. */
  readonly tookMs: number;
}

/** Nothing in a story is waited for longer; what takes its time is given a moment by `at`. */
const patienceMs = 10 * 60_000;

/** Never rejects for what the house does or fails to do: that is in what was played. */
export async function play(scenario: Scenario, theatre: Theatre): Promise<Played> {
  await onSlot(theatre);
  const began = theatre.clock.now();
  const told: Told[] = [];
  const { stuck, upTo } = await theatre.perform(async () => {
    let from = 0;
    for (const act of scenario.acts) {
      const reached = await until(act.when, from, began, theatre);
      if ('stuck' in reached) return { ...reached, upTo: undefined };
      from = reached.from;
      const heard = await perform(act, theatre, told.length);
      if (heard !== undefined) told.push({ expected: 'told' in act ? act.told : undefined, heard });
    }
    const end = await until(scenario.ends, from, began, theatre);
    return 'stuck' in end ? { ...end, upTo: undefined } : { stuck: undefined, upTo: end.from };
  });
  const facts = theatre.facts().slice(0, endsAtFact(scenario.ends) ? upTo : undefined);
  const tookMs = theatre.clock.now() - began;
  const troubles = [...theatre.troubles];
  return { facts, lines: linesOf(facts), began, told, stuck, troubles, tookMs };
}

/** Stories begin together with a round, so that the same moments fall between the same rounds. */
async function onSlot({ clock, watch }: Theatre): Promise<void> {
  const late = clock.now() % watch.policy.roundMs;
  if (late > 0) await clock.sleep(watch.policy.roundMs - late);
}

/** What follows the fact that a story ends with is not part of it. */
function endsAtFact({ after }: Moment): boolean {
  return after?.delayMs === 0;
}

type Reached = { readonly from: number } | { readonly stuck: string };

/** Waits for the moment; resolves with the number of facts that the next moment starts from. */
async function until(
  { atMs, after }: Moment,
  from: number,
  began: Instant,
  theatre: Theatre,
): Promise<Reached> {
  const { clock } = theatre;
  if (atMs !== undefined) await clock.sleep(Math.max(0, began + atMs - clock.now()));
  if (after === undefined) return { from };
  const found = await factLike(after.line, from, theatre);
  if (found === undefined) return { stuck: after.line };
  await clock.sleep(after.delayMs);
  return { from: found + 1 };
}

/** The index of the first fact from `from` on whose line begins with `text`. */
async function factLike(text: string, from: number, theatre: Theatre): Promise<number | undefined> {
  const deadline = theatre.clock.now() + patienceMs;
  let next = from;
  for (;;) {
    const facts = theatre.facts();
    for (; next < facts.length; next += 1) {
      const fact = facts[next];
      if (fact !== undefined && lineOf(fact)?.startsWith(text)) return next;
    }
    if (theatre.clock.now() >= deadline) return undefined;
    // In steps of a moment: in virtual time this is free, on the wire it is soon enough.
    await theatre.clock.sleep(100);
  }
}

/** How the story differs from what was expected of it; empty when it does not. */
export function differences(scenario: Scenario, played: Played): readonly string[] {
  const { stuck, told, troubles } = played;
  const deaf = told.filter(({ expected, heard }) => expected !== undefined && expected !== heard);
  return [
    ...(stuck === undefined ? [] : [`could not go on: nothing like "${stuck}" happened`]),
    ...linesApart(scenario, played.lines),
    ...deaf.map(({ expected, heard }) => `told "${heard}", expected "${expected}"`),
    ...troubles.map((trouble) => `trouble: ${trouble}`),
  ];
}

/** How lines that happened differ from those of a scenario, in whatever world they happened. */
export function linesApart(
  { expect, aside }: Pick<Scenario, 'expect' | 'aside'>,
  lines: readonly string[],
): readonly string[] {
  const isAside = (line: string) => aside.some((word) => `${line} `.startsWith(`${word} `));
  const expected = settledOrder(expect);
  const happened = settledOrder(lines.filter((line) => !isAside(line)));
  const missing = without(expected, happened).map((line) => `missing: ${line}`);
  const surplus = without(happened, expected).map((line) => `not expected: ${line}`);
  if (missing.length + surplus.length > 0) return [...missing, ...surplus];
  const at = expected.findIndex((line, i) => line !== happened[i]);
  return at < 0 ? [] : [`in another order: expected "${expected[at]}", happened "${happened[at]}"`];
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const rest = [...others];
  return lines.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
