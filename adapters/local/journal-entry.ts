/** Reads one entry of a journal from text, and says what is wrong with one that is none. */

import type { Entry } from '../../core/chronicle.ts';

/** An entry, or why it is none. Facts are looked at as far as the chain does not vouch for them. */
export function entryIn(text: string): Entry | string {
  const parsed = parse(text);
  if (typeof parsed === 'string') return parsed;
  const { value } = parsed;
  return isEntry(value) ? value : 'it is no entry of a journal';
}

function parse(text: string): { readonly value: unknown } | string {
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
