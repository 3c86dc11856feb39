/** Who may touch a step now. */

import type { Rulebook } from '../decide.ts';
import type { Fact } from '../fact.ts';
import type { StepState } from '../incident.ts';
import type { Instant } from '../names.ts';
import { later } from '../names.ts';
import type { Step } from '../plan.ts';
import type { Told } from '../signal.ts';
import { claimMs } from '../watch.ts';

type Facts = readonly Fact[];

export function tried(
  step: Step,
  { run }: Told<'inspected'>,
  { watch }: Rulebook,
  at: Instant,
): Facts {
  const until = later(at, claimMs(watch.rules));
  return [{ kind: 'stepTried', at, step: step.name, run, until }];
}

/** Somebody's hand is on it, or Azure is still given its time. */
export function isTaken({ claim, sent, notBefore }: StepState, at: Instant): boolean {
  const inHand = claim !== undefined && !sent && at < claim.until;
  return inHand || (notBefore !== undefined && at < notBefore);
}
