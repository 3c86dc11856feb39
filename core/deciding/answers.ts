/** What a person's answer or order does, and what makes it do nothing. */

import { causeOf, isAsking } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Fact, Order } from '../fact.ts';
import type { Cause, Confirmed, Held, Incident, Outage, Wished } from '../incident.ts';
import type { Instant, StepName } from '../names.ts';
import { targetTroubles, troublesOn } from '../outage.ts';
import type { Picture } from '../picture.ts';
import { verdictOf } from '../picture.ts';
import { isMending, type Plan } from '../plan.ts';
import type { Told } from '../signal.ts';
import { onJudged } from './judged.ts';
import { withdrawn } from './wishes.ts';

type Facts = readonly Fact[];
type HeldOrder = Exclude<Order, 'ask'>;

/** What is typed to approve although the judges could not confirm at the click. */
const despiteWord = 'DESPITE DOUBT';

export function onAnswered(
  incident: Incident,
  told: Told<'answered'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const refused = (why: string): Facts =>
    // Nothing is written behind an ending, not even a late click; its giver is told all the same.
    incident.stage === 'over' ? [] : [{ kind: 'refused', at, by: told.by, why, via: told.via }];

  if (!rules.watch.approvers.includes(told.by))
    return refused(`${told.by} may not approve this watch`);
  if (!isAsking(incident)) return refused(pastTense(incident));
  const { offer } = incident;
  if (offer === undefined) return refused('no offer stands now');
  if (told.offer !== offer.number) return refused('that offer is no longer the one that stands');
  const plan = offer.plans.find((p) => p.digest === told.digest);
  if (plan === undefined) return refused('that plan is not the one on offer');
  if (at >= offer.until) {
    return [{ kind: 'lapsed', at, offer: offer.number }, ...refused('the offer had lapsed')];
  }
  if (!told.yes) {
    const declined: Fact = {
      kind: 'declined',
      at,
      by: told.by,
      offer: offer.number,
      via: told.via,
    };
    return incident.stage === 'wished' ? [declined, withdrawn(incident, at)] : [declined];
  }
  return onYes(incident, plan, told, rules, at);
}

function onYes(
  incident: Confirmed | Wished,
  plan: Plan,
  told: Told<'answered'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { picture } = told;
  // The same judgement as at any other time: it may void the offer under the very click.
  const news = onJudged(incident, { kind: 'judged', picture }, rules, at);
  const now = news.reduce(evolve, incident as Incident);
  if (!isAsking(now) || now.offer?.number !== told.offer) {
    const back = now.stage === 'over' && incident.stage === 'confirmed';
    const why = back ? 'the region is back' : 'the offer was voided at the click';
    const refused: Fact = { kind: 'refused', at, by: told.by, why, via: told.via };
    const end = news.findIndex(({ kind }) => kind === 'cleared' || kind === 'over');
    return end === -1 ? [...news, refused] : [...news.slice(0, end), refused, ...news.slice(end)];
  }
  const doubt = doubtOf(causeOf(incident), plan, picture, rules);
  const confirmedByWord = told.word !== undefined && told.word === now.doubt?.word;
  if (doubt !== undefined && !confirmedByWord) return [...news, doubted(told, doubt, at)];

  const { by, digest, offer, via, seal } = told;
  const despite = told.word === undefined ? {} : { despite: told.word };
  const approval = { by, digest, offer, via, at: told.at, seal, ...despite };
  return [...news, { kind: 'approved', at, approval, plan }];
}

function doubted({ by, digest, offer }: Told<'answered'>, why: string, at: Instant): Fact {
  return { kind: 'doubted', at, by, digest, offer, why, word: despiteWord };
}

/** At the click both sides are judged again; what the judges cannot say now, a person must. */
function doubtOf(
  cause: Cause,
  plan: Plan,
  picture: Picture,
  { watch }: Rulebook,
): string | undefined {
  const source =
    cause.is === 'wish'
      ? isMending(plan)
        ? []
        : troublesOn(plan.from, watch, picture, plan.services)
      : isSeen(cause.outage, picture)
        ? []
        : ['the outage is not confirmed at this moment'];
  const all = [...source, ...targetTroubles(watch, picture, plan)];
  return all.length === 0 ? undefined : all.join('; ');
}

function isSeen({ side, services }: Outage, picture: Picture): boolean {
  return services.some((name) => verdictOf(picture, name, side) === 'down');
}

function pastTense(incident: Incident): string {
  switch (incident.stage) {
    case 'moving':
    case 'held':
    case 'settling':
      return `${incident.approval.by} has approved already; the move is under way`;
    case 'over':
      return 'that question is over';
    default:
      return 'nothing is being asked';
  }
}

export function onOrdered(
  incident: Incident,
  told: Told<'ordered'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { by, order, via } = told;
  const refused = (why: string): Facts =>
    incident.stage === 'over' ? [] : [{ kind: 'refused', at, by, why, via }];
  if (!rules.watch.approvers.includes(by)) return refused(`${by} may not give orders here`);
  if (order === 'ask') return onAsk(incident, told, refused, at);
  if (incident.stage !== 'held') return refused('no move is held');
  const step = told.step ?? incident.step;
  const objection = objectionTo(incident, order, step);
  return objection === undefined ? obey(incident, order, step, told, at) : refused(objection);
}

/** Someone who declined, or has just moved, may want the question after all. */
function onAsk(
  incident: Incident,
  { by }: Told<'ordered'>,
  refused: (why: string) => Facts,
  at: Instant,
): Facts {
  if (incident.stage !== 'confirmed') return refused('there is nothing to ask about');
  if (incident.offer !== undefined) return refused('an offer stands already');
  const quiet = incident.quietUntil !== undefined && at < incident.quietUntil;
  if (!quiet && incident.declined === undefined) {
    return refused(
      `nothing is offered because ${incident.notOffered?.join('; ') ?? 'of what is told'}`,
    );
  }
  return [{ kind: 'acknowledged', at, by }];
}

function objectionTo(
  { plan, steps, chainOnly }: Held,
  order: HeldOrder,
  step: StepName | undefined,
): string | undefined {
  if (order === 'abandon' || order === 'retry') return undefined;
  if (order === 'proceed' && step === undefined && chainOnly) return undefined;
  if (step === undefined || steps[step] === undefined) return 'that order needs the name of a step';
  const guards = plan.steps.some((s) => s.guardedBy.includes(step));
  if (order === 'skip' && guards) return `${step} guards a singleton and is never skipped`;
  return undefined;
}

function obey(
  incident: Held,
  order: HeldOrder,
  step: StepName | undefined,
  { by, why }: Told<'ordered'>,
  at: Instant,
): Facts {
  switch (order) {
    case 'abandon':
      return [{ kind: 'over', at, outcome: 'abandoned', quietUntil: undefined }];
    case 'skip': {
      const skipped: Facts =
        step !== undefined && isOpen(incident, step)
          ? [{ kind: 'stepSkipped', at, step, by, why }]
          : [];
      return [...skipped, { kind: 'resumed', at, by, order, step, why }];
    }
    case 'retry':
    case 'settled':
    case 'proceed':
      return [{ kind: 'resumed', at, by, order, step, why }];
  }
}

function isOpen({ steps }: Held, step: StepName): boolean {
  return steps[step]?.is === 'open';
}
