/** Whether things stand as they should where a service serves: by the steps that would lead there. */

import type { Album } from './album.ts';
import type { Instant, ServiceName, Serving, Side, StepName, Vantage } from './names.ts';
import { other } from './names.ts';
import type { Seen } from './opinion.ts';
import type { Condition, Drawn } from './picture.ts';
import type { MovePhase, Step } from './plan.ts';
import { regionsOf, type Service, servingOf, type Watch } from './watch.ts';

/** One vantage in turn looks so often: ARM is asked, and what is wrong stays wrong for minutes. */
export const postureMs = 60_000;
/** Seen twice, a look apart: people and pipelines turn things one after the other. */
const lastingMs = 50_000;
/** Two looks may fail to come before what was seen is called old. */
const freshMs = 200_000;

/** Whether this vantage has to look in this round; nothing is kept of whose turn it was. */
export function isPostureDue(
  { vantages, policy: { roundMs } }: Watch,
  { vantage, slot }: { readonly vantage: Vantage; readonly slot: Instant },
): boolean {
  const turn = Math.floor(slot / postureMs);
  const isFirst = Math.floor((slot - roundMs) / postureMs) < turn;
  return slot % roundMs === 0 && isFirst && vantages[turn % vantages.length] === vantage;
}

/**
 * The steps of the planned move that leads there which stay as they were left: what is drained,
 * promoted or raised tells of a moment, and not of how things should stand. To both sides it is the
 * way home.
 */
export function postureOf({ steps: moves }: Service, serving: Serving): readonly Step[] {
  const way =
    serving === 'both'
      ? ({ move: 'failback', from: 'secondary' } as const)
      : ({ move: 'failover', from: other(serving) } as const);
  const led = moves.find(
    ({ move, mode, from }) => move === way.move && mode === 'planned' && from === way.from,
  );
  const steps = (led?.steps ?? []).filter(isPosture);
  // A guard that tells of a moment, such as a trigger renewed, is no matter of how things stand: what
  // has come since it was disabled here nobody has taken up elsewhere.
  const stands = (name: StepName) => steps.some((step) => step.name === name);
  return steps.map((step) => ({ ...step, guardedBy: step.guardedBy.filter(stands) }));
}

/** Under which side it is asked about, and told. */
export function sideOf(serving: Serving): Side {
  return serving === 'both' ? 'primary' : serving;
}

const lasting: readonly MovePhase[] = ['fence', 'receivers', 'traffic', 'restore'];

function isPosture({ phase, irreversible, awaits, fixes, insteadOf }: Step): boolean {
  return lasting.includes(phase) && !irreversible && !awaits && !fixes && insteadOf === undefined;
}

/** Every step that tells how things should stand where they serve. */
export function postureSteps(
  { services }: Pick<Watch, 'services'>,
  active: Readonly<Record<ServiceName, Serving>>,
): readonly { readonly side: Side; readonly step: Step }[] {
  return services.flatMap((service) => {
    const serving = servingOf(service, active);
    return postureOf(service, serving).map((step) => ({ side: sideOf(serving), step }));
  });
}

/** The services that do not stand as they should for the side that they serve from. */
export function driftOf(
  picture: Pick<Drawn, 'at' | 'active'>,
  seen: Album,
  watch: Watch,
): readonly {
  readonly service: ServiceName;
  readonly serving: Serving;
  readonly undone: readonly string[];
}[] {
  return watch.services.flatMap((service) => {
    const stands = looksOf(picture, seen, service);
    const undone = stands.flatMap(({ title, looks }) => {
      const newest = sameFor(looks, ({ is }) => is === 'down');
      return newest?.finding.is === 'down' ? [`${title} (${newest.finding.why})`] : [];
    });
    const serving = servingOf(service, picture.active);
    return undone.length === 0 ? [] : [{ service: service.name, serving, undone }];
  });
}

/** Each step that should hold where it serves, with what was seen of it lately. */
function looksOf(
  picture: Pick<Drawn, 'at' | 'active'>,
  seen: Album,
  service: Service,
): readonly { readonly title: string; readonly looks: readonly Seen[] }[] {
  const serving = servingOf(service, picture.active);
  const all = seen.about({ kind: 'posture', service: service.name, side: sideOf(serving) });
  return postureOf(service, serving).map(({ name: step, title }) => {
    const looks = all.filter(
      ({ probe, at }) => probe === (step as string) && picture.at - at <= freshMs,
    );
    return { title, looks };
  });
}

/** The newest look, when it and one long enough before it found the same. */
function sameFor(
  looks: readonly Seen[],
  same: (finding: Seen['finding']) => boolean,
): Seen | undefined {
  const [newest, ...older] = looks.toSorted((a, b) => b.at - a.at);
  const before = older.find((one) => newest !== undefined && newest.at - one.at >= lastingMs);
  if (newest === undefined || before === undefined) return undefined;
  return same(newest.finding) && same(before.finding) ? newest : undefined;
}

const prefix = 'posture:';

/** Told while it lasts: both sides on, neither, or a name that a pipeline has put back. */
export function adrift(picture: Drawn, seen: Album, watch: Watch): readonly Condition[] {
  return driftOf(picture, seen, watch).map(({ service, serving, undone }): Condition => {
    const text = `${service} serves from ${regionsOf(serving, watch)} and does not stand as it should there; to do: ${undone.join('; ')}`;
    return { key: `${prefix}${service}`, sort: 'posture', text };
  });
}

/** Told too: whoever hears nothing of how things stand would take it that they stand well. */
export function unseen(picture: Drawn, seen: Album, { services }: Watch): readonly Condition[] {
  return services.flatMap((service): readonly Condition[] => {
    const whys = looksOf(picture, seen, service).flatMap(({ title, looks }) => {
      const newest = sameFor(looks, (one) => one.is === 'unsure' && one.whose === 'ours');
      return newest?.finding.is === 'unsure' ? [`${title} (${newest.finding.why})`] : [];
    });
    if (whys.length === 0) return [];
    const text = `how ${service.name} stands cannot be looked at, by our own fault: ${whys.join('; ')}`;
    return [{ key: `ours:${service.name}/posture`, sort: 'ours', text }];
  });
}

export function adriftIn(conditions: readonly Condition[]): readonly ServiceName[] {
  return conditions.flatMap(({ key, sort }) =>
    sort === 'posture' ? [key.slice(prefix.length) as ServiceName] : [],
  );
}
