/** The agent of the ARM clients: dials as it is told, and notes when a request may have left us. */

import type { Agent } from 'node:https';
import { agentOf, type Dial } from '../local/dial.ts';
import { trustOf } from '../local/trust.ts';
import { progressUnderWay } from './exchange.ts';

/** A request that still waits for its own connection was not sent, whatever becomes of it. */
export function armAgentOf(dial: Dial, ca: string | undefined): Agent {
  const agent = agentOf({ dial, secureContext: trustOf(ca), keepAlive: true });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const progress = progressUnderWay();
    progress?.reach('connecting');
    return connect(options, (error, socket) => {
      socket?.once('secureConnect', () => progress?.reach('sent'));
      callback?.(error, socket);
    });
  };
  return agent;
}
