/** The table of a tour: which way of which service was thrown in which move, and which never was. */

import { mayBeOffered } from '../../core/draft.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Plan, Step } from '../../core/plan.ts';
import { spanOf } from '../../core/telling/report.ts';
import type { Watch } from '../../core/watch.ts';
import type { StepReport } from './report.ts';

export interface Thrown {
  readonly watch: string;
  readonly service: string;
  readonly step: string;
  readonly kind: string;
  /** `failover forced`, `failback planned`. */
  readonly way: string;
  /** The region it led to, or mended. */
  readonly to: string;
  readonly standing: StepReport['standing'];
  readonly tookMs: number | undefined;
}

const ends = {
  stepDone: 'done',
  stepOwed: 'owed',
  stepSettled: 'settled',
  stepSkipped: 'skipped',
} as const;

/** `facts`: of all incidents of the watch, in order. */
export function thrownIn(watch: Watch, facts: readonly Fact[]): readonly Thrown[] {
  return facts.flatMap((fact, at): readonly Thrown[] => {
    if (fact.kind !== 'approved') return [];
    const over = facts.findIndex((one, n) => n > at && one.kind === 'over');
    const during = facts.slice(at, over === -1 ? undefined : over + 1);
    return fact.plan.steps.map((step) => thrown(watch, fact.plan, step, during));
  });
}

function thrown(watch: Watch, plan: Plan, step: Step, during: readonly Fact[]): Thrown {
  const end = during.findLast(
    (fact): fact is FactOf<keyof typeof ends> =>
      fact.kind in ends && 'step' in fact && fact.step === step.name,
  );
  const { triedAt, endedAt } = spanOf(step.name, during);
  return {
    ...{ watch: watch.name, service: step.service, step: step.name, kind: step.kind },
    way: wayOf(plan),
    to: watch.regions[plan.to],
    standing: end === undefined ? 'open' : ends[end.kind],
    tookMs: triedAt && endedAt ? endedAt - triedAt : undefined,
  };
}

/** What may be offered of the file and never was thrown, as `watch service/step (failover forced)`. */
export function neverThrown(watch: Watch, all: readonly Thrown[]): readonly string[] {
  const known = new Set(
    all.filter(({ standing }) => standing !== 'open').map(({ step, way }) => `${step} (${way})`),
  );
  const ways = watch.services.flatMap(({ steps: moves }) =>
    moves
      .filter(mayBeOffered)
      // Nobody is led further away from the side that the lab begins on.
      .filter(
        ({ move, from }) => move === 'repair' || (move === 'failover') === (from === 'primary'),
      )
      .flatMap((way) => way.steps.map(({ name }) => `${name} (${wayOf(way)})`)),
  );
  return [...new Set(ways)].filter((way) => !known.has(way)).map((way) => `${watch.name} ${way}`);
}

function wayOf({ move, mode }: Pick<Plan, 'move' | 'mode'>): string {
  return `${move} ${mode}`;
}
