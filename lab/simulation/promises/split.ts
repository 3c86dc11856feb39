/** Promises about split brain: what runs on both sides by our doing was owed, and people knew. */

import type { CardStep } from '../../../core/card.ts';
import type { Instant, Run, StepName } from '../../../core/names.ts';
import { other, sides } from '../../../core/names.ts';
import type { Plan, Step } from '../../../core/plan.ts';
import type { Write } from '../../world/azure.ts';
import { type Book, type Event, factsLike } from '../book.ts';
import { enabledSince, twinsOf } from '../twins.ts';
import { runOf } from './claims.ts';

/**
 * Where an enable of ours makes a singleton enabled on both sides, the journal says that its fence is
 * owed, and whoever approved saw that it might be. Two hands that cannot see each other may cross:
 * then the fence was read within the claim, and stood.
 */
export function enabledOnBothOnlyIfOwed(event: Event, book: Book): string | undefined {
  if (event.kind !== 'written' || !event.write.operation.endsWith('/enable')) return undefined;
  const { write } = event;
  const twin = twinOf(write, book);
  const since = twin === undefined ? undefined : enabledSince(twin, write.at, book);
  if (twin === undefined || since === undefined) return undefined;
  const run = runOf(write.by);
  const { plan, fences, owed } = fencesBehind(run, book);
  if (owed) {
    const untold = fences.find((fence) => !wasShown(fence, plan, book));
    return untold && `${untold.name} was owed, and no card had said that it might be`;
  }
  const seen = lastRead(twin, run, book);
  if (seen !== undefined && seen < since) return undefined;
  const long = since === 0 ? 'from the beginning' : `for ${Math.round(write.at - since)} ms`;
  return `${tail(write.resource)} was enabled by us while its twin had been ${long}; no fence was owed`;
}

/** In the end a line has said what was owed, or its card: while it was, or how it was settled. */
export function owingIsTold(event: Event, { history, stage }: Book): string | undefined {
  if (event.kind !== 'ended' || !event.rests) return undefined;
  const untold = factsLike(history, 'stepOwed').find(
    ({ step }) =>
      !stage.chat.cards.some(
        ({ versions, replies }) =>
          replies.some((text) => text.includes(`${step} is owed`)) ||
          versions.some(({ progress }) => progress.some((s) => s.step === step && tellsOwing(s))),
      ),
  );
  return untold && `${untold.step} was owed, and nobody was told`;
}

function tellsOwing({ state, detail }: CardStep): boolean {
  return state === 'owed' || detail?.startsWith('settled ') === true;
}

/** The fences of the guarded step that a run has last taken, in the plan that was approved. */
export function fencesBehind(
  run: Run,
  { history }: Pick<Book, 'history'>,
): { readonly plan: Plan | undefined; readonly fences: readonly Step[]; readonly owed: boolean } {
  const at = history.findLastIndex((fact) => fact.kind === 'approved');
  const since = history.slice(Math.max(0, at));
  const plan = factsLike(since, 'approved')[0]?.plan;
  const fencesOf = (name: StepName) => {
    const guards = plan?.steps.find((s) => s.name === name)?.guardedBy ?? [];
    return (plan?.steps ?? []).filter(
      // A stronger fence is never owed: what it is beside may be all the same.
      (s) => s.phase === 'fence' && s.holds === undefined && guards.includes(s.name),
    );
  };
  // A run may take a fence that is owed beside what it guards.
  const taken = factsLike(since, 'stepTried').filter((fact) => fact.run === run);
  const guarded = taken.map(({ step }) => fencesOf(step)).filter((some) => some.length > 0);
  const fences = guarded.at(-1) ?? [];
  const owed = fences.filter(({ name }) => {
    const last = factsLike(since, 'stepDone', 'stepOwed', 'stepSettled').findLast(
      (fact) => fact.step === name,
    );
    return last?.kind === 'stepOwed';
  });
  return { plan, fences, owed: fences.length > 0 && owed.length === fences.length };
}

/** A card in the room asked for this plan, and said of the fence that it may be owed. */
function wasShown({ name }: Step, plan: Plan | undefined, { stage }: Book): boolean {
  return stage.chat.cards.some(({ versions }) =>
    versions.some(({ choices }) =>
      choices.some(
        ({ digest, steps }) =>
          digest === plan?.digest &&
          steps.some(({ step, marks }) => step === name && marks.includes('may be owed')),
      ),
    ),
  );
}

function twinOf({ resource }: Write, { watch, stage }: Book): string | undefined {
  const id = resource.toLowerCase();
  for (const { ids } of twinsOf(watch, stage.world.layout)) {
    const side = sides.find((one) => ids[one] === id);
    if (side !== undefined) return ids[other(side)];
  }
  return undefined;
}

/** When the run last asked Azure for what it was then told of the workflow, within its claim. */
function lastRead(id: string, run: Run, { reads, history }: Book): Instant | undefined {
  const claimed = history.findLastIndex((fact) => fact.kind === 'stepTried' && fact.run === run);
  return reads.findLast(
    (read) =>
      read.run === run &&
      read.facts > claimed &&
      (id === read.resource || id.startsWith(`${read.resource}/`)),
  )?.at;
}

function tail(id: string): string {
  return id.split('/').at(-1) ?? id;
}
