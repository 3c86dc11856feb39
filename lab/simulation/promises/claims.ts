/** Promises about hands on Azure: one at a time, only in its claim, only what was approved. */

import { stepKinds } from '../../../config/kinds.ts';
import type { Fact, FactOf } from '../../../core/fact.ts';
import type { Run, StepName } from '../../../core/names.ts';
import type { Step } from '../../../core/plan.ts';
import { type Book, type Event, factsLike } from '../book.ts';

/** What the journal says of the hand that last took a step. */
interface Hold {
  readonly tried: FactOf<'stepTried'>;
  /** It has reported what became of its apply. */
  readonly closed: boolean;
}

function holdOf({ history }: Book, step: StepName): Hold | undefined {
  const of = factsLike(sinceApproved(history), 'stepTried', 'stepApplied', 'stepFailed').filter(
    (fact) => fact.step === step,
  );
  const last = of.findLastIndex((fact) => fact.kind === 'stepTried');
  const tried = of[last];
  if (tried?.kind !== 'stepTried') return undefined;
  const closed = of.slice(last + 1).some((f) => 'run' in f && f.run === tried.run);
  return { tried, closed };
}

/** Nobody takes a step while another's claim on it is alive. */
export function oneHandAtATime(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'stepTried') return undefined;
  const { step, at } = event.fact;
  const hold = holdOf(book, step);
  if (hold === undefined || hold.closed || at >= hold.tried.until) return undefined;
  return `${step} was taken by ${event.fact.run} while ${hold.tried.run} held it`;
}

/** Every request to change Azure leaves within the living claim of the run that makes it. */
export function sentWithinClaim(event: Event, book: Book): string | undefined {
  if (event.kind !== 'sent') return undefined;
  const { run, resource, at } = event.sent;
  const step = stepOf(book, run, resource);
  if (step === undefined) return `${run} changed ${tail(resource)}, which no approved step names`;
  const hold = holdOf(book, step.name);
  if (hold === undefined) return `${run} changed ${tail(resource)} without a claim`;
  if (hold.tried.run !== run) return `${run} worked on ${step.name}, which ${hold.tried.run} holds`;
  if (hold.closed) return `${run} worked on ${step.name} again within one claim`;
  return at < hold.tried.until ? undefined : `the claim of ${run} on ${step.name} was over`;
}

/** Within one claim each resource is changed at most once. */
export function changedOncePerClaim(event: Event, book: Book): string | undefined {
  if (event.kind !== 'written') return undefined;
  const { write } = event;
  const run = runOf(write.by);
  const step = stepOf(book, run, write.resource);
  if (step === undefined) return undefined;
  // What was sent in an earlier claim may land late, but never twice.
  const claims = factsLike(book.history, 'stepTried').filter(
    (fact) => fact.step === step.name && fact.run === run,
  ).length;
  const before = book.writes.filter(
    (w) => w.by === write.by && w.resource === write.resource,
  ).length;
  return before < claims ? undefined : `${tail(write.resource)} was changed twice in one claim`;
}

/** Every change of Azure is one that a step of the approved plan names, in its direction. */
export function onlyWhatWasApproved(event: Event, book: Book): string | undefined {
  if (event.kind !== 'written') return undefined;
  const { write } = event;
  const step = stepOf(book, runOf(write.by), write.resource);
  if (step === undefined) return `${write.operation} of ${tail(write.resource)} was not approved`;
  const wanted = { Enabled: 'enable', Disabled: 'disable' }[stateOf(step) ?? ''];
  if (wanted === undefined || write.operation.endsWith(`/${wanted}`)) return undefined;
  return `${write.operation} is not what ${step.name} asks for`;
}

/** The move under way, or the last there was: a hand may still be at work when it is abandoned. */
function sinceApproved(history: readonly Fact[]): readonly Fact[] {
  return history.slice(history.findLastIndex((fact) => fact.kind === 'approved'));
}

/** Of an approved plan: the step that names this resource, tried by this run if any was. */
function stepOf({ history }: Book, run: Run, resource: string): Step | undefined {
  const mine = new Set(
    factsLike(history, 'stepTried').flatMap((fact) => (fact.run === run ? [fact.step] : [])),
  );
  const named = factsLike(history, 'approved')
    .flatMap((fact) => fact.plan.steps)
    .filter((step) => targetsOf(step).some((id) => isPartOf(id, resource)));
  return named.findLast((step) => mine.has(step.name)) ?? named.at(-1);
}

function targetsOf({ kind, settings }: Step): readonly string[] {
  return stepKinds[kind]?.targets(settings) ?? [];
}

/** A namespace is asked to fail over its alias: the alias is what changes. */
function isPartOf(target: string, resource: string): boolean {
  const id = resource.toLowerCase();
  return target === id || target.startsWith(`${id}/`);
}

function stateOf({ settings }: Step): string | undefined {
  if (typeof settings !== 'object' || settings === null || !('state' in settings)) return undefined;
  return String(settings.state);
}

/** `switch/run-7`: the identity, and the run behind it. */
export function runOf(by: string): Run {
  return by.slice(by.indexOf('/') + 1) as Run;
}

function tail(id: string): string {
  return id.split('/').at(-1) ?? id;
}
