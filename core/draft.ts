/** Drafts the plans a person may choose between: the smallest set that can move, then the region. */

import type { Wish } from './fact.ts';
import type { Digest, ServiceName, Serving, Side } from './names.ts';
import { other } from './names.ts';
import type { Loss } from './outage.ts';
import { servingFrom } from './outage.ts';
import type { Picture } from './picture.ts';
import {
  type MoveMode,
  movePhases,
  type Plan,
  type Purpose,
  type Step,
  type WishedMove,
  wishable,
} from './plan.ts';
import type { Digester } from './ports.ts';
import { postureOf } from './posture.ts';
import { serviceOf, servingOf, type Watch } from './watch.ts';
import { type Planes, passable, planesIn } from './ways.ts';

/** What is ever put to people: away from what is lost, and what they may wish for. */
const offered = { move: 'failover', mode: 'forced' } as const;

/** Nobody is given rights for more than that. */
export function mayBeOffered({ move, mode }: Pick<Plan, 'move' | 'mode'>): boolean {
  return mode === 'planned' ? wishable.some((wished) => wished === move) : move === offered.move;
}

/** The side that a wish begins at: away from home, home from there, and mending from where it serves. */
export function begunAt(move: WishedMove, watch: Watch, picture: Picture, wished?: Side): Side {
  if (move === 'failover' && wished !== undefined) return wished;
  const servings = watch.services.map((one) => ({ one, at: servingOf(one, picture.active) }));
  const isAway = servings.some(({ at }) => at === 'secondary');
  // Of two sides that both serve, it may be the secondary that was taken out.
  const isOut = servings.some(({ one, at }) => one.posture !== undefined && at === 'primary');
  if (move === 'failback') return isAway || !isOut ? 'secondary' : 'primary';
  return move === 'repair' && isAway ? 'secondary' : 'primary';
}

/** One plan or none: of all that serves from there, or of what was named and whoever must go along. */
export function draftWished(
  watch: Watch,
  picture: Picture,
  { move, services, from: wished }: Pick<Wish, 'move' | 'services'> & { readonly from?: Side },
  digest: Digester,
): readonly Plan[] {
  const from = begunAt(move, watch, picture, wished);
  const named = services.length === 0 ? watch.services.map(({ name }) => name) : services;
  // What serves from both sides is home already.
  const serving = servingFrom(watch, picture, from).filter(
    (name) => move !== 'failback' || picture.active[name] === from,
  );
  const moved = closure(watch, named)
    .filter((name) => serving.includes(name))
    .filter((name) => stepsOf(watch, name, move, 'planned', from).length > 0);
  const because = { side: from, services: [] };
  const drafting = { digest, planes: planesIn(picture) };
  return moved.length === 0
    ? []
    : [planOf(watch, because, moved, { move, mode: 'planned' }, drafting)];
}

/** The steps that should hold where they serve: of a move there, those that stay as they were left. */
export function draftAligned(
  watch: Watch,
  picture: Picture,
  { from, services }: Pick<Wish, 'from' | 'services'>,
  digest: Digester,
): readonly Plan[] {
  const drafting = { digest, planes: planesIn(picture) };
  const toBoth = services.filter((name) => picture.active[name] === 'both');
  const what = { move: 'align', mode: 'planned', toBoth } as const;
  return [planOf(watch, { side: from, services: [] }, services, what, drafting)];
}

/** What a move did that was stopped halfway, taken back: of the services that it had begun with. */
export function draftBack(
  watch: Watch,
  picture: Picture,
  { from, services, move, undoes }: Wish,
  digest: Digester,
): readonly Plan[] {
  const moved = services.filter((name) => stepsOf(watch, name, move, 'planned', from).length > 0);
  const because = { side: from, services: [] };
  const undoing = undoes === undefined ? {} : { undoes };
  const drafting = { digest, planes: planesIn(picture) };
  return moved.length === 0
    ? []
    : [planOf(watch, because, moved, { move, mode: 'planned', ...undoing }, drafting)];
}

