/** What a rehearsal or a move came to: the incident, its facts, and how long each part took. */

import { isCarrying } from '../../core/carrying.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Instant, StepName } from '../../core/names.ts';
import { spanOf, type Times, timesOf } from '../../core/telling/report.ts';
import type { Watch } from '../../core/watch.ts';

export interface Timings extends Times {
  readonly darkAt: Instant;
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
  return {
    watch: watch.name,
    incident: { number: incident.number, stage: incident.stage },
    facts,
    timings: { darkAt, ...timesOf(facts) },
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
    const end = facts.filter(isEnd).findLast((fact) => fact.step === name);
    const { triedAt, endedAt } = spanOf(name, facts);
    const tookMs = triedAt && endedAt ? endedAt - triedAt : undefined;
    return { name, kind, standing: end === undefined ? 'open' : ends[end.kind], tookMs };
  });
}
