/** Whether a fence that was proven still stands: others may have undone it, and never told anybody. */

import type { Rulebook } from '../decide.ts';
import type { Fact } from '../fact.ts';
import type { Moving, StepState } from '../incident.ts';
import type { Instant } from '../names.ts';
import type { Standing, Step } from '../plan.ts';
import type { Told } from '../signal.ts';
import { mayOwe } from './owing.ts';

/**
 * What follows when one of them does not, or cannot be seen to; undefined when all stand. One that was
 * undone is a person's to judge, and is set again by an order. One that is out of reach may be owed.
 */
export function unfenced(
  incident: Moving,
  step: Step,
  state: StepState,
  { fences = {}, picture }: Told<'inspected'>,
  rules: Rulebook,
  at: Instant,
): readonly Fact[] | undefined {
  const fence = incident.plan.steps.find(({ name }) => (fences[name]?.is ?? 'done') !== 'done');
  const standing = fence && fences[fence.name];
  const was = fence && incident.steps[fence.name];
  if (fence === undefined || standing === undefined || was === undefined) return undefined;
  if (standing.is !== 'unsure') {
    return [
      { kind: 'held', at, step: fence.name, why: `it was done and is so no more${rest(standing)}` },
    ];
  }
  const why = `${fence.name} is not known to hold still: ${standing.why}`;
  const { failedSince } = state;
  if (mayOwe(incident, fence, { ...was, failedSince }, picture, rules, at)) {
    return [{ kind: 'stepOwed', at, step: fence.name, why: standing.why }];
  }
  return failedSince === undefined ? [{ kind: 'stepUnsure', at, step: step.name, why }] : [];
}

function rest(standing: Standing): string {
  if ('why' in standing && standing.why !== undefined) return `: ${standing.why}`;
  if (!('progress' in standing) || standing.progress === undefined) return '';
  const { done, of } = standing.progress;
  return `: ${of - done} of ${of} were changed back`;
}
