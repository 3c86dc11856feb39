/** Whether a move would work if it had to: what was checked, how old that is, and what it refuses. */

import type { CheckFinding } from './kinds.ts';
import type { Instant, ServiceName, Side, StepName, WatchName } from './names.ts';
import { never } from './never.ts';
import type { Move, Purpose, Standing } from './plan.ts';
import { calledOf } from './rights.ts';
import type { Stake } from './stakes.ts';
import { listed, took } from './telling/words.ts';

/** Which moves a finding speaks about; where something is absent, about all. */
export interface Concern {
  readonly service?: ServiceName;
  /** Only moves away from that side. */
  readonly from?: Side;
  /** Only moves of that purpose. */
  readonly move?: Move;
}

/** A move that somebody asks about. */
export interface About {
  readonly from: Side;
  readonly services: readonly ServiceName[];
  readonly move: Purpose;
}

export function concerns({ service, from, move }: Concern, about: About): boolean {
  return (
    (service === undefined || about.services.includes(service)) &&
    (from ?? about.from) === about.from &&
    (move ?? about.move) === about.move
  );
}

/** Why a move of this service cannot succeed. */
export interface Unready extends Concern {
  readonly service: ServiceName;
  readonly why: string;
}

export interface Checked {
  readonly service: ServiceName;
  /** The name its service gave it, e.g. `twins`. */
  readonly check: string;
  readonly title: string;
  readonly from?: Side;
  readonly move?: Move;
  readonly finding: CheckFinding;
  /** Of a check that could not be made: what the last one said that could. */
  readonly known?: Known;
}

/** What a check said of a move besides whether it would work. */
export interface Known {
  readonly at: Instant;
  readonly note: string;
  readonly stake?: Stake;
}

/** Whether the identity that may change Azure may carry out a step, as Azure itself says. */
export type StepRights = Readonly<
  | { is: 'granted' }
  | { is: 'missing'; missing: readonly { readonly action: string; readonly scope: string }[] }
  | { is: 'unsure'; why: string }
>;

/** One step of one plan, inspected as it stands today. */
export interface InspectedStep {
  readonly step: StepName;
  readonly service: ServiceName;
  readonly title: string;
  readonly from: Side;
  readonly standing: Standing;
  readonly rights: StepRights;
  /** It stands in for another: that it could not be carried out leaves the move as it was. */
  readonly standsIn?: true;
}

/** `refused`: somebody said no to us, and will again. `unsure`: nobody answered. */
export type SwitchToken = Readonly<
  { is: 'held'; ageMs: number } | { is: 'refused'; why: string } | { is: 'unsure'; why: string }
>;

/** What the failover function says of itself: with its own identity, and without changing anything. */
export interface Preflight {
  readonly at: Instant;
  readonly token: SwitchToken;
  /** Those that nobody moves without a token. */
  readonly services: readonly ServiceName[];
  /** Without a token only those that ask nothing of Azure. */
  readonly steps: readonly InspectedStep[];
  readonly brake: Readonly<{ is: 'off' } | { is: 'on' | 'unsure'; why: string }>;
}

export type PreflightAnswer = Readonly<
  | { is: 'told'; preflight: Preflight }
  /** It was asked and did not answer. */
  | { is: 'unsure'; why: string }
  /** Nobody asked: this watch moves nothing, or the switch identity is not at hand. */
  | { is: 'unasked'; why: string }
>;

export interface Readiness {
  readonly watch: WatchName;
  readonly at: Instant;
  readonly checks: readonly Checked[];
  readonly preflight: PreflightAnswer;
  /** What is not as it should be with farwatch itself; it keeps no move from being made. */
  readonly notes?: readonly string[];
}

/** What is remembered of the last run. */
export type KeptReadiness = Readonly<
  { is: 'kept'; readiness: Readiness } | { is: 'never' } | { is: 'unreadable'; why: string }
>;

/** Readiness runs every half hour; two runs that failed to come make the last one stale. */
export const staleMs = 75 * 60_000;

/** What keeps a move from being offered: failures that were found lately, and nothing else. */
export function unreadyOf(kept: KeptReadiness, at: Instant): readonly Unready[] {
  if (kept.is !== 'kept' || isStale(kept.readiness, at)) return [];
  return failures(kept.readiness);
}

export function isStale(readiness: Pick<Readiness, 'at'>, at: Instant): boolean {
  return at - readiness.at > staleMs;
}

function failures({ checks, preflight }: Readiness): readonly Unready[] {
  const failed = checks.flatMap((checked): Unready[] => {
    const { finding, title } = checked;
    return finding.is === 'fails' ? [{ ...aboutOf(checked), why: `${title}: ${finding.why}` }] : [];
  });
  return distinct([...failed, ...(preflight.is === 'told' ? cannot(preflight.preflight) : [])]);
}

