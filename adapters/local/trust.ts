/** Whom we trust: made once and shared, since building it anew costs more than a probe. */

import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * A key is offered for X25519 only. The one for its post-quantum companion is 1.2 KB long, is sent with
 * every hello, and makes it longer than one packet; a server that wants it asks for it.
 */
const ecdhCurve = '*X25519:X25519MLKEM768:P-256:P-384';

const contexts = new Map<string, SecureContext>();

/** The authorities that Node trusts, and `ca` (PEM) as well. */
export function trustOf(ca = ''): SecureContext {
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  const authorities = getCACertificates('default');
  const all = ca === '' ? authorities : [...authorities, ca];
  const context = createSecureContext({ ca: all, ecdhCurve });
  contexts.set(ca, context);
  return context;
}
