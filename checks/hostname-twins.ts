/** Whether the other side answers under the public name as well, with the certificate that clients know. */

import * as z from 'zod';
import { type CheckFinding, type CheckKind, Unreachable } from '../core/kinds.ts';
import type { Http, HttpAnswer } from '../core/net.ts';

const host = z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be a host name');

const settings = z.strictObject({
  /** The name that clients use, e.g. `orders.contoso.com`. */
  name: host,
  path: z.string().startsWith('/'),
  /** Whom a move leads it to. */
  to: host,
  /** Whom it leads to until then. */
  from: host,
});

type Settings = z.infer<typeof settings>;

export const hostnameTwins: CheckKind<Settings> = {
  settings,
  example: {
    name: 'orders.contoso.com',
    path: '/status-0123456789abcdef',
    to: 'orders-ne.azure-api.net',
    from: 'orders-we.azure-api.net',
  },
  describe: ({ name, to }) => `${name} at ${labelOf(to)}`,
  rights: () => [],

  async check({ net: { http } }, s, signal) {
    const [there, here] = await Promise.allSettled([
      shownBy(s.to, s, http, signal),
      shownBy(s.from, s, http, signal),
    ]);
    if (there.status === 'rejected') return untrusted(there.reason, s);
    // What is to be left may be dark by now: then nothing is to be compared.
    if (here.status === 'rejected') return { is: 'fine', why: `${s.to} is trusted as ${s.name}` };
    return compared(there.value, here.value, s);
  },
};

/** As a client would meet it once the name leads there: whatever it answers, it has shown who it is. */
function shownBy(
  via: string,
  { name, path }: Settings,
  http: Http,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return http.fetch({ url: `https://${name}${path}`, via, method: 'GET', signal });
}

function untrusted(error: unknown, { name, to }: Settings): CheckFinding {
  if (!(error instanceof Unreachable) || error.phase !== 'secure') throw error;
  const why = `${to} is not trusted as ${name}: ${error.message}`;
  const next = `Give ${to} the custom hostname ${name} and its certificate: clients would be refused.`;
  return { is: 'fails', why, next };
}

function compared(there: HttpAnswer, here: HttpAnswer, { name, to, from }: Settings): CheckFinding {
  const hashes = [there.certificateHash, here.certificateHash];
  if (hashes.includes(undefined)) {
    const why = 'it answered without showing its certificate';
    return { is: 'unsure', why, next: `Look at the certificates of ${name} by hand.` };
  }
  if (hashes[0] === hashes[1]) return { is: 'fine', why: `${to} and ${from} show the same` };
  const why = `${to} and ${from} show different certificates for ${name}`;
  return { is: 'warns', why, next: 'Give both the same: a client may know it by its key.' };
}

function labelOf(name: string): string {
  return name.split('.')[0] ?? name;
}