function aboutOf({ service, from, move }: Checked) {
  return { service, ...(from && { from }), ...(move && { move }) };
}

/** The steps that were inspected are those of failovers. */
const inspectedFor = { move: 'failover' } as const;

function cannot({ token, steps, services }: Preflight): readonly Unready[] {
  if (token.is === 'refused') {
    return services.map((service) => ({ service, why: `no token to switch with: ${token.why}` }));
  }
  return steps.filter(({ standsIn }) => !standsIn).flatMap(faultsOf);
}

function faultsOf({ service, from, title, standing, rights }: InspectedStep): readonly Unready[] {
  return [
    ...(standing.is === 'stuck'
      ? [{ ...inspectedFor, service, from, why: `${title}: ${standing.why}` }]
      : []),
    ...(rights.is === 'missing'
      ? [{ ...inspectedFor, service, from, why: `${title}: ${lacking(rights.missing)}` }]
      : []),
  ];
}

/** How many resources a sentence can bear. */
const scopesMax = 3;

function lacking(missing: readonly { readonly action: string; readonly scope: string }[]): string {
  const byAction = [...Map.groupBy(missing, ({ action }) => action)];
  const told = byAction.map(([action, on]) => {
    const named = on.slice(0, scopesMax).map(({ scope }) => calledOf(scope));
    const rest = on.length - named.length;
    return `${action} on ${listed(rest > 0 ? [...named, `${rest} more`] : named)}`;
  });
  return `the switch identity lacks ${told.join('; ')}`;
}

/** Forced and planned moves share their steps: one sentence each is enough. */
function distinct(all: readonly Unready[]): readonly Unready[] {
  const key = ({ service, from, move, why }: Unready) => JSON.stringify([service, from, move, why]);
  return [...new Map(all.map((one) => [key(one), one])).values()];
}

/** What keeps nothing from being offered, and should be known before a move is approved. */
export interface Reservation extends Concern {
  /** `unsure`: it could not be told. `warns`: it is not as it should be. */
  readonly is: 'warns' | 'unsure';
  readonly why: string;
}

export function reservationsOf(readiness: Readiness): readonly Reservation[] {
  const { checks, preflight, notes = [] } = readiness;
  const noted = notes.map((why): Reservation => ({ is: 'warns', why }));
  const found = checks.flatMap((checked): Reservation[] => {
    const { finding, title } = checked;
    return finding.is === 'warns' || finding.is === 'unsure'
      ? [{ is: finding.is, ...aboutOf(checked), why: `${title}: ${finding.why}` }]
      : [];
  });
  const checked = [...found, ...noted];
  switch (preflight.is) {
    case 'unasked':
      return checked;
    case 'unsure':
      return [...checked, { is: 'unsure', why: `failover did not answer: ${preflight.why}` }];
    case 'told':
      return [...checked, ...ofPreflight(preflight.preflight)];
    default:
      return never(preflight);
  }
}

/** ARM's tokens live for an hour and more, and from half of its life on a new one is asked for. */
const tokenOldMs = 60 * 60_000;

function ofPreflight({ token, steps, brake }: Preflight): readonly Reservation[] {
  const unread = steps.flatMap(({ service, from, title, standing, rights }): Reservation[] =>
    [standing, rights].flatMap((one) =>
      one.is === 'unsure'
        ? [{ ...inspectedFor, is: 'unsure', service, from, why: `${title}: ${one.why}` }]
        : [],
    ),
  );
  const spare = steps
    .filter(({ standsIn }) => standsIn)
    .flatMap(faultsOf)
    .map((one): Reservation => ({ ...one, is: 'warns' }));
  return [...ofToken(token), ...unread, ...spare, ...ofBrake(brake)];
}

function ofToken(token: SwitchToken): readonly Reservation[] {
  if (token.is === 'unsure') {
    return [{ is: 'unsure', why: `no token to switch with: ${token.why}` }];
  }
  if (token.is === 'refused' || token.ageMs < tokenOldMs) return [];
  const why = `the token to switch with is ${took(token.ageMs)} old, and Entra gives no newer one`;
  return [{ is: 'warns', why }];
}

function ofBrake(brake: Preflight['brake']): readonly Reservation[] {
  if (brake.is === 'off') return [];
  const [is, how] =
    brake.is === 'on' ? (['warns', 'is on'] as const) : (['unsure', 'cannot be read'] as const);
  return [{ is, why: `the kill switch ${how}: ${brake.why}` }];
}
