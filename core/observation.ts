/** What one question, asked once, from one place, taught us. */

import type { Instant, ProbeName, ServiceName, Side, Vantage } from './names.ts';

/** How far the conversation got before it ended. */
export type Phase = 'resolve' | 'connect' | 'secure' | 'request' | 'answer';

/**
 * Three-valued on purpose. `unsure` means that the question was not really put: `ours` is a fault
 * of our own (credentials, a wrong path, throttling, a bug), `between` is something on the way that
 * is not the target (our network, Entra, ARM). Ignorance is neither health nor illness.
 */
export type Finding = Readonly<
  | { is: 'up' }
  | { is: 'down'; phase: Phase; why: string }
  | { is: 'unsure'; why: string; whose: 'ours' | 'between' }
>;

/** What one ask brought home. */
export interface Answer {
  readonly finding: Finding;
  /** Milliseconds spent in each phase that was reached. */
  readonly phases: Readonly<Partial<Record<Phase, number>>>;
  /** What else was learnt, by name and unit: `ttlSeconds`, `certificateDaysLeft`, `messagesActive`. */
  readonly measures?: Readonly<Record<string, number>>;
  /** Which side a public name, alias or signature led to; absent where the probe cannot tell. */
  readonly points?: Side;
}

/**
 * What a probe is asked about. A `pointer` is a public name or alias that tells the active side, a
 * `chain` the whole way that a document goes.
 */
export type Subject = Readonly<
  | { kind: 'service'; service: ServiceName; side: Side }
  | { kind: 'pointer'; service: ServiceName }
  | { kind: 'chain'; service: ServiceName }
  | { kind: 'control'; control: Control }
  /** Whether a service stands as it should while that side serves. */
  | { kind: 'posture'; service: ServiceName; side: Side }
>;

/** Something that is not the target: a non-Azure reference, or a plane that every region shares. */
export type Control = 'reference' | Plane;

/** Azure's global planes: what must answer before a switch can be thrown. */
export type Plane = 'entra' | 'arm' | 'azure-dns';

export const planes = ['entra', 'arm', 'azure-dns'] as const satisfies readonly Plane[];

export interface Observation extends Answer {
  readonly probe: ProbeName;
  readonly subject: Subject;
  readonly vantage: Vantage;
  /** When it was asked; the answer came `tookMs` later. */
  readonly at: Instant;
  readonly tookMs: number;
}

/**
 * Part of one round from one vantage, as recorded. A round is named by its absolute `slot`. Pass 1
 * is what answered promptly, pass 2 what took its time, pass 3 what failed and was asked again: a
 * hung peer must not hold back what the others said. From 4 on each is the test of one chain, which
 * was begun in that round and may end minutes later.
 */
export interface Look {
  readonly vantage: Vantage;
  readonly slot: Instant;
  readonly pass: number;
  readonly observations: readonly Observation[];
  /** How long our own event loop stood still until the pass was whole: time of our own making. */
  readonly lagMs: number;
}

export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case 'service':
      return `${subject.service}/${subject.side}`;
    case 'pointer':
      return `${subject.service}/public`;
    case 'chain':
      return `${subject.service}/chain`;
    case 'control':
      return subject.control;
    case 'posture':
      return `${subject.service}/${subject.side}/posture`;
  }
}
