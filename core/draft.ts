/** Drafts the plans a person may choose between: the smallest set that can move, then the region. */

import type { Wish } from './fact.ts';
import type { Digest, ServiceName, Side } from './names.ts';
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
import type { Watch } from './watch.ts';
import { type Planes, passable, planesIn } from './ways.ts';

/** What is ever put to people: away from what is lost, and what they may wish for. */
const offered = { move: 'failover', mode: 'forced' } as const;

/** Nobody is given rights for more than that. */
export function mayBeOffered({ move, mode }: Pick<Plan, 'move' | 'mode'>): boolean {
  return mode === 'planned' ? wishable.some((wished) => wished === move) : move === offered.move;
}

/** The side that a wish begins at: away from home, home from there, and mending from where it serves. */
export function begunAt(move: WishedMove, watch: Watch, picture: Picture): Side {
  const isAway = servingFrom(watch, picture, 'secondary').length > 0;
  return move === 'failback' || (move === 'repair' && isAway) ? 'secondary' : 'primary';
}

/** One plan or none: of all that serves from there, or of what was named and whoever must go along. */
export function draftWished(
  watch: Watch,
  picture: Picture,
  { move, services }: Pick<Wish, 'move' | 'services'>,
  digest: Digester,
): readonly Plan[] {
  const from = begunAt(move, watch, picture);
  const named = services.length === 0 ? watch.services.map(({ name }) => name) : services;
  const serving = servingFrom(watch, picture, from);
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
  const what = { move: 'align', mode: 'planned' } as const;
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

/** A plan of one move, digested: the same inputs always give the same digest. */
export function planOf(
  watch: Watch,
  because: Loss,
  services: readonly ServiceName[],
  { move, mode, ...more }: Pick<Plan, 'move' | 'mode' | 'undoes' | 'trafficOnly'>,
  { planes, digest }: Drafting,
): Plan {
  const from = because.side;
  const all = services.flatMap((name) => passable(stepsOf(watch, name, move, mode, from), planes));
  const steps = inPhases(all);
  const plan = { watch: watch.name, move, mode, from, to: other(from), services, steps, ...more };
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
): readonly Step[] {
  const service = watch.services.find((s) => s.name === name);
  if (move === 'align') return service === undefined ? [] : postureOf(service, other(from));
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
