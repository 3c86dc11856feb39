/** What the judge made of the sightings at one moment: verdicts by layer, and who is active. */

import type { ChainTest } from './chain.ts';
import type { Instant, ServiceName, Serving, Side, Vantage } from './names.ts';
import type { Control, Phase } from './observation.ts';
import type { KeptReadiness } from './readiness.ts';

export type Is = 'up' | 'down' | 'unsure';

/** How one vantage sees one subject, after its streak. */
export interface Opinion {
  readonly vantage: Vantage;
  readonly is: Is;
  /** Why, for a failing one: "connect: timed out after 10 s". */
  readonly why?: string;
  readonly phase?: Phase;
  /** When the latest answer was asked for. */
  readonly at?: Instant;
  /** When the present streak of answers of this sort began. */
  readonly since?: Instant;
  /** The latest answer, before any streak: what a first sign of life, or of trouble, looks like. */
  readonly latest: Is;
}

/** What the quorum says, with a fixed denominator. */
export interface Verdict {
  readonly is: Is;
  /** One for each configured vantage; a stale or blind one is `unsure`. */
  readonly opinions: readonly Opinion[];
}

export interface ServiceVerdict extends Verdict {
  readonly service: ServiceName;
  readonly side: Side;
}

/** Where one vantage is led. */
export interface Vote {
  readonly vantage: Vantage;
  readonly side: Side;
  /** When the oldest of the agreeing pointers was asked. */
  readonly at: Instant;
  /** Every pointer of the service could tell; a dark gateway cannot sign, though its name resolves. */
  readonly whole: boolean;
}

/** Where a service's public name or alias leads. */
export interface Pointing {
  readonly service: ServiceName;
  /** The quorum of vantages agree on it; `unsure` when they do not, or nobody can tell. */
  readonly active: Side | 'unsure';
  readonly votes: readonly Vote[];
}

/** Something a person should know that is not an outage. Told when it begins and when it ends. */
export interface Condition {
  /** Stable while it lasts, e.g. `blind:eu-north-1`. */
  readonly key: string;
  readonly sort:
    | 'blind'
    | 'ours'
    | 'alone'
    | 'degraded'
    | 'flapping'
    | 'lifeboat'
    | 'plane'
    /** The world leads elsewhere than the last proven move, and no move of ours is under way. */
    | 'moved'
    /** A document does not go the whole way, or that cannot be tested. */
    | 'chain'
    /** Not all of a service stands as it should where it serves. */
    | 'posture'
    /** Of the watch file itself: the published one is bad, or waits. */
    | 'file';
  /** A sentence with its numbers. */
  readonly text: string;
}

export interface Picture {
  readonly at: Instant;
  readonly services: readonly ServiceVerdict[];
  readonly controls: Readonly<Record<Control, Verdict>>;
  readonly pointings: readonly Pointing[];
  /** Where the journal last had each service proven, when this was drawn. */
  readonly advice: Readonly<Record<ServiceName, Serving>>;
  /** The side each service serves from: what the world says, else the last proven move. */
  readonly active: Readonly<Record<ServiceName, Serving>>;
  /** Vantages whose answers count now. Fewer than the quorum: nothing is confirmed or cleared. */
  readonly seeing: readonly Vantage[];
  readonly conditions: readonly Condition[];
  /** Of every chain, the newest first; absent where there is none. */
  readonly tests?: readonly ChainTest[];
  /** What was last found of readiness; absent where nobody looks after it. */
  readonly readiness?: KeptReadiness;
}

/** A picture before its conditions are drawn from it. */
export type Drawn = Omit<Picture, 'conditions'>;

export function verdictOf(picture: Picture, service: ServiceName, side: Side): Is {
  return picture.services.find((v) => v.service === service && v.side === side)?.is ?? 'unsure';
}
