/** Where a connection is really made: in production where the name says, in the lab elsewhere. */

import { Agent } from 'node:https';
import { Socket } from 'node:net';
import { connect, type SecureContext } from 'node:tls';

/** Rejects as a resolver does (`ENOTFOUND`) when there is no such name. */
export type Dial = (
  host: string,
  port: number,
) => Promise<{ readonly host: string; readonly port: number }>;

export const direct: Dial = async (host, port) => ({ host, port });

/**
 * For clients that open their own connections: only the dialling is redirected, so the name that
 * is asked for, and the certificate that must be shown for it, stay the real ones.
 */
export function agentOf({
  dial = direct,
  secureContext,
  keepAlive = false,
}: {
  readonly dial?: Dial;
  readonly secureContext: SecureContext;
  readonly keepAlive?: boolean;
}): Agent {
  const agent = new Agent({ keepAlive });
  agent.createConnection = (options, callback) => {
    const host = options.host ?? 'localhost';
    const servername = options.servername ?? host;
    dial(host, Number(options.port ?? 443)).then(
      (to) => callback?.(null, connect({ ...to, servername, secureContext })),
      // Beside an error Node reads no stream, though its types ask for one.
      (error) => callback?.(error, new Socket()),
    );
    return undefined;
  };
  return agent;
}
