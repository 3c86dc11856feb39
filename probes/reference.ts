/** Asks something that is not Azure: while it answers, our own network is not to blame. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import { answerOf, findingOf } from './status.ts';

const settings = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** Absent: any answer below 500, since even a refusal has come from the outside. */
  statuses: z.array(z.int().min(100).max(599)).min(1).optional(),
});

export const reference: ProbeKind<z.infer<typeof settings>> = {
  settings,
  example: { url: 'https://checkip.amazonaws.com/' },
  describe: ({ url }) => `reference ${new URL(url).host}`,

  async ask(net, { url, statuses }, signal) {
    const answer = await net.http.fetch({ url, method: 'GET', signal });
    const answered = answer.status < 500 ? [answer.status] : [];
    return answerOf(answer, findingOf(answer.status, statuses ?? answered));
  },
};
