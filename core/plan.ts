/** What will be done, in what order, fixed before anyone is asked to allow it. */

import type { Digest, Person, ServiceName, Serving, Side, StepName, WatchName } from './names.ts';
import type { Plane } from './observation.ts';

/** A plan's purpose. */
export type Move = 'failover' | 'failback' | 'drill' | 'repair';
/** And what no service has steps of its own for: `align` puts back what should stand where they serve. */
export type Purpose = Move | 'align';
/**
 * What a person may ask for, by the words for it: moves while nothing is lost, and the way back from a
 * move that is held.
 */
export const wishes = {
  away: 'failover',
  repair: 'repair',
  home: 'failback',
  align: 'align',
  back: 'back',
} as const;
export type Asked = (typeof wishes)[keyof typeof wishes];
export type WishedMove = Exclude<Asked, 'back'>;
export const wishable: readonly Asked[] = Object.values(wishes);
/** `planned`: the source side still answers. `forced`: it does not. */
export type MoveMode = 'planned' | 'forced';

/** One way that a service may go. */
export interface Way {
  readonly move: Move;
  readonly mode: MoveMode;
  readonly from: Side;
  /**
   * Both sides serve: a failover takes `from` out and leaves the other on, and a failback, from either
   * side, puts the other back in beside it. Absent, one side serves.
   */
  readonly posture?: 'active-active';
}

/**
 * Steps of one phase run side by side; a phase starts when the one before it is done or owed. A
 * failover has `fence`, `prepare`, `data`, `receivers`, `traffic` and `restore`. The way home is protected
 * first, drains what it stops, and collects what was learnt there before it is forgotten.
 */
export type MovePhase =
  | 'protect'
  | 'fence'
  | 'drain'
  | 'collect'
  | 'prepare'
  | 'data'
  | 'receivers'
  | 'traffic'
  | 'restore';

export const movePhases = [
  'protect',
  'fence',
  'drain',
  'collect',
  'prepare',
  'data',
  'receivers',
  'traffic',
  'restore',
] as const satisfies readonly MovePhase[];

/** A step as a service places it in a move, before a plan gives it a name and a digest. */
export interface StepSpec {
  /** Unique within its service, e.g. `disable-primary`. */
  readonly name: string;
  /** Which line of `steps/registry.ts` knows how. */
  readonly kind: string;
  readonly phase: MovePhase;
  readonly settings: unknown;
  /** Names of steps of the same service that keep a singleton single: this one waits for them. */
  readonly guardedBy?: readonly string[];
  /** The step of the same service whose end it reaches in another way, when that cannot be thrown. */
  readonly insteadOf?: string;
  /**
   * A stronger fence, out of reach of whatever wakes in the region that is left: what it keeps from
   * happening there, for people. It is proven, and never owed.
   */
  readonly holds?: string;
}

export interface Step {
  readonly name: StepName;
  readonly service: ServiceName;
  readonly kind: string;
  readonly phase: MovePhase;
  readonly settings: unknown;
  /** What the card says it does. */
  readonly title: string;
  readonly requires: readonly Plane[];
  /** May stay owed while its region is dark. */
  readonly owable: boolean;
  readonly irreversible: boolean;
  /** Steps that must be proven done, or be owed with the approver's knowledge, before this one. */
  readonly guardedBy: readonly StepName[];
  /** From start to done; later than that a person is asked. */
  readonly stepMsMax: number;
  /** How long Azure may keep telling the old state after an apply was accepted. */
  readonly settleMs: number;
  /** What it keeps from happening on the side that is left, whoever wakes there (see `StepSpec`). */
  readonly holds?: string;
  /** Stands in for that step, where a plane that it requires is not up (see `ways`). */
  readonly insteadOf?: StepName;
  /** Why it is part of the plan in place of another; for people. */
  readonly note?: string;
  /** Others carry it out; it is waited for. */
  readonly awaits?: true;
  /** Its target is fixed by a fact during the move; the plan only has the rule. */
  readonly fixes?: true;
}

/** What a step is to reach, absolute: raised to it, never by it. */
export interface Target {
  /** JSON, as its kind will read it again. */
  readonly value: unknown;
  /** For people: `acme 1052, globex 77`. */
  readonly says: string;
  /** What is passed over, where numbers are raised past the last that is known. */
  readonly margin?: Margin;
}

export interface Margin {
  /** How many are raised so. */
  readonly sessions: number;
  /** How many numbers are passed over, where most are. */
  readonly widest: number;
  /** Of a source that could not be read: how long ago it was, for the longest. */
  readonly unreadMs?: number;
}

/** One way in which a plan differs from the one that would have been drafted. */
export interface Alteration {
  readonly is: 'left out' | 'added' | 'moved' | 'changed';
  readonly step: StepName;
  /** For people: "workflows without edi-receive-invoices". */
  readonly says: string;
}

/** Who changed a plan by hand, and what of it. */
export interface ByHand {
  readonly by: Person;
  readonly changes: readonly Alteration[];
}

/** What a plan leaves where it is, because only the traffic can be led away now. */
export interface TrafficOnly {
  /** What should go along, and stays. */
  readonly stay: readonly ServiceName[];
  /** What their steps need, and is down. */
  readonly dark: readonly Plane[];
}

export interface Plan {
  readonly watch: WatchName;
  readonly move: Purpose;
  readonly mode: MoveMode;
  readonly from: Side;
  readonly to: Side;
  readonly services: readonly ServiceName[];
  /** Those of them that serve from both sides once it is carried out; absent, none. */
  readonly toBoth?: readonly ServiceName[];
  /** In order of phase. */
  readonly steps: readonly Step[];
  /** The plan of the move that was stopped halfway, which this one takes back. */
  readonly undoes?: Digest;
  /** Absent, all goes along that should. */
  readonly trafficOnly?: TrafficOnly;
  /** Absent, it is as it was drafted. */
  readonly byHand?: ByHand;
  /** Covers the plan, the rules, the approvers and the verdict that called for it. */
  readonly digest: Digest;
}

/** Where a step stands, as the world tells it; never as we remember it. */
export type Standing = Readonly<
  | { is: 'todo'; progress?: { readonly done: number; readonly of: number } }
  /** `why`: what it still waits for, told when it takes too long. */
  | { is: 'moving'; progress?: { readonly done: number; readonly of: number }; why?: string }
  | { is: 'done' }
  | { is: 'stuck'; why: string }
  | { is: 'unsure'; why: string }
>;

/**
 * What it puts right makes its own services look ill where they are led: they need not be seen up there
 * before, only not down.
 */
export function isMending({ move, undoes }: Pick<Plan, 'move' | 'undoes'>): boolean {
  return move === 'align' || undoes !== undefined;
}

/** Where it serves from once a plan is carried out: a repair mends what the other side is for. */
export function servesAfter({ move, from, to }: Pick<Plan, 'move' | 'from' | 'to'>): Side {
  return move === 'repair' ? from : to;
}

/** The same of one service: of two sides that both serve, the other is not left. */
export function servingAfter(plan: Plan, service: ServiceName): Serving {
  return plan.toBoth?.includes(service) ? 'both' : servesAfter(plan);
}
