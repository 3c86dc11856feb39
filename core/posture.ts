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

/** For people: those of which the newest look, and one long enough before it, found the same. */
function lastingly(
  stands: ReturnType<typeof looksOf>,
  same: (finding: Seen['finding']) => boolean,
): readonly string[] {
  return stands.flatMap(({ title, looks }) => {
    const [newest, ...older] = looks.toSorted((a, b) => b.at - a.at);
    const before = older.find((one) => newest !== undefined && newest.at - one.at >= lastingMs);
    if (newest === undefined || before === undefined) return [];
    const { finding } = newest;
    const isSo = same(finding) && same(before.finding) && finding.is !== 'up';
    return isSo ? [`${title} (${finding.why})`] : [];
  });
}

const prefix = 'posture:';

/**
 * Told while it lasts: both sides on, neither, or a name that a pipeline has put back. And that nobody
 * can look: whoever hears nothing of how things stand would take it that they stand well.
 */
export function adrift(picture: Drawn, seen: Album, watch: Watch): readonly Condition[] {
  return watch.services.flatMap((service): readonly Condition[] => {
    const { name } = service;
    const stands = looksOf(picture, seen, service);
    const undone = lastingly(stands, ({ is }) => is === 'down').join('; ');
    const unseen = lastingly(stands, (one) => one.is === 'unsure' && one.whose === 'ours').join(
      '; ',
    );
    const where = regionsOf(servingOf(service, picture.active), watch);
    const drift = `${name} serves from ${where} and does not stand as it should there; to do: ${undone}`;
    const blind = `how ${name} stands cannot be looked at, by our own fault: ${unseen}`;
    return [
      ...(undone === ''
        ? []
        : [{ key: `${prefix}${name}`, sort: 'posture', text: drift } as const]),
      ...(unseen === ''
        ? []
        : [{ key: `ours:${name}/posture`, sort: 'ours', text: blind } as const]),
    ];
  });
}

export function adriftIn(conditions: readonly Condition[]): readonly ServiceName[] {
  return conditions.flatMap(({ key, sort }) =>
    sort === 'posture' ? [key.slice(prefix.length) as ServiceName] : [],
  );
}
