/** What woke a function: a schedule says so in words, a queue or a stream brings records. */

import type { Instant } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';

/** The `kind` that a schedule was given; undefined for everything else. */
export function kindOf(event: unknown): string | undefined {
  const kind = fieldOf(event, 'kind');
  return typeof kind === 'string' ? kind : undefined;
}

/** What EventBridge Scheduler puts in place of it, in an input: when the schedule was due. */
export const scheduledTime = '<aws.scheduler.scheduled-time>';

/**
 * When a schedule was to wake us, which may be up to a minute ago; undefined where the event does not
 * say. Throws where it says something that is no time: rounds would be lost or made twice.
 */
export function dueAt(event: unknown): Instant | undefined {
  const due = fieldOf(event, 'due');
  if (due === undefined) return undefined;
  const at = Date.parse(String(due));
  if (Number.isFinite(at)) return at as Instant;
  throw new Trouble('tick-without-time', {
    message: `Cannot tell which rounds are to be queued: the schedule was due at ${JSON.stringify(due)}, which is no time`,
    next: `See that the input of the schedule says "due": "${scheduledTime}", as deployed.`,
  });
}

/** The bodies of the messages of a queue. */
export function bodiesOf(event: unknown): readonly string[] {
  const records: unknown = fieldOf(event, 'Records');
  if (!Array.isArray(records)) return [];
  return records.flatMap((record: unknown) => {
    const body = fieldOf(record, 'body');
    return typeof body === 'string' ? [body] : [];
  });
}

export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
