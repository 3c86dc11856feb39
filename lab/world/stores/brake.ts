/** A kill switch in memory. */

import type { Brake, Lever } from '../../../core/ports.ts';

export type BrakeState = Awaited<ReturnType<Brake['read']>>;

export interface MemoryBrake extends Brake, Lever {
  set(state: BrakeState): void;
}

export function memoryBrake(): MemoryBrake {
  let state: BrakeState = { is: 'off' };
  return {
    read: async () => state,
    pull: async (stop) => {
      state = { is: 'on', ...stop };
    },
    release: async () => {
      state = { is: 'off' };
    },
    set(next) {
      state = next;
    },
  };
}
