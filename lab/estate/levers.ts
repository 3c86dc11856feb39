/** What a rehearsal does to a lab: breaks it, heals it, and reads what has become of it. */

import { Trouble } from '../../core/trouble.ts';
import type { AzureWorld, Fault, Place } from '../world/azure.ts';
import { placeTrouble } from './breakable.ts';
import { type LabState, stateOf } from './state.ts';

export interface Broken {
  readonly place: Place;
  readonly fault: Fault;
}

export interface Levers {
  faults(): Promise<readonly Broken[]>;
  /** Rejects with a `Trouble` when nothing is at that place. */
  break(place: Place, fault: Fault): Promise<void>;
  /** Heals one place, broken or not. */
  heal(place: Place): Promise<void>;
  state(): Promise<LabState>;
}

/** In the lab's own process. */
export function leversOf(world: AzureWorld): Levers {
  return {
    faults: async () => world.faults.list(),
    break: async (place, fault) => {
      const [trouble] = placeTrouble(world.layout, place);
      if (trouble !== undefined) {
        throw new Trouble('place-unknown', {
          message: `Cannot break ${place}: ${trouble}`,
          next: 'Name one of them.',
        });
      }
      world.faults.set(place, fault);
    },
    heal: async (place) => world.faults.clear(place),
    state: async () => stateOf(world),
  };
}
