/** The nouns that must never be mixed up. None may stand in for another. */

declare const tag: unique symbol;
type Named<Noun extends string> = string & { readonly [tag]: Noun };

/** An Azure region we look at, e.g. `westeurope`. */
export type Region = Named<'Region'>;
/** An AWS region, or a laptop, we look from, e.g. `eu-north-1`. */
export type Vantage = Named<'Vantage'>;
export type WatchName = Named<'WatchName'>;
export type ServiceName = Named<'ServiceName'>;
export type ProbeName = Named<'ProbeName'>;
export type StepName = Named<'StepName'>;
/** A person as `farwatch.yaml` names them; the edge that lets an answer in has verified who it is. */
export type Person = Named<'Person'>;
/** One invocation of the failover function: the hand that may act when its claim was kept. */
export type Run = Named<'Run'>;
/** The fingerprint of a plan. Approval is given to a digest, never to "the plan as it is now". */
export type Digest = Named<'Digest'>;
/** Milliseconds since the epoch. A duration carries its unit in its name instead: `timeoutMs`. */
export type Instant = number & { readonly [tag]: 'Instant' };

export type Side = 'primary' | 'secondary';
/** From where a service serves: of two that are active at once, from both. */
export type Serving = Side | 'both';
/** What a side is for, at the moment: `active` serves, `passive` stands by. */
export type Role = 'active' | 'passive';

export const sides = ['primary', 'secondary'] as const satisfies readonly Side[];

export function other(side: Side): Side {
  return side === 'primary' ? 'secondary' : 'primary';
}

export function later(at: Instant, byMs: number): Instant {
  return (at + byMs) as Instant;
}
