/** Whether a certificate will be good for some time yet. */

import * as z from 'zod';
import type { CheckKind } from '../core/kinds.ts';

const settings = z.strictObject({
  /** An address that answers anybody. */
  url: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** With fewer days left a person is told. */
  daysMin: z.int().min(1).max(397).default(21),
});

type Settings = z.infer<typeof settings>;

export const certificateAge: CheckKind<Settings> = {
  settings,
  example: { url: 'https://orders-we.azure-api.net/status-0123456789abcdef', daysMin: 21 },
  describe: ({ url }) => `certificate of ${hostOf(url)}`,
  rights: () => [],

  async check({ net }, { url, daysMin }, signal) {
    const { certificateDaysLeft: days } = await net.http.fetch({ url, method: 'GET', signal });
    if (days === undefined) {
      const why = 'it answered without showing its certificate';
      return { is: 'unsure', why, next: `Look at the certificate of ${hostOf(url)} by hand.` };
    }
    // One that has ended is no finding of ours: the probes fail on it, and say so at once.
    if (days >= daysMin) return { is: 'fine', why: `${days} days left` };
    return { is: 'warns', why: `it ends in ${days} days`, next: `Renew it at ${hostOf(url)}.` };
  },
};

function hostOf(url: string): string {
  return new URL(url).host;
}
