/** Reads one entry of a journal as some store gave it back, and says what is wrong with it. */

import type { Entry } from '../core/chronicle.ts';
import type { Fact } from '../core/fact.ts';

/** An entry, or why it is none. */
export function entryIn(text: string): Entry | string {
  const parsed = jsonIn(text);
  return typeof parsed === 'string' ? parsed : entryOf(parsed.value);
}

/** Facts are looked at as far as the chain does not vouch for them. */
export function entryOf(value: unknown): Entry | string {
  if (!isEntry(value)) return 'it is no entry of a journal';
  const unknown = unknownIn(value);
  if (unknown === undefined) return value;
  return `it has a fact that this version of farwatch does not know: ${unknown}`;
}

/** The kind of a fact that a newer farwatch writes and this one does not know, where there is one. */
export function unknownIn(value: unknown): string | undefined {
  return isEntry(value) ? value.facts.find((fact) => !isKnown(fact))?.kind : undefined;
}

export function isKnown({ kind }: { readonly kind: string }): boolean {
  return Object.hasOwn(kinds, kind);
}

export function jsonIn(text: string): { readonly value: unknown } | string {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unreadable';
    return `it is no JSON (${why}, ${text.length} characters)`;
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { watch, incident, seq, facts, before, hash } = value as Record<keyof Entry, unknown>;
  return (
    typeof watch === 'string' &&
    Number.isInteger(incident) &&
    Number.isInteger(seq) &&
    Array.isArray(facts) &&
    facts.every(isFact) &&
    typeof before === 'string' &&
    typeof hash === 'string'
  );
}

function isFact(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'kind' in value &&
    typeof value.kind === 'string' &&
    'at' in value &&
    typeof value.at === 'number'
  );
}

/** The compiler holds this list to the facts there are. */
const kinds: Readonly<Record<Fact['kind'], true>> = {
  opened: true,
  adopted: true,
  noticed: true,
  ceased: true,
  suspected: true,
  confirmed: true,
  worsened: true,
  cleared: true,
  wished: true,
  notOffered: true,
  offered: true,
  asked: true,
  lapsed: true,
  voided: true,
  declined: true,
  refused: true,
  doubted: true,
  approved: true,
  preflighted: true,
  targetFixed: true,
  stepTried: true,
  stepApplied: true,
  stepFailed: true,
  stepUnsure: true,
  stepProgressed: true,
  stepDone: true,
  stepOwed: true,
  stepSettled: true,
  stepSkipped: true,
  sourceBack: true,
  held: true,
  resumed: true,
  moved: true,
  proven: true,
  acknowledged: true,
  stopped: true,
  lifted: true,
  over: true,
};
