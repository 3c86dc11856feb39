/** The form of a scenario: what breaks when, who answers what, and the facts that must follow. */

import { parse, YAMLError } from 'yaml';
import * as z from 'zod';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { type Act, actOf } from './act.ts';
import { type Moment, momentIn } from './moment.ts';

/** A story as `docs/scenarios.md` describes it, read and ready to be played. */
export interface Scenario {
  readonly title: string;
  /** The watch file that the lab is built from. */
  readonly estate: string;
  readonly watch: string | undefined;
  /** What this story changes in the watch, in the words of the watch file. */
  readonly changes: Changes;
  readonly acts: readonly Act[];
  readonly ends: Moment;
  /** Lines of `lines.ts`. */
  readonly expect: readonly string[];
  /** First words of the lines that the story does not tell, because dice make them. */
  readonly aside: readonly string[];
}

export type Changes = Readonly<Partial<Record<'mode' | 'judging' | 'moving', unknown>>>;

/** What these may hold is for the watch file's own schema to say. */
const changes = { mode: z.unknown(), judging: z.unknown(), moving: z.unknown() };

const form = z.strictObject({
  title: z.string().min(1),
  estate: z.string().min(1),
  watch: z.string().optional(),
  ...z.object(changes).partial().shape,
  acts: z.array(z.unknown().transform(actOf)).min(1),
  ends: z.record(z.string(), z.unknown()).default({}).transform(momentIn),
  expect: z.string().transform(linesIn),
  aside: z.array(z.string().min(1)).default([]),
});

/** Throws a `Trouble` that names every fault. */
export function parseScenario(text: string, file: string): Scenario {
  const parsed = form.safeParse(yamlIn(text, file));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((i) => [i.path.join('.'), i.message].join(': '));
    throw refused(file, faults.join('; '));
  }
  const { mode, judging, moving, watch, ...rest } = parsed.data;
  const given = Object.entries({ mode, judging, moving }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...rest, watch, changes: Object.fromEntries(given) };
}

function yamlIn(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLError) throw refused(file, wordsOf(error));
    throw error;
  }
}

function refused(file: string, why: string): Trouble {
  return new Trouble('scenario-refused', {
    message: `Cannot play ${file}: ${why}`,
    next: 'Compare it with docs/scenarios.md and with those in lab/scenarios.',
  });
}

/** One fact a line; empty lines, and lines that begin with #, are for the reader. */
function linesIn(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
