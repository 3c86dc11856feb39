/** Hangs up on a Service Bus that does not say goodbye. */

import { Socket } from 'node:net';
import type { ServiceBusClient } from '@azure/service-bus';
import { within } from '../local/within.ts';

const goodbyeMsMax = 200;

export interface BusLine {
  /** Says goodbye while `signal` lasts, for a moment at most; then the connection ends anyway. */
  hangUp(signal: AbortSignal): Promise<void>;
}

/**
 * The client offers no way to end a connection whose peer is silent: `close` waits a minute for an
 * answer, and the heartbeats of a connection that broke meanwhile never stop. So its connection is
 * reached for from within, which is private and holds for the pinned version; where it is not
 * found, the client is merely left to itself.
 */
export function busLineOf(client: ServiceBusClient): BusLine {
  // The client makes itself a new connection when one breaks, and forgets the first.
  const first = connectionOf(client);
  return {
    async hangUp(signal) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(goodbyeMsMax)]);
      await within(patience, client.close()).catch(notHeard);
      for (const connection of new Set([first, connectionOf(client)])) sever(connection);
    },
  };
}

/** The answer was settled before; how the goodbye went changes nothing. */
function notHeard(): void {}

function connectionOf(client: ServiceBusClient): unknown {
  return ['_connectionContext', 'connection', '_connection'].reduce(inside, client);
}

function sever(connection: unknown): void {
  if (typeof connection !== 'object' || connection === null) return;
  const socket = inside(connection, 'socket');
  if (socket instanceof Socket) socket.destroy(new Error('hung up'));
  Reflect.set(connection, 'socket_ready', false);
  for (const beat of ['heartbeat_in', 'heartbeat_out']) {
    const timer = inside(connection, beat);
    if (isTimer(timer)) clearTimeout(timer);
  }
}

function isTimer(thing: unknown): thing is NodeJS.Timeout {
  return typeof thing === 'object' && thing !== null && 'hasRef' in thing;
}

function inside(thing: unknown, key: string): unknown {
  return typeof thing === 'object' && thing !== null ? Reflect.get(thing, key) : undefined;
}
