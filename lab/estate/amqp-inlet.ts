/** Takes what clients send: tokens to `$cbs`, messages to queues. */

import rhea, {
  type Connection,
  type Delivery,
  type EventContext,
  type Message,
  type Receiver,
} from 'rhea';
import { type AzureWorld, Denied } from '../world/azure.ts';
import type { Claims } from './amqp-claims.ts';
import { refusalFor, refuse } from './amqp-conditions.ts';
import { answerManagement, isManagement } from './amqp-management.ts';
import { messagesOf } from './amqp-message.ts';
import type { Peer } from './amqp-peer.ts';
import { pause } from './pause.ts';

export interface Inlet {
  take(context: EventContext): Promise<void>;
}

export function createInlet(
  world: Pick<AzureWorld, 'bus'>,
  peer: Peer,
  claims: Claims,
  around: { readonly closing: AbortSignal; readonly arrived: (ids: readonly string[]) => void },
): Inlet {
  async function receive({ receiver, queue, message, delivery }: Taken): Promise<void> {
    // One message, one roll of the dice.
    const treatment = peer.treat();
    if (treatment.is === 'silent') return peer.silence();
    if (treatment.is === 'refused' || treatment.is === 'reset') return peer.drop();
    if (treatment.is === 'status') return delivery.reject(refusalFor(treatment.status));
    // A certificate was looked at when the connection was made, which was before it went bad.
    const { delayMs, loseAnswer } = treatment.is === 'served' ? treatment : harmless;
    await pause(delayMs, around.closing);
    const sent = messagesOf(message, delivery.format);
    try {
      peer.stay();
      for (const one of sent) world.bus.send(peer.host, queue, one);
    } catch (error) {
      return refuse(receiver.connection, error, (told) => delivery.reject(told));
    }
    if (loseAnswer) peer.drop();
    else delivery.accept();
    around.arrived(sent.map(({ id }) => id));
  }

  return {
    async take(context) {
      const taken = takenFrom(context);
      if (!peer.passes('open')) return;
      taken.receiver.add_credit(1);
      const { queue, message } = taken;
      if (queue !== claimsNode && !isManagement(queue)) return receive(taken);
      taken.delivery.accept();
      if (queue === claimsNode) answerClaim(context.connection, message, claims);
      else answerManagement(context.connection, message, queue, { world, peer });
    },
  };
}

/** Where tokens are put: AMQP's claims-based security. */
export const claimsNode = '$cbs';

const harmless = { delayMs: 0, loseAnswer: false } as const;

interface Taken {
  readonly receiver: Receiver;
  readonly queue: string;
  readonly message: Message;
  readonly delivery: Delivery;
}

function takenFrom({ receiver, message, delivery }: EventContext): Taken {
  if (receiver === undefined || message === undefined || delivery === undefined) {
    throw new Error('a transfer came without a link, a message or a delivery');
  }
  return { receiver, queue: addressOf(receiver.target), message, delivery };
}

/** The entity a link is attached to: `/probe` and `Probe` are one. */
export function addressOf(terminus: { readonly address?: string } | undefined): string {
  return (terminus?.address ?? '').replace(/^\/+/, '').toLowerCase();
}

/** Answers on the link that the request names; clients differ in which spelling they read. */
function answerClaim(connection: Connection, request: Message, claims: Claims): void {
  const { status, description } = judged(request, claims);
  const reply = connection.find_sender((link: { name: string }) => {
    return link.name === request.reply_to;
  });
  reply?.send({
    correlation_id: request.message_id ?? '',
    application_properties: {
      'status-code': rhea.types.wrap_int(status),
      statusCode: rhea.types.wrap_int(status),
      'status-description': description,
      statusDescription: description,
    },
    body: '',
  });
}

function judged(
  request: Message,
  claims: Claims,
): { readonly status: number; readonly description: string } {
  const { operation, name, type } = request.application_properties ?? {};
  if (operation !== 'put-token') return { status: 400, description: 'only put-token is known' };
  try {
    const token = String(request.body);
    claims.put({ token, kind: String(type), audience: String(name) });
    return { status: 202, description: 'Accepted' };
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    return { status: 401, description: error.message };
  }
}
