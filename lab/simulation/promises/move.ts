/** Promises about a move and its end: nothing runs twice, nothing is forgotten, nothing follows. */

import { unbroken } from '../../../core/chronicle.ts';
import type { Fact } from '../../../core/fact.ts';
import { digestOf } from '../../play/stage.ts';
import type { WorkflowLayout } from '../../world/azure.ts';
import { isByOperator } from '../../world/writes.ts';
import { type Book, type Event, factsLike } from '../book.ts';
import { runOf } from './claims.ts';

/**
 * A singleton is enabled on a second side only when the first is disabled, or its fence is owed. A stronger
 * fence is never owed.
 */
export function enabledBehindFence(event: Event, { history, stage }: Book): string | undefined {
  if (event.kind !== 'written' || !event.write.operation.endsWith('/enable')) return undefined;
  const run = runOf(event.write.by);
  const tried = factsLike(history, 'stepTried').findLast((fact) => fact.run === run);
  const at = history.findLastIndex((fact) => fact.kind === 'approved');
  const plan = factsLike(history.slice(at), 'approved')[0]?.plan;
  const step = plan?.steps.find((s) => s.name === tried?.step);
  for (const guard of step?.guardedBy ?? []) {
    const facts = factsLike(history.slice(at), 'stepDone', 'stepOwed', 'stepSettled');
    const last = facts.filter((fact) => fact.step === guard).at(-1);
    if (last === undefined) return `${step?.name} was applied before ${guard} was done or owed`;
    const isStronger = plan?.steps.some(({ name, holds }) => name === guard && holds !== undefined);
    if (last.kind === 'stepOwed' && !isStronger) continue;
    if (last.kind === 'stepOwed') return `${guard} is owed, and ${step?.name} was applied`;
    const { from } = plan ?? { from: 'primary' };
    const { layout, arm } = stage.world;
    const runs = isStronger ? mayRun : isAwake;
    const awake = layout.workflows.find((one) => one.side === from && runs(one, arm));
    if (awake !== undefined) return `${guard} is called done, and ${awake.id} still runs`;
  }
  return undefined;
}

type Arm = Book['stage']['world']['arm'];

function isAwake({ id }: WorkflowLayout, arm: Arm): boolean {
  return arm.workflow(id).state === 'Enabled';
}

/** Whether its run would go past the key that it reads first, were it awake. */
function mayRun({ checks }: WorkflowLayout, arm: Arm): boolean {
  if (checks === undefined) return false;
  const { value } = Object(Object(arm.resource(checks.key)).properties);
  return value === checks.value;
}

/** Nothing is written behind an ending but the opening of the next incident. */
export function nothingAfterTheEnd(event: Event, { facts }: Book): string | undefined {
  if (event.kind !== 'kept') return undefined;
  const last = facts.at(-1);
  const isOver = last !== undefined && isEnding(last);
  const opens = event.fact.kind === 'opened';
  if (isOver && !opens) return `${event.fact.kind} follows ${last.kind}`;
  return opens && !isOver ? `an incident was opened behind ${last?.kind ?? 'nothing'}` : undefined;
}

function isEnding({ kind }: Fact): boolean {
  return kind === 'cleared' || kind === 'over';
}

/** A move that is held waits for a person: it goes on, or ends, only by an order that was given. */
export function heldStaysAlive(event: Event, { facts, clicks, watch }: Book): string | undefined {
  if (event.kind !== 'kept') return undefined;
  const { fact } = event;
  const last = factsLike(facts, 'held', 'resumed').at(-1);
  const held = last?.kind === 'held';
  if (fact.kind === 'cleared' && factsLike(facts, 'approved').length > 0) {
    return 'an approved move was cleared away';
  }
  if (held && fact.kind === 'over' && fact.outcome !== 'abandoned') {
    return `a held move was called ${fact.outcome}`;
  }
  const ordered = fact.kind === 'resumed' || (fact.kind === 'over' && fact.outcome === 'abandoned');
  if (!ordered) return undefined;
  if (!held) return `${fact.kind} without a move that is held`;
  const given = clicks.some(({ click }) => {
    if (!watch.approvers.some((person) => person === click.user)) return false;
    const back = fact.kind === 'over' && fact.back !== undefined;
    if (back) return click.kind === 'wish' && click.move === 'back';
    return (
      click.kind === 'order' && click.order === (fact.kind === 'over' ? 'abandon' : fact.order)
    );
  });
  return given ? undefined : `${fact.kind} without the order of anybody who may`;
}

/** Where both sides are up nothing is put off: a planned move owes no fence. */
export function plannedOwesNothing(event: Event, { facts }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'stepOwed') return undefined;
  const plan = factsLike(facts, 'approved').at(-1)?.plan;
  return plan?.mode === 'planned' ? `${event.fact.step} of a planned move is owed` : undefined;
}

/** Nobody moves what nobody may ask to be moved: a planned move was wished for by an approver. */
export function wishedByRight(event: Event, { clicks, watch }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'wished') return undefined;
  const { by, undoes } = event.fact.wish;
  const move = undoes === undefined ? event.fact.wish.move : 'back';
  // What does not stand as it should is asked about by nobody's wish but the estate's own.
  const noticed = event.fact.wish.move === 'align' && event.fact.wish.via === 'posture';
  if (noticed) return undefined;
  if (!watch.approvers.includes(by)) return `${by} may not ask for a move`;
  const said = clicks.some(
    ({ click }) => click.kind === 'wish' && click.user === by && click.move === move,
  );
  return said ? undefined : `${by} never asked for a ${move}`;
}

/** A move ends as moved only when it is proven and all that was owed is settled. */
export function owedIsSettled(event: Event, { facts }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'over') return undefined;
  if (event.fact.outcome !== 'moved') return undefined;
  if (factsLike(facts, 'proven').length === 0) return 'a move ended that was not proven';
  const settled = factsLike(facts, 'stepSettled').map((fact) => fact.step);
  const owed = factsLike(facts, 'stepOwed').find((fact) => !settled.includes(fact.step));
  return owed && `${owed.step} was owed, and forgotten`;
}

/** Every entry carries the hash of the one before it, from the first one on. */
export function chainUnbroken(event: Event, { stage, watch }: Book): string | undefined {
  if (event.kind !== 'ended') return undefined;
  const whole = unbroken(stage.journal.history(watch.name), digestOf);
  return whole ? undefined : 'the chain of the journal is broken';
}

/** The partner is answered once for each document, unless a fence was owed meanwhile. */
export function answeredOnce(event: Event, { stage, history, writes }: Book): string | undefined {
  if (event.kind !== 'ended' || factsLike(history, 'stepOwed').length > 0) return undefined;
  // What people switch by hand is not ours to answer for.
  if (writes.some(isByOperator)) return undefined;
  const [twice] = stage.world.traffic.duplicates();
  return twice && `document ${twice} was answered twice, and no fence was owed`;
}
