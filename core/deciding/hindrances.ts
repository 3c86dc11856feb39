/** What keeps a move from being made now, whoever asks for it: as sentences, none when it can be. */

import type { Instant } from '../names.ts';
import { targetTroubles } from '../outage.ts';
import type { Picture } from '../picture.ts';
import type { Plan } from '../plan.ts';
import { type About, concerns, unreadyOf } from '../readiness.ts';
import type { Watch } from '../watch.ts';

/** What a wish is about, as `hindrances` has it. */
export function wishedFor({ from, services, move }: About) {
  return { from, services, move, nothing: 'nothing of it can be moved' };
}

/** What keeps a move away from a side from being made now, whatever it is made for. */
export function hindrances(
  { nothing, ...wanted }: About & { readonly nothing: string },
  plans: readonly Plan[],
  picture: Picture,
  watch: Watch,
  at: Instant,
): readonly string[] {
  const [smallest] = plans;
  const about = smallest ?? wanted;
  return [
    ...(watch.mode === 'observe' ? ['this watch only observes; it would have asked'] : []),
    ...(watch.mode === 'advise' ? ['this watch advises and offers no moves'] : []),
    ...(smallest === undefined ? [nothing] : []),
    ...targetTroubles(watch, picture, about),
    ...refusals(picture, about, at),
    ...(smallest === undefined ? [] : unpowered(smallest, picture)),
  ];
}

/** What stands against one plan, whatever becomes of the others of its offer. */
export function reasonsAgainst(plan: Plan, picture: Picture, at: Instant): readonly string[] {
  return [...refusals(picture, plan, at), ...unpowered(plan, picture)];
}

function unpowered({ steps }: Plan, { controls }: Picture): readonly string[] {
  const needed = [...new Set(steps.flatMap(({ requires }) => requires))];
  return needed
    .filter((plane) => controls[plane].is !== 'up')
    .map((plane) => `the switch needs ${plane}, which is ${controls[plane].is}`);
}

/** What readiness found that would make this very move fail; of another move it may be true. */
function refusals({ readiness }: Picture, about: About, at: Instant): readonly string[] {
  if (readiness === undefined) return [];
  const why = unreadyOf(readiness, at)
    .filter((one) => concerns(one, about))
    .map((one) => `not ready: ${one.why}`);
  return [...new Set(why)];
}
