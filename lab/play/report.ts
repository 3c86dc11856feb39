/** What a rehearsal or a move came to: the incident, its facts, and how long each part took. */

import { isCarrying } from '../../core/carrying.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Instant, StepName } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';

export interface Timings {
  readonly darkAt: Instant;
  readonly suspectedAt: Instant | undefined;
  readonly confirmedAt: Instant | undefined;
  readonly askedAt: Instant | undefined;
  readonly approvedAt: Instant | undefined;
  readonly movedAt: Instant | undefined;
  readonly provenAt: Instant | undefined;
}

export interface StepReport {
  readonly name: StepName;
  readonly kind: string;
  readonly standing: 'open' | 'done' | 'owed' | 'settled' | 'skipped';
  /** From its first claim to its end; undefined for what was never tried, or never ended. */
  readonly tookMs: number | undefined;
}

export interface Report {
  readonly watch: string;
  readonly incident: { readonly number: number; readonly stage: Incident['stage'] };
  readonly facts: readonly Fact[];
  readonly timings: Timings;
  readonly steps: readonly StepReport[];
}

export function reportOf(
  incident: Incident,
  facts: readonly Fact[],
  watch: Watch,
  darkAt: Instant,
): Report {
  const first = (kind: Fact['kind']) => facts.find((fact) => fact.kind === kind)?.at;
  return {
    watch: watch.name,
    incident: { number: incident.number, stage: incident.stage },
    facts,
    timings: {
      darkAt,
      suspectedAt: first('suspected'),
      confirmedAt: first('confirmed'),
      askedAt: first('asked'),
      approvedAt: first('approved'),
      movedAt: first('moved'),
      provenAt: first('proven'),
    },
    steps: stepsOf(incident, facts),
  };
}

const ends = {
  stepDone: 'done',
  stepOwed: 'owed',
  stepSettled: 'settled',
  stepSkipped: 'skipped',
} as const;
type EndKind = keyof typeof ends;

function isEnd(fact: Fact): fact is FactOf<EndKind> {
  return fact.kind in ends;
}

function stepsOf(incident: Incident, facts: readonly Fact[]): readonly StepReport[] {
  const approved = facts.find((fact) => fact.kind === 'approved');
  const plan = isCarrying(incident) ? incident.plan : approved?.plan;
  return (plan?.steps ?? []).map(({ name, kind }) => {
    const of = facts.filter((fact) => 'step' in fact && fact.step === name);
    const tried = of.find((fact) => fact.kind === 'stepTried');
    const end = of.findLast(isEnd);
    const standing = end === undefined ? 'open' : ends[end.kind];
    return { name, kind, standing, tookMs: tried && end ? end.at - tried.at : undefined };
  });
}
