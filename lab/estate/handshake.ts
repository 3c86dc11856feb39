/** The TLS end of a door: shows the certificate of whoever the caller asks for, if it may. */

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Treatment } from '../world/azure.ts';
import { type Authority, loopback } from './authority.ts';
import { canonical } from './resolve.ts';

/**
 * Of a treatment, only what breaks a connection matters here: shares are rolled per request, by
 * those who serve it. A silent peer has accepted the connection and never says another word.
 */
export function answerHandshake(
  raw: Socket,
  authority: Authority,
  treat: (host: string) => Treatment,
  welcome: (socket: TLSSocket) => void,
): void {
  const socket = new TLSSocket(raw, {
    isServer: true,
    secureContext: authority.contextFor(loopback),
    SNICallback(name, done) {
      const host = canonical(name);
      const treatment = treat(host);
      if (treatment.is === 'silent' && !treatment.afterHeaders) return;
      if (treatment.is === 'reset' || treatment.is === 'refused') raw.resetAndDestroy();
      else if (treatment.is === 'badTls') done(null, authority.untrustedFor(host));
      else done(null, authority.contextFor(host));
    },
  });
  // A caller that does not trust us, or just leaves, has every right to.
  socket.on('error', () => socket.destroy());
  socket.once('secure', () => welcome(socket));
}
