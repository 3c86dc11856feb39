/** What every deployed function stands on: its tables, its memory, and the watch file. */

import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import type { Clock, Memory } from '../../core/ports.ts';
import { type Environment, refuseOverrides } from './environment.ts';
import { fileOf, type RunBy } from './estate.ts';
import { type Stores, storesOf } from './stores.ts';

export interface Deployed {
  readonly env: Environment;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly memory: Memory;
  /** The file as it is published now, or the last one that could be run by. */
  file(): Promise<RunBy>;
  estate(): Promise<Estate>;
}

/** Throws when the environment is not the one that a stack gives. */
export function deployed(env: Environment): Deployed {
  refuseOverrides(env);
  const stores = storesOf(env);
  const memory = stores.memory();
  const file = fileOf(env, memory);
  const estate = async () => (await file()).estate;
  return { env, clock: wallClock, stores, memory, file, estate };
}
