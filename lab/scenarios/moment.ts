/** When something happens in a story: so long after its start, or after a fact. */

import * as z from 'zod';
import { duration } from '../../config/durations.ts';

export interface Moment {
  /** Since the start of the story. */
  readonly atMs: number | undefined;
  /** The first fact from here on whose line begins so, and so long after it. */
  readonly after: { readonly line: string; readonly delayMs: number } | undefined;
}

/** The keys by which a moment is written; neither means at once. */
export const momentKeys = ['at', 'after'] as const;

const form = z.strictObject({ at: duration.optional(), after: z.string().min(1).optional() });

/** Reads `{ at: 45s }` or `{ after: asked 1 + 2s }`; faults go to the schema that asked. */
export function momentIn(given: Readonly<Record<string, unknown>>, ctx: z.RefinementCtx): Moment {
  const parsed = form.safeParse(given);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      ctx.addIssue({ code: 'custom', path: [...path], message });
    }
    return z.NEVER;
  }
  const { at, after } = parsed.data;
  return { atMs: at, after: after === undefined ? undefined : afterIn(after, ctx) };
}

function afterIn(text: string, ctx: z.RefinementCtx): Moment['after'] {
  const [, line = '', delay] = /^(.+?)(?: \+ (\S+))?$/.exec(text.trim()) ?? [];
  if (delay === undefined) return { line, delayMs: 0 };
  const read = duration.safeParse(delay);
  if (read.success) return { line, delayMs: read.data };
  const [issue] = read.error.issues;
  ctx.addIssue({ code: 'custom', path: ['after'], message: `${delay} ${issue?.message ?? ''}` });
  return z.NEVER;
}
