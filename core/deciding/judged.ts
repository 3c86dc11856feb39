/** What a new picture means, stage by stage: conditions, suspicion, an outage and its end. */

import { isCarrying } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Fact } from '../fact.ts';
import type { Confirmed, Incident, Wished } from '../incident.ts';
import type { Instant, ServiceName, Side } from '../names.ts';
import { never } from '../never.ts';
import { isBack, isPast, layersOf, seenOf, suspicionOf } from '../outage.ts';
import { lossNow } from '../parting.ts';
import type { Condition, Picture } from '../picture.ts';
import type { Told } from '../signal.ts';
import type { Watch } from '../watch.ts';
import { onAdrift } from './aligning.ts';
import { askedBack } from './going-back.ts';
import { offerOrSayWhyNot, standing } from './offers.ts';
import { behindEnding } from './opening.ts';
import { proof, signOfLife } from './proof.ts';
import { whileWished } from './wishes.ts';

type Facts = readonly Fact[];

export function onJudged(
  incident: Incident,
  { picture }: Told<'judged'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  // Drawn before a move was proven: it takes the side that was left for the one that serves.
  if (!isOfNow(incident, picture, rules)) return [];
  const noted = conditions(incident, picture, rules, at);
  const now = noted.reduce(evolve, incident);
  const news = staged(now, picture, rules, at);
  // An outage goes before what is merely not as it should be.
  const asked = news.length === 0 && isResting(now) ? onAdrift(noted, picture, rules, at) : [];
  return behindEnding(incident, [...noted, ...news, ...asked], at);
}

function isOfNow({ active }: Incident, { advice }: Picture, { watch }: Rulebook): boolean {
  return watch.services.every(({ name }) => advice[name] === active[name]);
}

function conditions(incident: Incident, picture: Picture, rules: Rulebook, at: Instant): Facts {
  const now = picture.conditions.filter((c) => !isTheOutage(incident, c));
  const known = incident.conditions.map(({ key }) => key);
  const began = now.filter((c) => !known.includes(c.key) && !isTheMove(incident, c, rules, at));
  const ended = incident.conditions.filter((known) => !now.some((c) => c.key === known.key));
  return [
    ...began.map((condition): Fact => ({ kind: 'noticed', at, condition })),
    ...ended.map(({ key }): Fact => ({ kind: 'ceased', at, key })),
  ];
}

/** While a side is being left, that it is also a dark standby is no news. */
function isTheOutage(incident: Incident, { sort, key }: Condition): boolean {
  const left = sideLeft(incident);
  return left !== undefined && sort === 'lifeboat' && key.endsWith(left);
}

function sideLeft(incident: Incident): Side | undefined {
  if (isCarrying(incident)) return incident.plan.from;
  return incident.stage === 'confirmed' ? incident.outage.side : undefined;
}

/**
 * While a service changes sides its probes ask by its old role, and find fault with us; so do the
 * last answers from before. What outlasts the move is told.
 */
function isTheMove(
  incident: Incident,
  { sort, key }: Condition,
  { watch }: Rulebook,
  at: Instant,
): boolean {
  if (sort === 'posture') return !isResting(incident) || hasJustMoved(incident, watch, at);
  if (sort !== 'ours' && sort !== 'moved') return false;
  const changing = changingSides(incident, watch, at);
  return changing.some((name) => key.startsWith(`ours:${name}/`) || key === `moved:${name}`);
}

/** Nothing is asked and nothing is carried out: how things stand is nobody's doing of this moment. */
function isResting({ stage }: Incident): boolean {
  return stage === 'calm' || stage === 'over';
}

/** What was looked at before the end of a move tells how things stood on the way. */
const settledMs = 4 * 60_000;

function hasJustMoved({ quietUntil }: Incident, { rules }: Watch, at: Instant): boolean {
  return quietUntil !== undefined && at - (quietUntil - rules.quietMs) < settledMs;
}

function changingSides(incident: Incident, watch: Watch, at: Instant): readonly ServiceName[] {
  const { freshMs } = watch.policy;
  switch (incident.stage) {
    case 'moving':
    case 'held':
      return incident.plan.services;
    case 'settling':
      return at - (incident.movedAt ?? at) <= freshMs ? incident.plan.services : [];
    case 'over': {
      const justMoved = incident.outcome === 'moved' && at - incident.at <= freshMs;
      return justMoved ? watch.services.map((service) => service.name) : [];
    }
    default:
      return [];
  }
}

