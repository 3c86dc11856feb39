/** The form of a scenario: what breaks when, who answers what, and the facts that must follow. */

import { parse } from 'yaml';
import * as z from 'zod';
import { Trouble } from '../../core/trouble.ts';
import type { Fault } from '../world/azure.ts';

const share = z.number().min(0).max(1).optional();
const ms = z.number().int().min(0);

const fault = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('dark') }),
  z.strictObject({ is: z.literal('refused') }),
  z.strictObject({ is: z.literal('reset') }),
  z.strictObject({ is: z.literal('badTls') }),
  z.strictObject({ is: z.literal('halfOpen') }),
  z.strictObject({ is: z.literal('slow'), ms, share }),
  z.strictObject({ is: z.literal('failing'), status: z.number().int(), share }),
  z.strictObject({ is: z.literal('throttled'), retryAfterMs: ms, share }),
  z.strictObject({ is: z.literal('lostAnswer'), share }),
]);

/** `45s` after the start, or `after: approved + 2s`: after the first such fact from here on. */
const moment = {
  at: z.string().optional(),
  after: z.string().optional(),
};

const act = z.union([
  z.strictObject({ ...moment, break: z.string(), fault }),
  z.strictObject({ ...moment, heal: z.string() }),
  z.strictObject({
    ...moment,
    answer: z.string(),
    yes: z.boolean().default(true),
    /** Which plan of the offer: 0 is the smallest. */
    choice: z.number().int().min(0).default(0),
    /** An answer to something that is not on offer any more. */
    stale: z.enum(['digest', 'offer']).optional(),
    word: z.string().optional(),
  }),
  z.strictObject({
    ...moment,
    order: z.enum(['ask', 'retry', 'settled', 'skip', 'proceed', 'abandon']),
    by: z.string(),
    step: z.string().optional(),
  }),
]);

const scenario = z.strictObject({
  title: z.string(),
  estate: z.string(),
  watch: z.string().optional(),
  acts: z.array(act),
  /** The story ends so long after its last act, or after this fact. */
  ends: z.strictObject(moment),
  expect: z.array(z.string()),
});

type Parsed = z.infer<typeof scenario>;
export type Act = Parsed['acts'][number];
export type Scenario = Omit<Parsed, 'expect'> & { readonly expect: readonly string[] };

/** Throws a `Trouble` that names every fault. */
export function parseScenario(text: string, file: string): Scenario {
  const parsed = scenario.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new Trouble('scenario-refused', {
    message: `Cannot play ${file}: ${faults.join('; ')}`,
    next: 'Compare it with the scenarios in lab/scenarios.',
  });
}

export function faultOf(given: z.infer<typeof fault>): Fault {
  // An absent share is not a share of undefined.
  return JSON.parse(JSON.stringify(given)) satisfies Fault;
}
