/** Answers what clients ask of an entity beside its messages: to be shown some of them, and given none. */

import rhea, { type Connection, type Message } from 'rhea';
import { type AzureWorld, Denied, type PeekedBusMessage } from '../world/azure.ts';
import type { Peer } from './amqp-peer.ts';

/** `orders/$management` */
const management = /\/\$management$/;
const deadLetters = /\/\$deadletterqueue$/;

export function isManagement(address: string): boolean {
  return management.test(address);
}

/** The queue or subscription that an address in lower case is about. */
export function entityOf(address: string): {
  readonly path: string;
  readonly deadLetters: boolean;
} {
  const node = address.replace(management, '');
  return { path: node.replace(deadLetters, ''), deadLetters: deadLetters.test(node) };
}

const operation = 'com.microsoft:peek-message';

/** On the link that the request names. */
export function answerManagement(
  connection: Connection,
  request: Message,
  address: string,
  { world, peer }: { readonly world: Pick<AzureWorld, 'bus'>; readonly peer: Peer },
): void {
  const reply = connection.find_sender((link: { name: string }) => link.name === request.reply_to);
  reply?.send({ correlation_id: request.message_id ?? '', ...answerTo(request, address) });

  function answerTo(asked: Message, of: string): Pick<Message, 'body' | 'application_properties'> {
    if (asked.application_properties?.['operation'] !== operation) {
      return said(400, 'only peek-message is known', 'amqp:not-implemented');
    }
    try {
      peer.stay();
      const { path, deadLetters: dead } = entityOf(of);
      const from = Number(asked.body?.['from-sequence-number'] ?? 0);
      const max = Number(asked.body?.['message-count'] ?? 1);
      const found = world.bus.peek(peer.host, path, { deadLetters: dead, from, max });
      if (found.length === 0) return said(204, 'there are no more messages');
      return { ...said(200, 'OK'), body: { messages: found.map(wireOf) } };
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      return said(error.status, error.message, error.code);
    }
  }
}

function said(status: number, description: string, condition?: string) {
  const properties = {
    statusCode: rhea.types.wrap_int(status),
    statusDescription: description,
    ...(condition !== undefined && { errorCondition: condition }),
  };
  return { application_properties: properties, body: '' };
}

const states = { active: 0, scheduled: 2 } as const;

/** A whole message of its own, as bytes. */
function wireOf({ id, body, sequence, enqueuedAt, state }: PeekedBusMessage) {
  const message = rhea.message.encode({
    message_id: id,
    body: rhea.message.data_section(Buffer.from(body, 'utf8')),
    message_annotations: {
      'x-opt-sequence-number': rhea.types.wrap_long(sequence),
      'x-opt-enqueued-time': rhea.types.wrap_timestamp(enqueuedAt),
      'x-opt-message-state': rhea.types.wrap_int(states[state]),
    },
  });
  return { message: rhea.types.wrap_binary(message) };
}
