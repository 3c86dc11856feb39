/** What both ways to tell publishers another address have in common: what may be replaced, and by what. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { readingIn } from '../core/publishers.ts';

const line = z
  .string()
  .max(1_024)
  .regex(/^\S(?:[^\r\n]*\S)?$/, 'must be one line');

/** Of every such step, beside what it is a value of. */
export const values = {
  value: line,
  /** The values that we may replace: what publishers read while the other side serves. */
  overwrites: z.array(line).min(1),
};

export interface Values {
  readonly value: string;
  readonly overwrites: readonly string[];
}

export function isAnother({ value, overwrites }: Values): boolean {
  return !overwrites.includes(value);
}

/** On a card there is room for so much of it. */
const shownMax = 60;

export function shown(value: string): string {
  return value.length <= shownMax ? value : `${value.slice(0, shownMax - 1)}…`;
}

export interface Found {
  readonly standing: Standing;
  /** As ARM told it; absent where there is none. */
  readonly properties?: unknown;
}

/** `called`: what people call it, e.g. `named value orders-topic`. */
export async function foundAt(
  azure: AzureReader,
  at: Values & { readonly id: string; readonly apiVersion: string; readonly called: string },
  signal: AbortSignal,
): Promise<Found> {
  try {
    const body = await azure.resource(at.id, at.apiVersion, signal);
    return { standing: standingOf(body, at), properties: Object(body).properties };
  } catch (error) {
    // Azure says 404 for what is not there; every other refusal is not about the value.
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    return { standing: { is: 'stuck', why: `there is no ${at.called}: create it by hand` } };
  }
}

function standingOf(body: unknown, at: Values & { readonly called: string }): Standing {
  const stuck = (why: string): Standing => ({ is: 'stuck', why: `${at.called} ${why}` });
  const reading = readingIn(body);
  if (reading.is === 'withheld') return stuck(`${reading.why}: set it by hand`);
  if (reading.value === at.value) return { is: 'done' };
  // What it says instead is told to nobody: farwatch does not know what that is.
  if (!at.overwrites.includes(reading.value)) {
    return stuck('was set by somebody to neither side: set it by hand, or put it back and retry');
  }
  return reading.locked ? stuck('is locked in its store: unlock it and retry') : { is: 'todo' };
}

/** Throws where there is nothing that we may replace; false where it is done already. */
export function mustChange({ standing }: Found): boolean {
  if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
  return standing.is === 'todo';
}
