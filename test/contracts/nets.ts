/** Nets on which every call ends the same way, and a clock whose deadlines pass when a test says so. */

import type { Instant } from '../../core/names.ts';
import type { Net } from '../../core/net.ts';
import type { Clock } from '../../core/ports.ts';

/** Nothing can be written on it, and its secrets are canaries. */
export function everywhere(end: (signal: AbortSignal) => Promise<never>): Net {
  return {
    http: { fetch: ({ signal }) => end(signal) },
    names: { ask: ({ signal }) => end(signal) },
    bus: { roundTrip: (_address, _message, signal) => end(signal) },
    identity: { check: end },
    azure: {
      alive: end,
      workflow: (_id, signal) => end(signal),
      workflows: (_group, signal) => end(signal),
      openRuns: (_id, _top, signal) => end(signal),
      pipelineRuns: (_pipeline, _since, signal) => end(signal),
      recordSet: (_record, signal) => end(signal),
      alias: (_namespace, _alias, signal) => end(signal),
      resource: (_id, _version, signal) => end(signal),
      busEntities: (_namespace, signal) => end(signal),
      blob: (_url, signal) => end(signal),
      groupLocation: (_group, signal) => end(signal),
      pause: (_ms, signal) => end(signal),
    },
    secret: async () => 'https://canary.example/?sig=canary-secret',
  };
}

export const failing = (error: Error) => everywhere(() => Promise.reject(error));

/** Ends with its signal, as the adapters do. */
export const hanging = (error: Error) =>
  everywhere((signal) => {
    return new Promise((_, reject) => {
      if (signal.aborted) reject(error);
      else signal.addEventListener('abort', () => reject(error));
    });
  });

/** `pass` lets every deadline that was set pass; of those in `only`, which of them, in order. */
export function clockOf(): { clock: Clock; pass: (only?: number) => void } {
  const controllers: AbortController[] = [];
  const clock: Clock = {
    now: () => 0 as Instant,
    sleep: async () => {},
    after() {
      const controller = new AbortController();
      controllers.push(controller);
      return { signal: controller.signal, cancel: () => {} };
    },
  };
  const pass = (only = controllers.length) => {
    for (const controller of controllers.slice(0, only)) controller.abort();
  };
  return { clock, pass };
}
