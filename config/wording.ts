/** Asks a schema what it refuses, and has it answer in plain words with the way out. */

import * as z from 'zod';
import { type Flaw, flawOf, type Path } from './faults.ts';
import { nearest } from './nearest.ts';
import { shown } from './secrets.ts';

/** Every flaw in `raw`; none means that it parses. */
export function flawsIn(schema: z.ZodType, raw: unknown): readonly Flaw[] {
  const parsed = schema.safeParse(raw, { error: words });
  if (parsed.success) return [];
  return parsed.error.issues.flatMap(meant).flatMap((issue) => {
    const path = pathOf(issue.path);
    if (issue.code !== 'unrecognized_keys') return [flawOf(path, issue.message)];
    const known = issue.message.split(' ');
    return issue.keys.map((key) => unknownKey([...path, key], key, known));
  });
}

/**
 * Of a choice without a word to choose by, what the branch says that was meant: the one that got
 * furthest into what was written. Its paths begin at the choice.
 */
function meant(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const inside = issue.errors.map((branch) => branch.flatMap(meant));
  const best = inside.find((branch) => branch.some((one) => isWithin(one))) ?? inside[0] ?? [];
  return best.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

/** A branch that refuses the sort of the whole was not the one that was meant. */
function isWithin({ code, path }: z.core.$ZodIssue): boolean {
  return path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value');
}

function unknownKey(path: Path, key: string, known: readonly string[]): Flaw {
  const meant = nearest(key, known);
  const next = meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${meant}?`;
  return { path, message: 'is not known here', next };
}

/** Never repeats the input, save a short plain word that was misspelled. */
function words(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return `is missing -> ${meaning(issue.inst)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${sorts[issue.expected] ?? issue.expected} -> ${meaning(issue.inst)}`;
    case 'invalid_value':
      return choice(issue.input, issue.values.map(String));
    case 'invalid_union':
      return discriminated(issue);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return `must be at most ${issue.maximum} -> Write ${issue.maximum} or less.`;
    case 'unrecognized_keys':
      // Read again where each key is told: only here is it known what could stand in its place.
      return keysOf(issue.inst).join(' ');
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
}

const sorts: Readonly<Record<string, string>> = {
  object: 'a map of keys and values',
  record: 'a map of names',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function tooSmall(origin: string, minimum: number): string {
  if (origin === 'array') return 'is an empty list -> Add an entry.';
  if (origin === 'string') return 'is empty -> Write something.';
  return `must be at least ${minimum} -> Write ${minimum} or more.`;
}

function choice(input: unknown, known: readonly string[]): string {
  const said = shown(input);
  const meant = said === undefined ? undefined : nearest(said, known);
  const refused = said === undefined ? 'is not one of' : `${said} is not one of`;
  const next = meant === undefined ? 'Write one of them.' : `Did you mean ${meant}?`;
  return `${refused} ${known.join(', ')} -> ${next}`;
}

/** A family chosen by a word: its issue stands at the word, its input is the whole map. */
function discriminated(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>) {
  const { discriminator, options, input } = issue;
  if (discriminator === undefined) return undefined;
  const known = (Array.isArray(options) ? options : []).map(String);
  const given = z.looseObject({}).safeParse(input).data?.[discriminator];
  if (given === undefined) return `is missing -> Write one of ${known.join(', ')}.`;
  return choice(given, known);
}

/** What a key is for, as its schema describes it. */
function meaning(inst: unknown): string {
  const described = inst instanceof z.ZodType ? inst.description : undefined;
  if (described === undefined) return 'Compare with examples/orders.yaml.';
  return `Write it: ${described}`;
}

function keysOf(inst: unknown): readonly string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

function pathOf(path: readonly PropertyKey[] = []): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}
