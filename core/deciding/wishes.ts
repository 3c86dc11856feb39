/** A move that a person asks for though nothing is lost: put to the approvers, or refused with every reason. */

import type { HandSteps } from '../by-hand.ts';
import type { Rulebook } from '../decide.ts';
import { begunAt, draftWished } from '../draft.ts';
import type { Fact } from '../fact.ts';
import type { Incident, Wished } from '../incident.ts';
import type { Instant, ServiceName, Side } from '../names.ts';
import { other } from '../names.ts';
import { never } from '../never.ts';
import { servingFrom, suspicionOf, troublesOn } from '../outage.ts';
import type { Picture } from '../picture.ts';
import type { Plan } from '../plan.ts';
import type { Told } from '../signal.ts';
import { took } from '../telling/words.ts';
import type { Watch } from '../watch.ts';
import { isAligned, onWishedAligned } from './aligning.ts';
import { forcedByHand, plannedByHand } from './by-hand.ts';
import { onWishedBack } from './going-back.ts';
import { hindrances, wishedFor } from './hindrances.ts';
import { askedFor, standing } from './offers.ts';
import { behindEnding } from './opening.ts';

type Facts = readonly Fact[];

/** Whoever may approve a move may ask for one; to be made it is approved like any other. */
export function onWished(
  incident: Incident,
  told: Told<'wished'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  if (told.move === 'back') return onWishedBack(incident, told, rules, at);
  const { move, by, why, via, picture } = told;
  const { watch, digest } = rules;
  const refused = (reasons: readonly string[]): Facts =>
    behindEnding(incident, [{ kind: 'refused', at, by, why: reasons.join('; '), via }], at);
  if (!watch.approvers.includes(by)) return refused([`${by} may not ask for moves of this watch`]);
  if (move === 'align') return onWishedAligned(incident, told, busyWith(incident), rules, at);
  const { byHand } = told;
  if (byHand?.mode === 'forced' && incident.stage === 'confirmed') {
    const made = { ...byHand, move, services: told.services };
    const { facts, reasons } = forcedByHand(incident, made, by, { picture, rules, at });
    return reasons.length > 0 ? refused(reasons) : facts;
  }
  const busy = busyWith(incident) ?? untimely(byHand, watch);
  if (busy !== undefined) return refused([busy]);
  const strange = strangersIn(told.services, watch);
  if (strange.length > 0) return refused(strange);

  const from = begunAt(move, watch, picture, told.from);
  if (told.from !== undefined && told.from !== from) {
    const [begins, said] = [watch.regions[from], watch.regions[told.from]];
    return refused([`a ${move} begins in ${begins} now, and not in ${said}`]);
  }
  const drafted = () =>
    draftWished(watch, picture, { move, services: told.services, from }, digest);
  const made =
    byHand && plannedByHand({ ...byHand, move, services: told.services }, by, from, rules, picture);
  if (made?.reasons !== undefined) return refused(made.reasons);
  const plans = made === undefined ? drafted() : [made.plan];
  const [plan] = plans;
  const services = plan?.services ?? told.services;
  const about = { move, from, services };
  const reasons = [
    ...nothingThere(watch, picture, from, plan),
    ...hindrances(wishedFor(about), plans, picture, watch, at),
    ...troublesOn(from, watch, picture, services),
    ...(suspicionOf(watch, picture) === undefined ? [] : ['a service is suspected to be down']),
    ...(move === 'repair' ? [] : tooFresh(watch, picture, other(from), services, at)),
  ];
  if (plan === undefined || reasons.length > 0) return refused(reasons);
  const hand = byHand === undefined ? {} : { byHand: true as const };
  const wish = { move, from, services, by, why, via, at: told.at, ...hand };
  return behindEnding(incident, askedFor(wish, plans, picture, rules, at), at);
}

/** What is going on already: one thing at a time. */
function busyWith(incident: Incident): string | undefined {
  switch (incident.stage) {
    case 'calm':
    case 'over':
      return undefined;
    case 'suspected':
      return 'something is suspected to be down: wait until it is confirmed or cleared';
    case 'confirmed':
      return 'an outage is being asked about';
    case 'wished':
      return `a move that ${incident.wish.by} wished for is being asked about`;
    case 'settling':
      return 'what is owed by the move before is not settled yet';
    case 'moving':
    case 'held':
      return 'a move is under way';
    default:
      return never(incident);
  }
}

/** What is forced gives up on a side; nobody is asked to while that side is not known to be down. */
function untimely(byHand: HandSteps | undefined, { regions }: Watch): string | undefined {
  if (byHand?.mode !== 'forced') return undefined;
  return `a forced plan is for an outage, and ${regions[byHand.from]} is not confirmed to be down`;
}

/** A name that leads nowhere is never left out in silence. */
function strangersIn(names: readonly ServiceName[], { name, services }: Watch): readonly string[] {
  const known = services.map((service) => service.name);
  return names
    .filter((one) => !known.includes(one))
    .map((one) => `${name} has no service ${one}: it has ${known.join(', ')}`);
}

function nothingThere(
  watch: Watch,
  picture: Picture,
  from: Side,
  plan: Plan | undefined,
): readonly string[] {
  if (plan !== undefined || servingFrom(watch, picture, from).length > 0) return [];
  return [`nothing serves from ${watch.regions[from]}`];
}

/** A side that was down a moment ago may be down again in another: it is to be seen up for a while. */
function tooFresh(
  watch: Watch,
  { services: verdicts }: Picture,
  to: Side,
  services: readonly ServiceName[],
  at: Instant,
): readonly string[] {
  const { homeAfterMs } = watch.policy;
  const fresh = services.filter((name) => {
    const verdict = verdicts.find((v) => v.service === name && v.side === to);
    const lasting = verdict?.opinions.filter(
      ({ is, since }) => is === 'up' && since !== undefined && at - since >= homeAfterMs,
    );
    return verdict?.is === 'up' && (lasting?.length ?? 0) < watch.quorum;
  });
  return fresh.map(
    (name) => `${name} in ${watch.regions[to]} has not been seen up for ${took(homeAfterMs)} yet`,
  );
}

/** A wish has one offer, and ends with it. */
export function whileWished(
  incident: Wished,
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { offer } = incident;
  const ended =
    offer === undefined
      ? []
      : isAligned(incident, picture)
        ? [
            {
              kind: 'voided',
              at,
              offer: offer.number,
              why: 'all of it stands as it should',
            } as const,
          ]
        : standing(incident, offer.plans, picture, rules, at);
  return offer === undefined || ended.length > 0 ? [...ended, withdrawn(incident, at)] : [];
}

export function withdrawn({ quietUntil }: Incident, at: Instant): Fact {
  return { kind: 'over', at, outcome: 'withdrawn', quietUntil };
}
