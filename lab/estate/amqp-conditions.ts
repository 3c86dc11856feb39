/** How Service Bus says no: AMQP error conditions, its own and the standard's. */

import type { AmqpError, Connection } from 'rhea';
import { Denied } from '../world/azure.ts';

/**
 * What the clients know by heart; anything else is an internal error to them, 503 too: Service Bus
 * calls itself busy only to whoever asks too much, and then the fault is not in its region.
 */
const conditionOf: Readonly<Record<number, string>> = {
  400: 'amqp:not-allowed',
  401: 'amqp:unauthorized-access',
  403: 'amqp:unauthorized-access',
  404: 'amqp:not-found',
  409: 'com.microsoft:entity-disabled',
  410: 'com.microsoft:entity-disabled',
  413: 'amqp:link:message-size-exceeded',
  429: 'com.microsoft:server-busy',
  507: 'amqp:resource-limit-exceeded',
};

export function refusalFor(status: number): AmqpError {
  const condition = conditionOf[status] ?? 'amqp:internal-error';
  return { condition, description: `This place is made to answer ${status}.` };
}

/** The world's own refusals carry their condition as code. Anything else is a fault of the lab. */
function refusalOf(error: unknown): AmqpError {
  if (error instanceof Denied) return { condition: error.code, description: error.message };
  throw error;
}

/** The condition on which clients connect again, asking for the address of the name anew. */
export const movedAway = 'amqp:connection:forced';

/** Says no as `otherwise` does, unless there is no more to be had by this connection. */
export function refuse(
  connection: Connection,
  error: unknown,
  otherwise: (told: AmqpError) => void,
): void {
  const told = refusalOf(error);
  if (told.condition === movedAway) connection.close(told);
  else otherwise(told);
}
