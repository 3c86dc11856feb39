/** The kill switch in the hands of people: who may set it, who may lift it, and what is written. */

import type { Rulebook } from '../decide.ts';
import type { Fact } from '../fact.ts';
import type { Incident } from '../incident.ts';
import type { Instant, Person } from '../names.ts';
import type { Told } from '../signal.ts';
import type { Watch } from '../watch.ts';
import { behindEnding } from './opening.ts';

type Facts = readonly Fact[];

/** Why this person may not stop anything; asked before the switch is touched, and again here. */
export function objectionToStop(by: Person, { mayStop }: Watch): string | undefined {
  return mayStop.includes(by) ? undefined : `${by} is neither a responder nor an approver`;
}

/** Whoever lifts a stop lets moves go on: that takes as much as approving one, and a reason. */
export function objectionToLift(by: Person, why: string, { mayLift }: Watch): string | undefined {
  if (!mayLift.includes(by)) return `${by} may stop moves, and only an approver may lift a stop`;
  return why.trim() === '' ? 'to lift a stop takes a reason' : undefined;
}

export function onPulled(
  incident: Incident,
  { by, why, via, mark }: Told<'pulled'>,
  { watch }: Rulebook,
  at: Instant,
): Facts {
  const objection = objectionToStop(by, watch);
  if (objection !== undefined) return refused(incident, { by, via, why: objection }, at);
  if (incident.stopped?.mark === mark) return [];
  return behindEnding(incident, [{ kind: 'stopped', at, by, why, via, mark }], at);
}

export function onReleased(
  incident: Incident,
  { by, why, via, of }: Told<'released'>,
  { watch }: Rulebook,
  at: Instant,
): Facts {
  const objection = objectionToLift(by, why, watch);
  if (objection !== undefined) return refused(incident, { by, via, why: objection }, at);
  // Somebody has stopped again since: that stop stands.
  if (incident.stopped?.mark !== of) return [];
  return behindEnding(incident, [{ kind: 'lifted', at, by, why, via }], at);
}

/** Nothing is written behind an ending, not even this; its giver is told all the same. */
function refused(
  { stage }: Incident,
  { by, via, why }: { readonly by: Person; readonly via: string; readonly why: string },
  at: Instant,
): Facts {
  return stage === 'over' ? [] : [{ kind: 'refused', at, by, why, via }];
}
