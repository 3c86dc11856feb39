/** Whom we trust: made once and shared, since building it anew costs more than a probe. */

import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

const contexts = new Map<string, SecureContext>();

/** The authorities that Node trusts, and `ca` (PEM) as well. */
export function trustOf(ca = ''): SecureContext {
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  const authorities = getCACertificates('default');
  const context = createSecureContext({ ca: ca === '' ? authorities : [...authorities, ca] });
  contexts.set(ca, context);
  return context;
}
