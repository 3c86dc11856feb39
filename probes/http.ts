/** Asks a web endpoint for an answer, and for the right one. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import type { Finding } from '../core/observation.ts';
import { headersOf } from './secret.ts';
import { readingOf, signature } from './signature.ts';
import { answerOf, findingOf } from './status.ts';

const settings = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  /** A value may be a secret reference. */
  headers: z.record(z.string(), z.string()).optional(),
  statuses: z.array(z.int().min(100).max(599)).min(1).default([200]),
  contains: z.string().min(1).optional(),
  /** A header by which the answer tells which side gave it. */
  signature: signature.optional(),
});

type Settings = z.infer<typeof settings>;

export const http: ProbeKind<Settings> = {
  settings,
  example: { url: 'https://api.contoso.com/health', method: 'GET', statuses: [200] },

  describe: ({ method, url }) => `${method} ${withoutQuery(url)}`,

  async ask(net, { url, method, headers, statuses, contains, signature: signed }, signal) {
    const sent = await headersOf(net, headers ?? {});
    const answer = await net.http.fetch({ url, method, headers: sent, signal });
    const status = findingOf(answer.status, statuses);
    const finding = status.is === 'up' ? contentOf(answer.text, contains) : status;
    if (signed === undefined) return answerOf(answer, finding);
    const { finding: unsigned, points } = readingOf(answer.headers, signed);
    const said = finding.is === 'up' ? (unsigned ?? finding) : finding;
    return answerOf(answer, said, points === undefined ? {} : { points });
  },
};

function contentOf(text: string, contains: string | undefined): Finding {
  if (contains === undefined || text.includes(contains)) return { is: 'up' };
  return { is: 'down', phase: 'answer', why: 'the expected text is missing' };
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
