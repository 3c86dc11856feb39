/** Reads a picture for one question: is a side that we serve from lost, and what of it? */

import type { Seen } from './fact.ts';
import type { Instant, ServiceName, Side } from './names.ts';
import { other, sides } from './names.ts';
import { planes } from './observation.ts';
import { type Picture, type ServiceVerdict, verdictOf } from './picture.ts';
import { isMending, type Plan } from './plan.ts';
import { serves, servingOf, type Watch } from './watch.ts';

/** Services confirmed down on the side they serve from. */
export interface Loss {
  readonly side: Side;
  readonly services: readonly ServiceName[];
}

/** The side that is confirmed lost: enough critical services that serve from it are down. */
export function lossOf(watch: Watch, picture: Picture): Loss | undefined {
  const losses = sides.map((side) => ({
    side,
    services: servingFrom(watch, picture, side).filter(
      (name) => verdictOf(picture, name, side) === 'down',
    ),
  }));
  const enough = losses.filter(({ services }) => critical(watch, services) >= watch.downWhen);
  // Of two, the one that costs more is the outage; the other is why nothing is offered.
  return enough.toSorted((a, b) => b.services.length - a.services.length)[0];
}

/** A side of which one vantage already says that a critical service is down. */
export function suspicionOf(watch: Watch, picture: Picture): Side | undefined {
  return sides.find((side) =>
    servingFrom(watch, picture, side).some(
      (name) =>
        isCritical(watch, name) &&
        opinionsOn(picture, name, side).some((opinion) => opinion.is === 'down'),
    ),
  );
}

export function servingFrom(watch: Watch, picture: Picture, side: Side): readonly ServiceName[] {
  return watch.services
    .filter((service) => serves(servingOf(service, picture.active), side))
    .map(({ name }) => name);
}

/** When the first of it began to fail. */
export function beganAt(seen: readonly Seen[], at: Instant): Instant {
  return Math.min(at, ...seen.map(({ since }) => since)) as Instant;
}

/** Everything that was lost is seen up again by the quorum. */
export function isBack(picture: Picture, { side, services }: Loss): boolean {
  return services.every((name) => verdictOf(picture, name, side) === 'up');
}

/** The same of what still serves from there: what has been moved away is lost to nobody. */
export function isPast(picture: Picture, { side, services }: Loss): boolean {
  const here = services.filter((name) => picture.active[name] !== other(side));
  return isBack(picture, { side, services: here });
}

/** Any vantage had a good answer from the lost side: a first sign, no verdict. */
export function showsLife(picture: Picture, { side, services }: Loss): boolean {
  return services.some((name) =>
    opinionsOn(picture, name, side).some((opinion) => opinion.latest === 'up'),
  );
}

/** Why a move cannot land on the other side; empty when all of it is judged up there. */
export function targetTroubles(
  watch: Watch,
  picture: Picture,
  { move, from, services, undoes }: Pick<Plan, 'move' | 'from' | 'services' | 'undoes'>,
): readonly string[] {
  // A repair lands nowhere: what is wrong over there is what it mends.
  if (move === 'repair') return [];
  const to = other(from);
  const looked = isMending({ move, ...(undoes && { undoes }) })
    ? services.filter((name) => verdictOf(picture, name, to) === 'down')
    : services;
  return troublesOn(to, watch, picture, looked);
}

/** Which of `services` are not judged up on `side`, as sentences. */
export function troublesOn(
  side: Side,
  watch: Watch,
  picture: Picture,
  services: readonly ServiceName[],
): readonly string[] {
  return services.flatMap((name) => {
    const is = verdictOf(picture, name, side);
    if (is === 'up') return [];
    return [
      `${name} in ${watch.regions[side]} is ${is === 'down' ? 'down' : 'not known to be up'}`,
    ];
  });
}

/** Every service of the lost side and every plane in the way, as sentences. */
export function layersOf(
  watch: Watch,
  picture: Picture,
  { side, services }: Loss,
): readonly string[] {
  const lost = watch.services
    .filter((s) => serves(servingOf(s, picture.active), side) || services.includes(s.name))
    .map(({ name, title }) => {
      const verdict = picture.services.find((v) => v.service === name && v.side === side);
      return `${title} in ${watch.regions[side]} ${votes(verdict, watch)}`;
    });
  const names = { entra: 'Entra', arm: 'ARM', 'azure-dns': 'Azure DNS' };
  return [...lost, ...planes.map((plane) => `${names[plane]} ${picture.controls[plane].is}`)];
}

function votes(verdict: ServiceVerdict | undefined, { vantages }: Watch): string {
  if (verdict === undefined) return 'unsure';
  const agreeing = verdict.opinions.filter((o) => o.is === verdict.is).length;
  return `${verdict.is} from ${agreeing} of ${vantages.length} vantages`;
}

/** The verdicts that called for it, small enough to keep. */
export function seenOf(watch: Watch, picture: Picture, side: Side): readonly Seen[] {
  return picture.services
    .filter((v) => v.side === side && v.opinions.some((o) => o.is === 'down'))
    .map((v) => {
      const down = v.opinions.filter((o) => o.is === 'down');
      const why = down.map((o) => `${o.vantage}: ${o.phase ?? 'answer'}: ${o.why ?? ''}`);
      return {
        service: v.service,
        side,
        is: v.is,
        since: Math.min(...down.map((o) => o.since ?? picture.at)) as Instant,
        votes: down.length,
        of: watch.vantages.length,
        why,
      };
    });
}

function opinionsOn(picture: Picture, name: ServiceName, side: Side) {
  return picture.services.find((v) => v.service === name && v.side === side)?.opinions ?? [];
}

function critical(watch: Watch, services: readonly ServiceName[]): number {
  return services.filter((name) => isCritical(watch, name)).length;
}

function isCritical(watch: Watch, name: ServiceName): boolean {
  return watch.services.some((s) => s.name === name && s.critical);
}
