/** Draws the steps of a plan: before anyone is asked, and while it is carried out. */

import type { CardStep } from '../card.ts';
import type { Fact } from '../fact.ts';
import type { Instant } from '../names.ts';
import type { Plan, Step } from '../plan.ts';
import { ifOwed, inOverlap, whileOwed } from './fenced.ts';
import { took, utc } from './words.ts';

export function planned(plan: Plan): readonly CardStep[] {
  return plan.steps.map((step) => {
    const known = drawn(step, plan);
    const mayBe = known.marks.includes('may be owed') ? ifOwed(plan, step) : undefined;
    const details = [step.note, mayBe].filter((one) => one !== undefined);
    const detail = details.length === 0 ? {} : { detail: details.join('; ') };
    return { ...known, state: 'planned', ...detail };
  });
}

/** `facts`: those of the incident from the approval on. */
export function carried(plan: Plan, facts: readonly Fact[]): readonly CardStep[] {
  return plan.steps.map((step) => {
    const of = facts.filter((fact) => 'step' in fact && fact.step === step.name);
    const { state, ...tale } = of.reduce<Tale>(tell, { state: 'waiting', tries: 0 });
    const detail = withFencing(of.at(-1), tale.detail, { step, plan, facts });
    return { ...drawn(step, plan), state, ...(detail === undefined ? {} : { detail }) };
  });
}

/** Of what is owed, or was: what holds meanwhile, or held. `last`: of the facts of this step. */
function withFencing(
  last: Fact | undefined,
  detail: string | undefined,
  { step, plan, facts }: { step: Step; plan: Plan; facts: readonly Fact[] },
): string | undefined {
  if (last?.kind === 'stepOwed') {
    return [detail, whileOwed(plan, step, facts)].filter((one) => one !== undefined).join('; ');
  }
  const ran = last?.kind === 'stepSettled' && last.overlapMs !== undefined;
  return ran ? `${detail ?? ''}${inOverlap(plan, step)}` : detail;
}

function drawn(step: Step, plan: Plan): Omit<CardStep, 'state'> {
  const owable = step.owable && plan.mode === 'forced';
  const marks: CardStep['marks'] = [
    ...(step.irreversible ? (['irreversible'] as const) : []),
    ...(owable ? (['may be owed'] as const) : []),
  ];
  return { step: step.name, title: step.title, phase: step.phase, marks };
}

interface Tale {
  readonly state: CardStep['state'];
  readonly tries: number;
  readonly detail?: string;
  readonly since?: Instant;
}

function tell(tale: Tale, fact: Fact): Tale {
  const { state, tries, since } = tale;
  const begun = { tries, ...(since === undefined ? {} : { since }) };
  switch (fact.kind) {
    case 'stepTried': {
      const again = tries === 0 ? {} : { detail: `try ${tries + 1}` };
      return { state: 'trying', tries: tries + 1, since: since ?? fact.at, ...again };
    }
    case 'targetFixed':
      return { ...begun, state, detail: `to reach ${fact.target.says}` };
    case 'stepApplied':
      return { ...begun, state: 'moving', detail: `accepted ${utc(fact.at)}` };
    case 'stepFailed':
      return { ...begun, state: 'trying', detail: `try ${tries} failed: ${fact.why}` };
    case 'stepUnsure':
      return { ...begun, state, detail: `cannot be inspected: ${fact.why}` };
    case 'stepProgressed':
      return { ...begun, state: 'moving', detail: `${fact.done} of ${fact.of}` };
    case 'stepDone':
      return { ...begun, state: 'done', detail: doneIn(fact.at, since) };
    case 'stepOwed':
      return { ...begun, state: 'owed', detail: fact.why };
    case 'stepSettled':
      return { ...begun, state: 'done', detail: settled(fact.at, fact.overlapMs) };
    case 'stepSkipped':
      return { ...begun, state: 'skipped', detail: `by ${fact.by}: ${fact.why}` };
    case 'held':
      return { ...begun, state: 'held', detail: fact.why };
    case 'resumed':
      return { ...begun, state: 'waiting', detail: `${fact.order}, ordered by ${fact.by}` };
    default:
      return tale;
  }
}

function doneIn(at: Instant, since: Instant | undefined): string {
  return since === undefined ? 'was already so' : took(at - since);
}

function settled(at: Instant, overlapMs: number | undefined): string {
  const overlap = overlapMs === undefined ? '' : `; both sides may have run for ${took(overlapMs)}`;
  return `settled ${utc(at)}${overlap}`;
}
