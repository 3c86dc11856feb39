/** Whether a move would work if it had to: what was checked, how old that is, and what it refuses. */

import type { CheckFinding } from './kinds.ts';
import type { Instant, ServiceName, Side, StepName, WatchName } from './names.ts';
import type { Standing } from './plan.ts';

/** Why a move of this service cannot succeed. `from`: only the move away from that side. */
export interface Unready {
  readonly service: ServiceName;
  readonly from?: Side;
  readonly why: string;
}

export interface Checked {
  readonly service: ServiceName;
  /** The name its service gave it, e.g. `twins`. */
  readonly check: string;
  readonly title: string;
  readonly from?: Side;
  readonly finding: CheckFinding;
}

/** One step of one plan, inspected as it stands today. */
export interface InspectedStep {
  readonly step: StepName;
  readonly service: ServiceName;
  readonly title: string;
  readonly from: Side;
  readonly standing: Standing;
}

/** What the failover function says of itself: with its own identity, and without changing anything. */
export interface Preflight {
  readonly at: Instant;
  readonly steps: readonly InspectedStep[];
  readonly brake: Readonly<{ is: 'off' } | { is: 'on' | 'unsure'; why: string }>;
}

export type PreflightAnswer = Readonly<
  | { is: 'told'; preflight: Preflight }
  /** It was asked and did not answer. */
  | { is: 'unsure'; why: string }
  /** Nobody asked: this watch moves nothing, or the switch identity is not at hand. */
  | { is: 'unasked'; why: string }
>;

export interface Readiness {
  readonly watch: WatchName;
  readonly at: Instant;
  readonly checks: readonly Checked[];
  readonly preflight: PreflightAnswer;
}

/** What is remembered of the last run. */
export type KeptReadiness = Readonly<
  { is: 'kept'; readiness: Readiness } | { is: 'never' } | { is: 'unreadable'; why: string }
>;

/** Readiness runs every half hour; two runs that failed to come make the last one stale. */
export const staleMs = 75 * 60_000;

/** What keeps a move from being offered: failures that were found lately, and nothing else. */
export function unreadyOf(kept: KeptReadiness, at: Instant): readonly Unready[] {
  if (kept.is !== 'kept' || isStale(kept.readiness, at)) return [];
  return failures(kept.readiness);
}

export function isStale(readiness: Pick<Readiness, 'at'>, at: Instant): boolean {
  return at - readiness.at > staleMs;
}

function failures({ checks, preflight }: Readiness): readonly Unready[] {
  const failed = checks.flatMap(({ service, from, title, finding }): Unready[] =>
    finding.is === 'fails'
      ? [{ service, ...(from && { from }), why: `${title}: ${finding.why}` }]
      : [],
  );
  const steps = preflight.is === 'told' ? preflight.preflight.steps : [];
  const stuck = steps.flatMap(({ service, from, title, standing }): Unready[] =>
    standing.is === 'stuck' ? [{ service, from, why: `${title}: ${standing.why}` }] : [],
  );
  return distinct([...failed, ...stuck]);
}

/** Forced and planned moves share their steps: one sentence each is enough. */
function distinct(all: readonly Unready[]): readonly Unready[] {
  const key = ({ service, from, why }: Unready) => JSON.stringify([service, from, why]);
  return [...new Map(all.map((one) => [key(one), one])).values()];
}

/** What is unsure or not as it should be, and keeps nothing from being offered. */
export function warningsOf({ checks, preflight }: Readiness): readonly string[] {
  const warned = checks.flatMap(({ title, finding }) =>
    finding.is === 'warns' || finding.is === 'unsure' ? [`${title}: ${finding.why}`] : [],
  );
  if (preflight.is === 'unasked') return warned;
  if (preflight.is === 'unsure') return [...warned, `failover did not answer: ${preflight.why}`];
  const { steps, brake } = preflight.preflight;
  const unread = steps.flatMap(({ title, standing }) =>
    standing.is === 'unsure' ? [`${title}: ${standing.why}`] : [],
  );
  return [...new Set([...warned, ...unread, ...braked(brake)])];
}

function braked(brake: Preflight['brake']): readonly string[] {
  if (brake.is === 'off') return [];
  return [`the kill switch ${brake.is === 'on' ? 'is on' : 'cannot be read'}: ${brake.why}`];
}
