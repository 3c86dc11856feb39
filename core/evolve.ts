/** Applies facts. Total, and without opinions: what was written has happened. */

import { causeOf, isAsking, isCarrying } from './carrying.ts';
import { fresh, onMove } from './evolve-move.ts';
import type { Fact, FactOf } from './fact.ts';
import type { Confirmed, Incident, Standpoint, StepState, Wished } from './incident.ts';
import type { StepName } from './names.ts';
import { never } from './never.ts';
import { beganAt } from './outage.ts';

export function replay(facts: readonly Fact[]): Incident {
  return facts.reduce(evolve, calm());
}

function calm(): Incident {
  return {
    ...{ stage: 'calm', number: 1, conditions: [], active: {} },
    ...{ quietUntil: undefined, stopped: undefined },
    ...{ adopted: undefined, parting: undefined },
  };
}

export function evolve(incident: Incident, fact: Fact): Incident {
  switch (fact.kind) {
    case 'opened': {
      const { incident: number, conditions, active, quietUntil, ...still } = fact;
      const { stopped, adopted, parting } = still;
      return { stage: 'calm', number, conditions, active, quietUntil, stopped, adopted, parting };
    }
    case 'adopted': {
      const { file, mandate } = fact;
      return { ...incident, adopted: { file, mandate } };
    }
    case 'noticed': {
      const rest = incident.conditions.filter((c) => c.key !== fact.condition.key);
      return { ...incident, conditions: [...rest, fact.condition] };
    }
    case 'ceased':
      return { ...incident, conditions: incident.conditions.filter((c) => c.key !== fact.key) };
    case 'acknowledged': {
      const now = { ...incident, quietUntil: undefined };
      return isAsking(now) ? { ...now, declined: undefined } : now;
    }
    case 'suspected': {
      const { side, at: since } = fact;
      const services = fact.seen.map((seen) => seen.service);
      return { ...standpoint(incident), stage: 'suspected', side, services, since };
    }
    case 'confirmed':
      return confirmed(incident, fact);
    case 'wished':
      return { ...standpoint(incident), ...unasked, stage: 'wished', wish: fact.wish };
    case 'stopped': {
      const { by, why, via, at, mark } = fact;
      return { ...incident, stopped: { by, why, via, at, mark } };
    }
    case 'lifted':
      return { ...incident, stopped: undefined };
    case 'refused':
      return incident;
    case 'approved':
      return approved(incident, fact);
    case 'cleared':
    case 'over':
      return over(incident, fact);
    case 'worsened': {
      if (incident.stage !== 'confirmed') return incident;
      const { services, seen, layers } = fact;
      return { ...incident, outage: { ...incident.outage, services, seen, layers } };
    }
    case 'notOffered':
    case 'offered':
    case 'asked':
    case 'lapsed':
    case 'voided':
    case 'declined':
    case 'doubted':
      return isAsking(incident) ? onOffer(incident, fact) : incident;
    default:
      return isCarrying(incident) ? onMove(incident, fact) : incident;
  }
}

/** Before anything was put to people. */
const unasked = {
  ...{ offer: undefined, offers: 0, asked: false, cursor: undefined },
  ...{ notOffered: undefined, declined: undefined, doubt: undefined },
} as const;

function standpoint(incident: Incident): Standpoint {
  const { number, conditions, active, quietUntil, stopped, adopted, parting } = incident;
  return { number, conditions, active, quietUntil, stopped, adopted, parting };
}

function confirmed(incident: Incident, fact: FactOf<'confirmed'>): Incident {
  const { side, services, seen, layers } = fact;
  const since = beganAt(seen, incident.stage === 'suspected' ? incident.since : fact.at);
  return {
    ...standpoint(incident),
    ...unasked,
    // Of a wish that an outage ends its card and the numbers of its offers stay.
    ...(incident.stage === 'wished' ? { offers: incident.offers, cursor: incident.cursor } : {}),
    stage: 'confirmed',
    outage: { side, services, seen, layers, since },
  };
}

type OfferFact = FactOf<
  'notOffered' | 'offered' | 'asked' | 'lapsed' | 'voided' | 'declined' | 'doubted'
>;

function onOffer(incident: Confirmed | Wished, fact: OfferFact): Incident {
  switch (fact.kind) {
    case 'notOffered':
      return { ...incident, notOffered: fact.why };
    case 'offered': {
      const fresh = { offer: fact.offer, offers: fact.offer.number, asked: false };
      return {
        ...incident,
        ...fresh,
        notOffered: undefined,
        declined: undefined,
        doubt: undefined,
      };
    }
    case 'asked':
      return { ...incident, asked: true, cursor: fact.cursor };
    case 'lapsed':
    case 'voided':
      return { ...incident, offer: undefined, doubt: undefined };
    case 'declined': {
      const { services } = incident.stage === 'confirmed' ? incident.outage : incident.wish;
      const declined = { by: fact.by, services };
      return { ...incident, offer: undefined, doubt: undefined, declined };
    }
    case 'doubted':
      return { ...incident, doubt: { by: fact.by, digest: fact.digest, word: fact.word } };
    default:
      return never(fact);
  }
}

function approved(incident: Incident, { at, approval, plan }: FactOf<'approved'>): Incident {
  if (!isAsking(incident)) return incident;
  const { cursor } = incident;
  const steps: Readonly<Record<StepName, StepState>> = Object.fromEntries(
    plan.steps.map((step) => [step.name, fresh(at)]),
  );
  return {
    ...standpoint(incident),
    stage: 'moving',
    cause: causeOf(incident),
    plan,
    approval,
    preflighted: false,
    begun: false,
    steps,
    proceed: [],
    movedAt: undefined,
    sourceBackAt: undefined,
    cursor,
  };
}

function over(incident: Incident, fact: FactOf<'cleared' | 'over'>): Incident {
  const quietUntil = fact.kind === 'over' ? fact.quietUntil : incident.quietUntil;
  const cursor = 'cursor' in incident ? incident.cursor : undefined;
  const outcome = fact.kind === 'over' ? fact.outcome : 'cleared';
  const back = fact.kind === 'over' && fact.back !== undefined ? { back: fact.back } : {};
  const ended = { outcome, at: fact.at, cursor, ...back };
  return { ...standpoint(incident), quietUntil, stage: 'over', ...ended };
}
