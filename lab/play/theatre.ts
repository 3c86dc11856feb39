/** A house and the estate it watches, on one stage: in virtual time, or on the wire. */

import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Brake, Clock, Lever } from '../../core/ports.ts';
import type { Watch } from '../../core/watch.ts';
import type { Wired } from '../../lambdas/house/wiring.ts';
import type { AzureWorld } from '../world/azure.ts';

export interface Theatre {
  readonly watch: Watch;
  readonly clock: Clock;
  readonly world: AzureWorld;
  readonly house: Wired;
  readonly brake: Brake & Lever;
  /** Of all incidents, in order. */
  facts(): readonly Fact[];
  incident(): Promise<Incident>;
  /** Called with every fact as soon as it is kept. */
  onFact(listener: (fact: Fact) => void): void;
  /** Whatever failed in a loop of the house. */
  readonly troubles: readonly string[];
  /** Runs the house until `stop` aborts, and lets `work` end meanwhile. */
  perform<T>(work: (stop: AbortController) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
