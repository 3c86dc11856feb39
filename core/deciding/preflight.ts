/** What the first look at every step means, before anything is touched. */

import { phaseOf } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Fact, FactOf } from '../fact.ts';
import type { Incident, Moving } from '../incident.ts';
import type { Instant } from '../names.ts';
import type { Picture } from '../picture.ts';
import type { Told } from '../signal.ts';
import { mayOwe } from './owing.ts';

type Facts = readonly Fact[];

export function onPreflighted(
  incident: Incident,
  { standings, picture }: Told<'preflighted'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  if (incident.stage !== 'moving' || incident.preflighted) return [];
  const found = incident.plan.steps.map((step) => ({ step, standing: standings[step.name] }));
  const stuck = found.find(({ standing }) => standing?.is === 'stuck');
  if (stuck?.standing?.is === 'stuck') {
    return [{ kind: 'held', at, step: stuck.step.name, why: stuck.standing.why }];
  }
  // An owable step may be out of reach, that is what owing is for; any other must be readable.
  const unread = found.filter(({ standing }) => standing?.is === 'unsure');
  const needed = unread.find(({ step }) => !step.owable);
  const late = at - incident.approval.at >= rules.watch.rules.startMs;
  if (needed?.standing?.is === 'unsure') {
    const why = `${needed.step.title} could not be inspected in time: ${needed.standing.why}`;
    return late ? [{ kind: 'held', at, step: needed.step.name, why }] : [];
  }
  const notes = unread.flatMap(({ step, standing }) =>
    standing?.is === 'unsure' ? [{ step: step.name, why: standing.why }] : [],
  );
  return oweUnread(incident, [{ kind: 'preflighted', at, notes }], notes, picture, rules, at);
}

/** A fence that the preflight could not reach for long enough is owed without asking it again. */
function oweUnread(
  incident: Moving,
  preflighted: Facts,
  notes: FactOf<'preflighted'>['notes'],
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const facts: Fact[] = [...preflighted];
  for (const { step: name, why } of notes) {
    const now = facts.reduce(evolve, incident as Incident);
    if (now.stage !== 'moving') break;
    const step = now.plan.steps.find((s) => s.name === name);
    const state = now.steps[name];
    if (step === undefined || state === undefined || phaseOf(now) !== step.phase) continue;
    if (mayOwe(now, step, state, picture, rules, at)) {
      facts.push({ kind: 'stepOwed', at, step: name, why });
    }
  }
  return facts;
}
