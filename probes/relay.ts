/** Asks an operation behind a public gateway to look at what only it can reach. */

import * as z from 'zod';
import { type ProbeKind, Unreachable } from '../core/kinds.ts';
import type { HttpAnswer } from '../core/net.ts';
import type { Answer, Finding } from '../core/observation.ts';
import { headersOf, secretRef } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

const settings = z.strictObject({
  host: z.hostname(),
  path: z.string().regex(/^\/[^?#]*$/, 'must start with / and have no query'),
  key: secretRef.optional(),
  header: z.string().min(1).default('Ocp-Apim-Subscription-Key'),
  /** What it looks at for us: the name of a host that no vantage can reach. */
  behind: z.string().min(1),
});

/** One stretch of the relay's way, in the order in which it was gone. */
const hop = z.object({
  name: z.string().min(1).max(80),
  is: z.enum(['up', 'down', 'unsure']),
  why: z.string().max(500).optional(),
  tookMs: z.number().nonnegative().optional(),
});

const report = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is no JSON: ${error}` });
      return z.NEVER;
    }
  })
  .pipe(z.object({ hops: z.array(hop).min(1).max(20) }));

type Settings = z.infer<typeof settings>;
type Hop = z.infer<typeof hop>;

export const relay: ProbeKind<Settings> = {
  settings,
  example: {
    host: 'orders-we.azure-api.net',
    path: '/farwatch/bus',
    key: 'env:ORDERS_RELAY_KEY',
    header: 'Ocp-Apim-Subscription-Key',
    behind: 'orders-we.servicebus.windows.net',
  },

  indirect: true,

  describe: ({ behind, host, path }) => `${behind}, asked by ${host}${path}`,

  async ask(net, { host, path, key, header }, signal) {
    const headers = await headersOf(net, key === undefined ? {} : { [header]: key });
    const url = `https://${host}${path}`;
    const answer = await net.http.fetch({ url, method: 'GET', headers, signal });
    const status = findingOf(answer.status, [200], 'the relay');
    // One that is ill hides what lies behind it, as a silent one does.
    if (status.is === 'down') throw new Unreachable(status.phase, status.why, answer.phases);
    return status.is === 'up' ? reportedIn(answer) : answerOf(answer, status);
  },
};

function reportedIn(http: HttpAnswer): Answer {
  const read = report.safeParse(http.text);
  if (!read.success) {
    const why = 'the relay answered, and not with the hops that it went';
    return answerOf(http, { is: 'unsure', why, whose: 'ours' });
  }
  const { hops } = read.data;
  const took = hops.flatMap(({ name, tookMs }) =>
    tookMs === undefined ? [] : [[`${name}Ms`, tookMs] as const],
  );
  return answerOf(http, findingOfHops(hops), { measures: Object.fromEntries(took) });
}

/** The first that failed is the one to look at; what comes after it was never reached. */
function findingOfHops(hops: readonly Hop[]): Finding {
  const failed = hops.find(({ is }) => is !== 'up');
  if (failed === undefined) return { is: 'up' };
  // Words of somebody else's program: an address in them may carry a signature.
  const why = `${failed.name}: ${(failed.why ?? 'no reason given').replace(/\?\S+/g, '?…')}`;
  return failed.is === 'down'
    ? { is: 'down', phase: 'answer', why }
    : { is: 'unsure', why, whose: 'between' };
}