function staged(incident: Incident, picture: Picture, rules: Rulebook, at: Instant): Facts {
  switch (incident.stage) {
    case 'calm':
      return onCalm(incident, picture, rules, at);
    case 'over':
      return incident.back === undefined
        ? onCalm(incident, picture, rules, at)
        : askedBack(incident.back, picture, rules, at);
    case 'suspected':
      return onSuspected(incident, picture, rules, at);
    case 'confirmed':
      return onConfirmed(incident, picture, rules, at);
    case 'wished':
      return onWish(incident, picture, rules, at);
    case 'moving':
    case 'held':
    case 'settling':
      return [...signOfLife(incident, picture, at), ...proof(incident, picture, rules, at)];
    default:
      return never(incident);
  }
}

function onCalm(incident: Incident, picture: Picture, rules: Rulebook, at: Instant): Facts {
  const { watch } = rules;
  const side = lossNow(watch, picture, incident)?.side ?? suspicionOf(watch, picture);
  if (side === undefined) return [];
  const suspected: Fact = { kind: 'suspected', at, side, seen: seenOf(watch, picture, side) };
  return [suspected, ...onSuspected(evolve(incident, suspected), picture, rules, at)];
}

function onSuspected(incident: Incident, picture: Picture, rules: Rulebook, at: Instant): Facts {
  const { watch } = rules;
  const loss = lossNow(watch, picture, incident);
  if (loss === undefined) {
    if (incident.stage !== 'suspected' || !isPast(picture, incident)) return [];
    // The quorum may see it up while one vantage still says down: that is what a suspicion is.
    return suspicionOf(watch, picture) === incident.side ? [] : [{ kind: 'cleared', at }];
  }
  const { side, services } = loss;
  const seen = seenOf(watch, picture, side);
  const layers = layersOf(watch, picture, loss);
  const confirmed: Fact = { kind: 'confirmed', at, side, services, seen, layers };
  const now = evolve(incident, confirmed);
  return now.stage === 'confirmed'
    ? [confirmed, ...offerOrSayWhyNot(now, loss, picture, rules, at)]
    : [confirmed];
}

/** An outage goes before what anybody wishes. */
function onWish(incident: Wished, picture: Picture, rules: Rulebook, at: Instant): Facts {
  if (lossNow(rules.watch, picture, incident) === undefined)
    return whileWished(incident, picture, rules, at);
  const { offer } = incident;
  const why = 'an outage was confirmed';
  const voided: Facts = offer ? [{ kind: 'voided', at, offer: offer.number, why }] : [];
  const now = voided.reduce(evolve, incident as Incident);
  return [...voided, ...onSuspected(now, picture, rules, at)];
}

function onConfirmed(incident: Confirmed, picture: Picture, rules: Rulebook, at: Instant): Facts {
  if (isPast(picture, incident.outage)) {
    const { offer } = incident;
    const back = isBack(picture, incident.outage);
    const why = back ? 'what was down is up again' : 'what was down serves from the other side now';
    const voided: Facts = offer ? [{ kind: 'voided', at, offer: offer.number, why }] : [];
    return [...voided, { kind: 'cleared', at }];
  }
  const worse = worsened(incident, picture, rules, at);
  const now = worse.reduce(evolve, incident as Incident);
  if (now.stage !== 'confirmed') return worse;
  const more = now.offer === undefined ? [] : standing(now, now.offer.plans, picture, rules, at);
  const then = more.reduce(evolve, now as Incident);
  if (then.stage !== 'confirmed' || then.offer !== undefined) return [...worse, ...more];
  return [...worse, ...more, ...offerOrSayWhyNot(then, then.outage, picture, rules, at)];
}

/** More is lost than was confirmed: the evidence changes, and so does every plan. */
function worsened(
  { outage, offer, parting }: Confirmed,
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const loss = lossNow(rules.watch, picture, { parting });
  if (loss === undefined || loss.side !== outage.side) return [];
  const grown = loss.services.some((name) => !outage.services.includes(name));
  if (!grown) return [];
  const services = rules.watch.services
    .map((s) => s.name)
    .filter((name) => loss.services.includes(name) || outage.services.includes(name));
  const now = { side: loss.side, services };
  const seen = seenOf(rules.watch, picture, loss.side);
  const layers = layersOf(rules.watch, picture, now);
  const fact: Fact = { kind: 'worsened', at, services, seen, layers };
  const why = 'more is down than was asked about';
  return offer ? [fact, { kind: 'voided', at, offer: offer.number, why }] : [fact];
}
