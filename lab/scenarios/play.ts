/** Plays a scenario on a theatre: breaks, answers, waits, and gathers the facts that followed. */

import type { Click } from '../../core/click.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Digest, Instant, Person, StepName } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Theatre } from '../play/theatre.ts';
import { lineOf, linesOf, settledOrder } from './lines.ts';
import { type Act, faultOf, type Scenario } from './scenario.ts';

export interface Played {
  readonly facts: readonly Fact[];
  readonly lines: readonly string[];
  /** What each answer was told. */
  readonly told: readonly string[];
  readonly tookMs: number;
}

/** Nothing in a story is waited for longer. */
const patienceMs = 30 * 60_000;

export async function play(scenario: Scenario, theatre: Theatre): Promise<Played> {
  const began = theatre.clock.now();
  const told: string[] = [];
  await theatre.perform(async (stop) => {
    let from = 0;
    for (const act of scenario.acts) {
      from = await until(act, from, began, theatre);
      const answer = await perform(act, theatre, told.length);
      if (answer !== undefined) told.push(answer);
    }
    await until(scenario.ends, from, began, theatre);
    stop.abort();
  });
  const facts = [...theatre.facts()];
  return { facts, lines: linesOf(facts), told, tookMs: theatre.clock.now() - began };
}

/** Waits for the moment; resolves with the number of facts that the next moment starts from. */
async function until(
  { at, after }: { readonly at?: string | undefined; readonly after?: string | undefined },
  from: number,
  began: Instant,
  theatre: Theatre,
): Promise<number> {
  const { clock } = theatre;
  if (at !== undefined) await clock.sleep(Math.max(0, began + msOf(at) - clock.now()));
  if (after === undefined) return from;
  const [fact = '', delay] = after.split(' + ');
  const found = await factLike(fact, from, theatre);
  if (delay !== undefined) await clock.sleep(msOf(delay));
  return found + 1;
}

/** The index of the first fact from `from` on whose line begins with `text`. */
async function factLike(text: string, from: number, theatre: Theatre): Promise<number> {
  const deadline = theatre.clock.now() + patienceMs;
  const like = (fact: Fact) => lineOf(fact)?.startsWith(text) ?? false;
  for (;;) {
    const found = theatre.facts().findIndex((fact, at) => at >= from && like(fact));
    if (found >= 0) return found;
    if (theatre.clock.now() >= deadline) {
      throw new Trouble('scenario-stuck', {
        message: `Cannot go on: nothing like "${text}" happened; so far: ${linesOf(theatre.facts()).join(' | ')}`,
        next: 'Read what the story did instead, and mend it or the program.',
      });
    }
    // In steps of a moment: in virtual time this is free, on the wire it is soon enough.
    await theatre.clock.sleep(100);
  }
}

async function perform(act: Act, theatre: Theatre, nth: number): Promise<string | undefined> {
  const { faults } = theatre.world;
  if ('break' in act) faults.set(act.break, faultOf(act.fault));
  else if ('heal' in act) faults.clear(act.heal);
  else return theatre.house.answer(clickOf(act, await theatre.incident(), theatre, nth));
  return undefined;
}

type Answer = Extract<Act, { answer: string }> | Extract<Act, { order: string }>;

function clickOf(act: Answer, incident: Incident, { watch }: Theatre, nth: number): Click {
  const base = {
    via: 'lab',
    watch: watch.name,
    incident: incident.number,
    nonce: `click-${nth}`,
  };
  if ('order' in act) {
    const step = act.step === undefined ? {} : { step: act.step as StepName };
    const { by: user, order } = act;
    return { ...base, ...step, kind: 'order', user, name: user, order, why: 'as the story goes' };
  }
  const offer = incident.stage === 'confirmed' ? incident.offer : undefined;
  const plan = offer?.plans[act.choice];
  return {
    ...base,
    kind: 'answer',
    user: act.answer as Person,
    name: act.answer,
    yes: act.yes,
    digest: act.stale === 'digest' || plan === undefined ? ('stale' as Digest) : plan.digest,
    offer: act.stale === 'offer' ? 0 : (offer?.number ?? 0),
    ...(act.word === undefined ? {} : { word: act.word }),
  };
}

/** `90s`, `15m`, `1.5s`. */
function msOf(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit ?? ''];
  if (number === undefined || factor === undefined) {
    throw new Trouble('scenario-refused', {
      message: `Cannot read the time "${text}"`,
      next: 'Write it like 45s, 15m or 1h.',
    });
  }
  return Number(number) * factor;
}

/** How the story differs from what was expected of it; empty when it does not. */
export function differences(scenario: Scenario, played: Played): readonly string[] {
  const expected = settledOrder(scenario.expect);
  const happened = settledOrder(played.lines);
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
