/** Who may change the lab's Azure, how often, and who did. */

import { type Caller, Denied, type Write } from './azure.ts';
import { type Grants, identityOf } from './grants.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';

/**
 * The lab's own hand, e.g. to pair namespaces again: it has every right and no limit. Who is behind
 * it may be named as well: `operator/pipeline`.
 */
export const operator: Caller = 'operator';

export function isByOperator({ by }: Pick<Write, 'by'>): boolean {
  return identityOf(by) === operator;
}

export interface WriteBook {
  readonly writes: readonly Write[];
  /** Asked before anything is changed. Throws `Denied` 403 or 429; counts also what fails later. */
  admit(by: Caller, operation: string, resource: string): void;
  keep(by: Caller, operation: string, resource: string, detail: string): void;
}

export function createWrites(
  grants: Pick<Grants, 'allows'>,
  { writesMax, writesWindowMs }: Pace,
  timeline: Timeline,
): WriteBook {
  const writes: Write[] = [];
  const recent = new Map<Caller, number[]>();

  function limit(by: Caller): void {
    const now = timeline.now();
    const window = (recent.get(by) ?? []).filter((at) => at > now - writesWindowMs);
    const [oldest] = window;
    if (window.length >= writesMax && oldest !== undefined) {
      const waitMs = oldest + writesWindowMs - now;
      const text = `The number of write requests of '${by}' exceeded its limit.`;
      throw new Denied(429, 'TooManyRequests', text, waitMs);
    }
    recent.set(by, [...window, now]);
  }

  return {
    writes,
    admit(by, operation, resource) {
      if (isByOperator({ by })) return;
      const action = /\/(write|delete)$/.test(operation) ? operation : `${operation}/action`;
      if (!grants.allows(by, action, resource)) {
        const text = `The client '${by}' does not have authorization to perform action '${action}' over scope '${resource}'.`;
        throw new Denied(403, 'AuthorizationFailed', text);
      }
      limit(identityOf(by));
    },
    keep(by, operation, resource, detail) {
      writes.push({ at: timeline.now(), by, operation, resource, detail });
    },
  };
}
