/** The promise about the traffic alone: declared, nothing more than that, and for a plane that was broken. */

import type { Plane } from '../../../core/observation.ts';
import type { Place } from '../../world/azure.ts';
import { type Book, type Event, factsLike, faultsDuring, freshFrom } from '../book.ts';

/** People are asked to lead clients away from what stays only where nothing else can be done. */
export function ledAloneForCause(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'offered') return undefined;
  const { watch, stage } = book;
  for (const { trafficOnly, services, steps } of event.fact.offer.plans) {
    if (trafficOnly === undefined) continue;
    const { stay, dark } = trafficOnly;
    const strange = services.filter((name) => !watch.trafficOnly?.includes(name));
    if (strange.length > 0) return `${strange.join(', ')} may not be led alone`;
    const more = steps.find(({ phase }) => phase !== 'traffic');
    if (more !== undefined) return `${more.name} is more than traffic`;
    if (stay.length === 0) return 'nothing would stay behind';
    const now = stage.clock.now();
    const broken = (plane: Plane) =>
      faultsDuring(book, (place) => hits(place, plane), freshFrom(book, now), now).length > 0;
    const well = dark.filter((plane) => !broken(plane));
    if (dark.length === 0 || well.length > 0)
      return `${well.join(', ')} was called down, and was never broken`;
  }
  return undefined;
}

/** Whoever was led away without the rest is asked about it again, and has no quiet until then. */
export function quietOnlyBehindTheWhole(event: Event, { facts }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'over') return undefined;
  const [approved] = factsLike(facts, 'approved');
  const [opened] = factsLike(facts, 'opened');
  if (approved?.plan.trafficOnly === undefined) return undefined;
  const { quietUntil } = event.fact;
  return quietUntil === undefined || quietUntil === opened?.quietUntil
    ? undefined
    : 'a quiet period began while the rest had stayed behind';
}

function hits(place: Place, plane: Plane): boolean {
  const root = plane === 'azure-dns' ? 'dns' : plane;
  return place === root || place.startsWith(`${root}/`);
}