export function draft(
  watch: Watch,
  picture: Picture,
  loss: Loss,
  digest: Digester,
): readonly Plan[] {
  const here = ofSide(watch, picture, loss.side).filter(
    (name) => stepsOf(watch, name, offered.move, offered.mode, loss.side).length > 0,
  );
  const smallest = closure(watch, loss.services).filter((name) => here.includes(name));
  const sets = smallest.length === here.length ? [here] : [smallest, here];
  const drafting = { digest, planes: planesIn(picture) };
  return sets
    .filter((services) => services.length > 0)
    .map((services) => planOf(watch, loss, services, offered, drafting));
}

/** What has left the lost side by itself goes along with the region: so that it stays where it is. */
export function ofSide(watch: Watch, picture: Picture, side: Side): readonly ServiceName[] {
  const serving = servingFrom(watch, picture, side);
  const advised = (name: ServiceName) => (picture.advice[name] ?? 'primary') === side;
  return watch.services
    .map(({ name }) => name)
    .filter((name) => serving.includes(name) || advised(name));
}

/** What a plan is made with besides the watch: how the planes are judged, and how it is fingerprinted. */
export interface Drafting {
  readonly planes: Planes;
  readonly digest: Digester;
}

type Planned = Pick<Plan, 'move' | 'mode' | 'undoes' | 'toBoth' | 'trafficOnly'>;

/** Home is both sides for what serves from both; anything else that is moved leaves one of them. */
export function bothAfter(
  move: Purpose,
  services: readonly ServiceName[],
  watch: Watch,
): readonly ServiceName[] {
  if (move !== 'failback') return [];
  return services.filter((name) => serviceOf(watch, name).posture !== undefined);
}

/** A plan of one move, digested: the same inputs always give the same digest. */
export function planOf(
  watch: Watch,
  because: Loss,
  services: readonly ServiceName[],
  { move, mode, toBoth = bothAfter(move, services, watch), ...more }: Planned,
  { planes, digest }: Drafting,
): Plan {
  const from = because.side;
  const all = services.flatMap((name) => {
    const led = toBoth.includes(name) ? 'both' : other(from);
    return passable(stepsOf(watch, name, move, mode, from, led), planes);
  });
  const steps = inPhases(all);
  const both = toBoth.length === 0 ? {} : { toBoth };
  const way = { watch: watch.name, move, mode, from, to: other(from), services };
  const plan = { ...way, ...both, steps, ...more };
  return digested(watch, because, plan, digest);
}

/** Whatever is approved of a plan, and whatever it was approved because of, is in its digest. */
export function digested(
  watch: Watch,
  because: Loss,
  plan: Omit<Plan, 'digest'>,
  digest: Digester,
): Plan {
  const { rules, approvers, quorum, downWhen, chains } = watch;
  const verdict = { side: because.side, down: because.services };
  const covered = { plan, rules, approvers, quorum, downWhen, mode: watch.mode, verdict, chains };
  return { ...plan, digest: digest(JSON.stringify(covered)).slice(0, 16) as Digest };
}

export function inPhases(steps: readonly Step[]): readonly Step[] {
  return movePhases.flatMap((phase) => steps.filter((step) => step.phase === phase));
}

/** What the watch has for one way of a service, with all that stands in; none, it cannot go it. */
export function stepsOf(
  watch: Watch,
  name: ServiceName,
  move: Purpose,
  mode: MoveMode,
  from: Side,
  led: Serving = other(from),
): readonly Step[] {
  const service = watch.services.find((s) => s.name === name);
  if (move === 'align') return service === undefined ? [] : postureOf(service, led);
  const moves = service?.steps ?? [];
  return moves.find((m) => m.move === move && m.mode === mode && m.from === from)?.steps ?? [];
}

/** Whoever must go along, and whoever must go along with those. */
export function closure(watch: Watch, services: readonly ServiceName[]): readonly ServiceName[] {
  const all = new Set(services);
  // A set grows while it is walked, so what joins is walked too.
  for (const name of all) {
    for (const with_ of watch.services.find((s) => s.name === name)?.movesWith ?? [])
      all.add(with_);
  }
  return watch.services.map((s) => s.name).filter((name) => all.has(name));
}
