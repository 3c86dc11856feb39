/** Promises about what is said of a side: only what was truly so, and truly seen by the quorum. */

import type { Instant, ServiceName, Side } from '../../../core/names.ts';
import { later, other } from '../../../core/names.ts';
import type { Finding, Look, Observation } from '../../../core/observation.ts';
import { serviceOf } from '../../../core/watch.ts';
import type { Fault, Place } from '../../world/azure.ts';
import { type Book, type Event, factsLike, faultsDuring, freshFrom } from '../book.ts';

/** A side is suspected only if something of it, or on the way to it, was truly broken. */
export function suspectedWithCause(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'suspected') return undefined;
  const { side } = event.fact;
  const region = book.watch.regions[side];
  const cause = (place: Place) => within(place, region) || place.startsWith('vantage/');
  if (brokenLately(book, cause)) return undefined;
  return `${region} was suspected, and nothing of it was broken`;
}

/** An outage is confirmed only of services that were truly broken there; planes never suffice. */
export function confirmedWithCause(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept') return undefined;
  const { fact } = event;
  const side = sideConfirmed(fact, book);
  if (side === undefined || !('services' in fact)) return undefined;
  const before = factsLike(book.facts, 'confirmed', 'worsened').at(-1)?.services ?? [];
  const wrong = fact.services.filter((name) => {
    const touches = (place: Place) => strikes(place, name, side, book);
    return !before.includes(name) && !brokenLately(book, touches);
  });
  if (wrong.length === 0) return undefined;
  return `${wrong.join(', ')} in ${book.watch.regions[side]} was called down, and was never broken`;
}

/** When an outage is confirmed, the quorum of vantages has truly seen every lost service fail. */
export function confirmedByQuorum(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'confirmed') return undefined;
  const { side, services } = event.fact;
  return unseen(book, services, side, 'down');
}

/**
 * When an outage is cleared, the quorum has truly seen everything that was lost answer again, but for
 * what it has seen led to the other side.
 */
export function clearedByQuorum(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'cleared') return undefined;
  const [first] = factsLike(book.facts, 'confirmed');
  if (first === undefined) return undefined;
  const services = factsLike(book.facts, 'confirmed', 'worsened').at(-1)?.services ?? [];
  const { side } = first;
  const here = services.filter((name) => !isLedAway(book, name, side));
  return unseen(book, here, side, 'up');
}

function isLedAway({ watch, looks, stage }: Book, name: ServiceName, side: Side): boolean {
  const from = freshFrom({ watch }, stage.clock.now());
  const seers = watch.vantages.filter((vantage) =>
    looks.some(
      (look) =>
        look.vantage === vantage &&
        look.observations.some(
          ({ subject, points, at }) =>
            subject.kind === 'pointer' &&
            subject.service === name &&
            points === other(side) &&
            at >= from,
        ),
    ),
  );
  return seers.length >= watch.quorum;
}

/** Nobody is offered a side that has truly been dark for longer than answers stay fresh. */
export function offeredIntoTheLight(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'offered') return undefined;
  const { offer } = event.fact;
  const at = book.stage.clock.now();
  const since = later(freshFrom(book, at), -book.watch.policy.roundMs);
  for (const { move, to, services } of offer.plans.slice(0, 1)) {
    // A repair goes nowhere.
    if (move === 'repair') continue;
    const dark = services.filter((name) => darkSince(book, name, to, since, at));
    if (dark.length > 0)
      return `${dark.join(', ')} in ${book.watch.regions[to]} was on offer, and was dark`;
  }
  return undefined;
}

function sideConfirmed(fact: Extract<Event, { kind: 'kept' }>['fact'], book: Book) {
  if (fact.kind === 'confirmed') return fact.side;
  return fact.kind === 'worsened' ? factsLike(book.facts, 'confirmed')[0]?.side : undefined;
}

/** Recently enough for an answer about it to count still. */
function brokenLately(book: Book, at: (place: Place) => boolean): boolean {
  const now = book.stage.clock.now();
  const from = later(freshFrom(book, now), -book.watch.policy.timeoutMs);
  return faultsDuring(book, at, from, now).length > 0;
}

function unseen(
  book: Book,
  services: readonly ServiceName[],
  side: Side,
  is: Finding['is'],
): string | undefined {
  const { watch, looks, stage } = book;
  const from = freshFrom(book, stage.clock.now());
  for (const name of services) {
    const seers = watch.vantages.filter((vantage) =>
      looks.some(
        (look) =>
          look.vantage === vantage &&
          isSighted(look, looks) &&
          look.observations.some((o) => isAbout(o, name, side) && tells(o, is, from)),
      ),
    );
    if (seers.length >= watch.quorum) continue;
    const whom = seers.length === 0 ? 'nobody' : seers.join(', ');
    return `${name} in ${watch.regions[side]} was judged ${is}, and only ${whom} saw it so`;
  }
  return undefined;
}

function isAbout({ subject }: Observation, name: ServiceName, side: Side): boolean {
  return subject.kind === 'service' && subject.service === name && subject.side === side;
}

function tells({ finding, at, tookMs }: Observation, is: Finding['is'], from: Instant): boolean {
  return finding.is === is && at + tookMs >= from;
}

/** In that round the vantage saw at least one reference, or asked none. */
function isSighted({ vantage, slot }: Look, looks: readonly Look[]): boolean {
  const references = looks
    .filter((look) => look.vantage === vantage && look.slot === slot)
    .flatMap((look) => look.observations)
    .filter(({ subject }) => subject.kind === 'control' && subject.control === 'reference');
  return references.length === 0 || references.some(({ finding }) => finding.is === 'up');
}

function darkSince(book: Book, name: ServiceName, side: Side, since: Instant, at: Instant) {
  const touches = (place: Place) => hides(place, name, side, book);
  return faultsDuring(book, touches, since, at).some(
    ({ fault, from, until }) =>
      isTotal(fault) && from <= since && (until === undefined || until > at),
  );
}

function isTotal(fault: Fault): boolean {
  return fault.is !== 'slow' && fault.is !== 'lostAnswer' && !('share' in fault);
}

const parts: Readonly<Record<string, string>> = {
  apim: 'gateway',
  'logic-apps': 'logic',
  'service-bus': 'bus',
  // What its name leads to.
  route53: 'gateway',
};

/** Whether a fault there breaks that service on that side. */
function strikes(place: Place, name: ServiceName, side: Side, { watch }: Book): boolean {
  const part = `${watch.regions[side]}/${parts[serviceOf(watch, name).kind] ?? ''}`;
  return within(part, place) || within(place, part);
}

/** The same, as seen by the probes of a passive side: its bus is read through ARM alone. */
function hides(place: Place, name: ServiceName, side: Side, book: Book): boolean {
  const { watch } = book;
  if (place === watch.regions[side]) return true;
  return serviceOf(watch, name).kind !== 'service-bus' && strikes(place, name, side, book);
}

function within(place: Place, wider: Place): boolean {
  return place === wider || place.startsWith(`${wider}/`);
}
