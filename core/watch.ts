/** A watch as trusted data: what `config` makes of `farwatch.yaml`, and all that the core reads. */

import type { ChainSpec, CheckSpec, ProbeSpec } from './kinds.ts';
import type {
  Person,
  ProbeName,
  Region,
  Role,
  ServiceName,
  Serving,
  Side,
  Vantage,
  WatchName,
} from './names.ts';
import { type Control, type Subject, subjectKey } from './observation.ts';
import type { Move, MoveMode, Step } from './plan.ts';

/** `observe` judges and reports "would have asked"; `advise` tells people; `ask` offers moves. */
export type WatchMode = 'observe' | 'advise' | 'ask';

export interface Watch {
  readonly name: WatchName;
  readonly mode: WatchMode;
  readonly regions: Readonly<Record<Side, Region>>;
  readonly vantages: readonly Vantage[];
  /** Of all `vantages`, present or not: a missing vote abstains and never shrinks this. */
  readonly quorum: number;
  /** How many critical services make a region. */
  readonly downWhen: number;
  /** Whose traffic may be led away alone, while the rest cannot be switched. Absent, nobody's. */
  readonly trafficOnly?: readonly ServiceName[];
  readonly services: readonly Service[];
  readonly controls: readonly ControlProbe[];
  /** Ways through the whole estate: the last proof of every move. Absent, there are none. */
  readonly chains?: readonly Chain[];
  readonly approvers: readonly Person[];
  /** The dangerous kinds of steps that whoever wrote the file has acknowledged. */
  readonly acknowledged?: readonly string[];
  /** The kill switch is one for all watches of the estate, and so is who may set and lift it. */
  readonly mayStop: readonly Person[];
  readonly mayLift: readonly Person[];
  readonly policy: Policy;
  readonly rules: Rules;
}

/** One thing the estate runs on, its kind already applied: what to ask and what to do, as data. */
export interface Service {
  readonly name: ServiceName;
  /** Which line of `services/registry.ts` made it. */
  readonly kind: string;
  /** For people: "API Management orders (orders-we / orders-ne)". */
  readonly title: string;
  readonly critical: boolean;
  /** It has no public address. */
  readonly private?: true;
  /** Both sides serve, and a move takes one of them out; absent, one serves and the other stands by. */
  readonly posture?: 'active-active';
  /** These must go where this one goes. */
  readonly movesWith: readonly ServiceName[];
  readonly probes: Readonly<Record<Side, Readonly<Record<Role, readonly ProbeSpec[]>>>>;
  readonly pointers: readonly ProbeSpec[];
  /** The steps of a failover away from each side, forced and planned, named and described. */
  readonly steps: readonly ServiceMove[];
  /** What readiness looks after; absent, nothing. */
  readonly checks?: readonly CheckSpec[];
}

/** A way through the whole estate, which a test document must be seen to go. */
export interface Chain extends ChainSpec {
  readonly name: ServiceName;
  /** For people. */
  readonly title: string;
}

export interface ServiceMove {
  readonly move: Move;
  readonly mode: MoveMode;
  readonly from: Side;
  readonly steps: readonly Step[];
}

export interface ControlProbe {
  readonly control: Control;
  readonly spec: ProbeSpec;
}

/** How answers become opinions. */
export interface Policy {
  readonly roundMs: number;
  /** A probe's outer deadline. */
  readonly timeoutMs: number;
  /** How long after a failing answer it is asked again, on a new connection. */
  readonly reaskMs: number;
  /** Failing answers in a row, spanning at least two rounds, before a vantage says down. */
  readonly downStreak: number;
  /** Good answers in a row before a vantage says up. */
  readonly upStreak: number;
  /** An answer older than this says nothing about now. */
  readonly freshMs: number;
  /** How long fewer vantages than the quorum may fail before a person is told. */
  readonly aloneMs: number;
  /** The window over which `degraded` and flapping are read. */
  readonly windowMs: number;
  /** How long the side that a wished move goes to must have been seen up. Shorter than the window. */
  readonly homeAfterMs: number;
  /** Share of failing answers, 0 to 1, from which a service is degraded. */
  readonly degradedShare: number;
  /** A p95 of good answers from which a service is degraded. */
  readonly slowMs: number;
}

/** How long things may take, and who is asked. */
export interface Rules {
  /** An offer lapses after this. */
  readonly approvalMs: number;
  /** An approved move must have begun by then. */
  readonly startMs: number;
  readonly applyMsMax: number;
  /** How far clocks of two runs may differ. `claimMs` is `applyMsMax` plus this. */
  readonly skewMs: number;
  /** Tries of one step before a person is asked. */
  readonly triesMax: number;
  /** From the last step to the proof; later than that a person is asked. */
  readonly proveMs: number;
  /** How long an owable step must have failed before it is owed. */
  readonly oweAfterMs: number;
  /** After a completed move no other is offered for this long, unless a person asks. */
  readonly quietMs: number;
}

/** The full name of a probe: what it asks about, then its own name. */
export function probeName(subject: Subject, { name }: ProbeSpec): ProbeName {
  return `${subjectKey(subject)}/${name}` as ProbeName;
}

/** What a side is for. */
export function roleOf(side: Side, serving: Serving): Role {
  return serves(serving, side) ? 'active' : 'passive';
}

export function serves(serving: Serving, side: Side): boolean {
  return serving === side || serving === 'both';
}

/** Where nothing is known of it, from where its posture has it; so also where that has been changed. */
export function servingOf(
  { name, posture }: Pick<Service, 'name' | 'posture'>,
  active: Readonly<Record<ServiceName, Serving>>,
): Serving {
  const known = active[name] ?? 'both';
  return known === 'both' && posture === undefined ? 'primary' : known;
}

/** `westeurope`, or `westeurope and northeurope`. */
export function regionsOf(serving: Serving, { regions }: Pick<Watch, 'regions'>): string {
  if (serving !== 'both') return regions[serving];
  return `${regions.primary} and ${regions.secondary}`;
}

/** `orders-bus in westeurope`. */
export function placeOf({ service, side }: { service: ServiceName; side: Side }, watch: Watch) {
  return `${service} in ${watch.regions[side]}`;
}

export function claimMs(rules: Rules): number {
  return rules.applyMsMax + rules.skewMs;
}

export function serviceOf(watch: Watch, name: ServiceName): Service {
  const service = watch.services.find((s) => s.name === name);
  if (service !== undefined) return service;
  throw new Error(`no service is named ${name} in ${watch.name}`);
}
