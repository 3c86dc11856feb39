/** What stands in the way, who said what, and what else is going on: one sentence each. */

import { isAsking } from '../carrying.ts';
import type { Fact, FactOf } from '../fact.ts';
import type { Incident } from '../incident.ts';
import type { Plan } from '../plan.ts';
import { regionsOf, type Watch } from '../watch.ts';
import { stopText } from './brake.ts';
import { byHandLines } from './by-hand.ts';
import { lastOf } from './story.ts';
import { warningOf } from './traffic-only.ts';
import { listed, took, utc, utcDay } from './words.ts';

export function notesOf(
  incident: Incident,
  watch: Watch,
  facts: readonly Fact[],
): readonly string[] {
  // After the end conditions have a card of their own, so that this one can come to rest.
  const isOver = incident.stage === 'over';
  const conditions = isOver ? [] : incident.conditions.map((c) => c.text);
  const { stopped } = incident;
  const stop = stopped === undefined || isOver ? [] : [`${stopText(stopped)}.`];
  return [...stop, ...question(incident, watch), ...move(incident, watch, facts), ...conditions];
}

function question(incident: Incident, watch: Watch): readonly string[] {
  if (!isAsking(incident)) return [];
  const { notOffered, offers, offer } = incident;
  return [
    ...(offer?.plans ?? []).flatMap((plan) => [...warningOf(plan, watch), ...gapIn(plan)]),
    ...(offer === undefined && notOffered !== undefined
      ? notOffered.map((why) => `No move is offered: ${why}.`)
      : []),
    ...(offer !== undefined && offers > 1
      ? [`Asked for the ${ordinal(offers)} time: earlier offers lapsed or became void.`]
      : []),
  ];
}

/** Declared before anyone says yes: a planned move fences a side that serves. */
function gapIn({ move, mode, steps }: Plan): readonly string[] {
  const fenced = steps.filter(({ phase }) => phase === 'fence').map(({ service }) => service);
  const served = steps.filter(({ phase }) => phase === 'receivers').map(({ service }) => service);
  const both = [...new Set(fenced)].filter((name) => served.includes(name));
  // What is only put as it should be is not taken from the side that serves.
  if (mode !== 'planned' || move === 'align' || both.length === 0) return [];
  const take = both.length === 1 ? 'takes' : 'take';
  return [
    `While it moves ${listed(both)} ${take} up nothing new: from the fence until the other side runs.`,
  ];
}

function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][n % 10]) ?? 'th'}`;
}

function move(incident: Incident, watch: Watch, facts: readonly Fact[]): readonly string[] {
  const approved = lastOf(facts, 'approved');
  if (approved === undefined) return [];
  const { approval, plan } = approved;
  const preflight = lastOf(facts, 'preflighted')?.notes ?? [];
  const owed = facts.flatMap((fact) => (fact.kind === 'stepOwed' ? [fact.step] : []));
  const untold = preflight.filter(({ step }) => !owed.includes(step));
  const unread = untold.map(({ step, why }) => `Not readable before the move: ${step}: ${why}.`);
  const proven = lastOf(facts, 'proven');
  const back = lastOf(facts, 'sourceBack');
  const door = `${approval.by} (${approval.via}) at ${utc(approval.at)}`;
  return [
    `Approved by ${door}, plan ${plan.digest}${despite(approval.despite)}.`,
    ...byHandLines(plan),
    ...warningOf(plan, watch),
    ...unread,
    ...(back === undefined
      ? []
      : [`${watch.regions[back.side]} showed a first sign of life at ${utc(back.at)}.`]),
    ...(proven === undefined
      ? []
      : [
          [
            `Seen from outside: ${listed(Object.keys(proven.active))} served from ${placesOf(proven, watch)}`,
            `at ${utc(proven.at)}, ${took(proven.at - approved.at)} after the approval.`,
          ].join(' '),
          ...(proven.gone ?? []).map(
            ({ chain, tookMs }) =>
              `A test document has gone the whole way since: ${chain}, in ${took(tookMs)}.`,
          ),
        ]),
    ...(incident.stage === 'over' && incident.quietUntil !== undefined
      ? [`No other move is offered before ${utcDay(incident.quietUntil)}, unless a person asks.`]
      : []),
  ];
}

function placesOf({ active }: FactOf<'proven'>, watch: Watch): string {
  return listed([...new Set(Object.values(active).map((at) => regionsOf(at, watch)))]);
}

function despite(word: string | undefined): string {
  return word === undefined ? '' : ', although the judges could not confirm at the click';
}
