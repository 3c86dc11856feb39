/** Whether things stand as they should where a service serves: by the steps that would lead there. */

import type { Album } from './album.ts';
import type { Instant, ServiceName, Side, Vantage } from './names.ts';
import { other } from './names.ts';
import type { Condition, Drawn } from './picture.ts';
import type { MovePhase, Step } from './plan.ts';
import type { Service, Watch } from './watch.ts';

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
 * The steps of a planned move to `side` that stay as they were left: what is drained, promoted or
 * raised tells of a moment, and not of how things should stand.
 */
export function postureOf({ steps: moves }: Service, side: Side): readonly Step[] {
  const led = moves.find(
    ({ move, mode, from }) => move === 'failover' && mode === 'planned' && from === other(side),
  );
  return (led?.steps ?? []).filter(isPosture);
}

const lasting: readonly MovePhase[] = ['fence', 'receivers', 'traffic', 'restore'];

function isPosture({ phase, irreversible, awaits, fixes, insteadOf }: Step): boolean {
  return lasting.includes(phase) && !irreversible && !awaits && !fixes && insteadOf === undefined;
}

/** Every step that tells how things should stand where they serve. */
export function postureSteps(
  { services }: Pick<Watch, 'services'>,
  active: Readonly<Record<ServiceName, Side>>,
): readonly { readonly side: Side; readonly step: Step }[] {
  return services.flatMap((service) => {
    const side = active[service.name] ?? 'primary';
    return postureOf(service, side).map((step) => ({ side, step }));
  });
}

/** The services that do not stand as they should for the side that they serve from. */
export function driftOf(
  { at, active }: Pick<Drawn, 'at' | 'active'>,
  seen: Album,
  { services }: Watch,
): readonly {
  readonly service: ServiceName;
  readonly side: Side;
  readonly undone: readonly string[];
}[] {
  return services.flatMap((service) => {
    const { name } = service;
    const side = active[name] ?? 'primary';
    const looks = seen.about({ kind: 'posture', service: name, side });
    const undone = postureOf(service, side).flatMap(({ name: step, title }) => {
      const mine = looks.filter(
        ({ probe, at: asked }) => probe === (step as string) && at - asked <= freshMs,
      );
      const [newest, ...older] = mine.toSorted((a, b) => b.at - a.at);
      const before = older.find((one) => newest !== undefined && newest.at - one.at >= lastingMs);
      return newest?.finding.is === 'down' && before?.finding.is === 'down'
        ? [`${title} (${newest.finding.why})`]
        : [];
    });
    return undone.length === 0 ? [] : [{ service: name, side, undone }];
  });
}

const prefix = 'posture:';

/** Told while it lasts: both sides on, neither, or a name that a pipeline has put back. */
export function adrift(picture: Drawn, seen: Album, watch: Watch): readonly Condition[] {
  return driftOf(picture, seen, watch).map(({ service, side, undone }): Condition => {
    const text = `${service} serves from ${watch.regions[side]} and does not stand as it should there; to do: ${undone.join('; ')}`;
    return { key: `${prefix}${service}`, sort: 'posture', text };
  });
}

export function adriftIn(conditions: readonly Condition[]): readonly ServiceName[] {
  return conditions.flatMap(({ key, sort }) =>
    sort === 'posture' ? [key.slice(prefix.length) as ServiceName] : [],
  );
}
