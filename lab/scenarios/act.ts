/** One act of a story: a moment, and one verb with what it needs. */

import * as z from 'zod';
import { sides } from '../../core/names.ts';
import { faultIn } from '../estate/breakable.ts';
import type { Fault } from '../world/azure.ts';
import { type Moment, momentIn, momentKeys } from './moment.ts';

/** As over HTTP, or its bare name where that says all. */
const fault = z.unknown().transform((given, ctx): Fault => {
  const read = faultIn(typeof given === 'string' ? { is: given } : given);
  if ('fault' in read) return read.fault;
  for (const message of read.errors) ctx.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const text = z.string().min(1);
/** One may stand without its brackets. */
const listOf = <T extends z.ZodType>(one: T) =>
  z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(one).min(1));

/** An answer may go by any card that was ever in the room. */
const answer = {
  /** Which plan of the card: 1 is the smallest. */
  plan: z.int().min(1).default(1),
  /** The number of the offer whose card is answered; by default the one that stands. */
  offer: z.int().min(1).optional(),
  /** Answers for a plan that was never on that card. */
  forged: z.boolean().default(false),
  /** What the one who answered must be told. */
  told: text.optional(),
};

/** Each verb by its key in the file, which also holds the one thing it is about. */
const verbs = [
  act('break', { break: listOf(text), with: listOf(fault) }),
  act('heal', { heal: listOf(text) }),
  act('approve', { approve: text, ...answer, word: text.optional() }),
  act('decline', { decline: text, ...answer }),
  act('order', {
    order: z.enum(['retry', 'settled', 'skip', 'proceed', 'abandon', 'ask']),
    by: text,
    step: text.optional(),
    told: text.optional(),
  }),
  /** A move that nothing calls for: away from home, back, or mending what a move broke. */
  act('wish', {
    wish: z.enum(['away', 'home', 'repair', 'align', 'back']),
    by: text,
    services: listOf(text).optional(),
    from: z.enum(sides).optional(),
    why: text.default('the story says so'),
    told: text.optional(),
  }),
  /** The kill switch, through the doors that people have. */
  act('stop', { stop: text, why: text.default('the story says so'), told: text.optional() }),
  act('lift', { lift: text, why: z.string().default('the story says so'), told: text.optional() }),
  /** By hand in Azure, behind our back: `westeurope/edi-health`. */
  act('disable', { disable: text }),
  act('enable', { enable: text }),
  /** A Service Bus namespace by its name: everything in it is taken away. */
  act('empty', { empty: text }),
] as const;

function act<V extends string, S extends z.core.$ZodLooseShape>(verb: V, shape: S) {
  return z.strictObject({ verb: z.literal(verb), ...shape });
}

const form = z.discriminatedUnion('verb', verbs);
const verbNames = verbs.map(({ shape }) => shape.verb.value);

export type Act = { readonly when: Moment } & Readonly<z.output<typeof form>>;
export type ActOf<V extends Act['verb']> = Extract<Act, { verb: V }>;

/** Reads `{ at: 45s, break: westeurope, with: dark }`; faults go to the schema that asked. */
export function actOf(raw: unknown, ctx: z.RefinementCtx): Act {
  const given = z.record(z.string(), z.unknown()).safeParse(raw);
  const parts = given.success ? Object.entries(given.data) : [];
  const verb = verbNames.find((name) => parts.some(([key]) => key === name));
  if (verb === undefined) {
    ctx.addIssue({ code: 'custom', message: `an act needs one of ${verbNames.join(', ')}` });
    return z.NEVER;
  }
  const isMoment = ([key]: [string, unknown]) => momentKeys.some((known) => known === key);
  const when = momentIn(Object.fromEntries(parts.filter(isMoment)), ctx);
  const rest = parts.filter((part) => !isMoment(part));
  const parsed = form.safeParse({ verb, ...Object.fromEntries(rest) });
  if (parsed.success) return { when, ...parsed.data };
  for (const { path, message } of parsed.error.issues) {
    ctx.addIssue({ code: 'custom', path: [...path], message });
  }
  return z.NEVER;
}
