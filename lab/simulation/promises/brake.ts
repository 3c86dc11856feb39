/** Promises about the kill switch: it holds, only who may lay hand on it, and nobody is told wrong. */

import { isGrip } from '../../../core/click.ts';
import { type Book, type Event, lagMsMax } from '../book.ts';

/** With the kill switch on, no step is taken, but for what was already on its way. */
export function holds(event: Event, { braked, stage }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'stepTried') return undefined;
  const { step } = event.fact;
  // The fact's own time is that of a house, whose clock may be off.
  const at = stage.clock.now();
  const on = braked.find(
    ({ from, until }) => from <= at - lagMsMax && (until === undefined || until > at),
  );
  return on && `${step} was taken although the kill switch was on`;
}

/** Thrown by a responder or an approver, lifted by an approver who gave a reason. */
export function byRight(event: Event, { clicks, watch }: Book): string | undefined {
  if (event.kind !== 'braked') return undefined;
  const may: readonly string[] = event.on ? watch.mayStop : watch.mayLift;
  const asked = clicks.some(({ click }) => {
    if (!isGrip(click) || !may.includes(click.user)) return false;
    return event.on ? click.kind === 'stop' : click.kind === 'lift' && click.why !== '';
  });
  return asked ? undefined : `the switch was ${event.on ? 'thrown' : 'lifted'} by none who may`;
}

/** Somebody may have lifted it again since, and not before it was thrown. */
export function toldIsSo(event: Event, { braked }: Book): string | undefined {
  if (event.kind !== 'answered' || !event.text.startsWith('Stopped: ')) return undefined;
  return braked.length > 0 ? undefined : `${event.click.user} was told so, and it never was on`;
}
