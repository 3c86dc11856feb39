/** Whether what tests a chain leaves the judge and a move the time to hear of it. */

import type { Chain } from '../core/watch.ts';
import type { DraftWatch } from './draft.ts';
import type { Flaw } from './faults.ts';

export function chainTimes({ services, judging, moving }: DraftWatch): readonly Flaw[] {
  return services.flatMap(({ path, compiled }) => {
    const chain = compiled?.chain;
    if (chain === undefined) return [];
    const flaw = (message: string, next: string): Flaw => ({
      path: [...path, 'with', 'withinSeconds'],
      message,
      next,
    });
    const needed = lastHeardMs(chain);
    const wanted = `${Math.ceil(needed / 1_000)}s`;
    return [
      ...(judging === undefined || needed + judging.roundMs < judging.windowMs
        ? []
        : [
            flaw(
              `and againSeconds together take ${wanted}, longer than what was seen is looked back on`,
              'Write less, or a longer judging.window.',
            ),
          ]),
      ...(moving === undefined || needed <= moving.proveMs
        ? []
        : [
            flaw(
              `and againSeconds together take ${wanted}, so that a move could be held before its proof`,
              'Write less, or a longer moving.prove.',
            ),
          ]),
    ];
  });
}

/** From the moment that calls for a test until its document must have come. */
function lastHeardMs({ againMs, withinMs }: Chain): number {
  return againMs + withinMs;
}
