/** Approves in the name of a person: only a lab can, for this is its composition root. */

import { randomUUID } from 'node:crypto';
import { isAsking } from '../../core/carrying.ts';
import type { Click } from '../../core/click.ts';
import type { Offer } from '../../core/fact.ts';
import type { Confirmed, Wished } from '../../core/incident.ts';
import type { Person } from '../../core/names.ts';
import type { Beside } from './on-wire.ts';

interface Asked {
  readonly theatre: Beside;
  /** The one that moves the most, in place of the smallest. */
  readonly whole?: boolean;
  say(text: string): void;
}

/** Between two tries, when the judges could not confirm at the click. */
const againMs = 2_000;

/** Says yes to a plan on offer, once that is ripe; what was not taken may be said again. */
export async function approve(
  incident: Confirmed | Wished,
  person: Person,
  { theatre, say, whole = false }: Asked,
): Promise<void> {
  const click = yesTo(incident, person, whole ? -1 : 0);
  const ripe = incident.stage === 'wished' || isRipe(incident.offer, theatre);
  if (click === undefined || !ripe) return;
  say(`nobody is asked: the lab approves in the name of ${person}, as only a lab can`);
  say(await theatre.house.answer(click));
  const now = await theatre.incident();
  if (isAsking(now)) await theatre.clock.sleep(againMs);
}

/**
 * When a region goes dark, one of its services may be seen a round before the others. A person
 * would wait to see whether more is lost; the lab approves what is less than all no sooner.
 */
function isRipe(offer: Offer | undefined, { watch, clock, facts }: Beside): boolean {
  if (offer?.plans[0]?.services.length === watch.services.length) return true;
  const offered = facts().findLast((fact) => fact.kind === 'offered');
  const ripeAt = (offered?.at ?? 0) + watch.policy.roundMs + watch.policy.timeoutMs;
  return clock.now() >= ripeAt;
}

function yesTo(
  { number, offer }: Confirmed | Wished,
  person: Person,
  nth: 0 | -1,
): Click | undefined {
  const plan = offer?.plans.at(nth);
  if (offer === undefined || plan === undefined) return undefined;
  return {
    kind: 'answer',
    via: 'lab',
    user: person,
    name: person,
    watch: plan.watch,
    incident: number,
    nonce: randomUUID(),
    yes: true,
    digest: plan.digest,
    offer: offer.number,
  };
}
