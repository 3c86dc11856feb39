/** Whom we trust: made once and shared, since building it anew costs more than a probe. */

import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/**
 * Offers a key for X25519 only. The one for its post-quantum companion takes 1.2 KB of every hello and
 * makes it longer than one packet; who wants it asks for it. From OpenSSL 3.5 on, which brought both it
 * and the star that leaves it out; before, hellos are short by themselves. See docs/decisions/0026.
 */
function shortHello(): { readonly ecdhCurve?: string } {
  const [major = 0, minor = 0] = process.versions.openssl.split('.').map(Number);
  const has = major > 3 || (major === 3 && minor >= 5);
  return has ? { ecdhCurve: '*X25519:X25519MLKEM768:P-256:P-384' } : {};
}

const contexts = new Map<string, SecureContext>();

/** The authorities that Node trusts, and `ca` (PEM) as well. */
export function trustOf(ca = ''): SecureContext {
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  const authorities = getCACertificates('default');
  const all = ca === '' ? authorities : [...authorities, ca];
  const context = createSecureContext({ ca: all, ...shortHello() });
  contexts.set(ca, context);
  return context;
}
