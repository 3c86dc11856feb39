/** Messages as they travel: what a client sends becomes text, and comes back as it was. */

import { randomUUID } from 'node:crypto';
import rhea, { type Message } from 'rhea';
import type { BusMessage } from '../world/azure.ts';

export interface Sent {
  readonly id: string;
  readonly body: string;
  readonly ttlMs: number;
}

/** Service Bus keeps a message for so long when neither sender nor queue says otherwise. */
const ttlMsDefault = 14 * 86_400_000;

/** A batch is one transfer whose data sections are messages, encoded each by itself. */
const batchFormat = 0x80013700;

/** The messages of one transfer. rhea hands a transfer of a format it does not know on as bytes. */
export function messagesOf(transfer: Message | Buffer, format: number): readonly Sent[] {
  if (!Buffer.isBuffer(transfer)) return [sentOf(transfer)];
  const whole = decoded(transfer);
  if (format !== batchFormat) return [sentOf(whole)];
  return contentsOf(whole).map((bytes) => sentOf(decoded(bytes)));
}

/** When messages came, by id: clients tell old ones by it, and the world does not keep it. */
export interface Postmarks {
  put(id: string, at: number): void;
  of(id: string): number | undefined;
}

const postmarksMax = 10_000;

export function createPostmarks(): Postmarks {
  const marks = new Map<string, number>();
  return {
    put(id, at) {
      marks.set(id, at);
      const [oldest] = marks.keys();
      if (marks.size > postmarksMax && oldest !== undefined) marks.delete(oldest);
    },
    of: (id) => marks.get(id),
  };
}

/** As a client of Service Bus expects it. Times are milliseconds since the epoch. */
export function delivered(
  message: BusMessage,
  { enqueuedAt, lockedUntil }: { enqueuedAt: number | undefined; lockedUntil: number },
): Message {
  const { data_section } = rhea.message;
  const enqueued = enqueuedAt === undefined ? {} : { 'x-opt-enqueued-time': timestamp(enqueuedAt) };
  return {
    message_id: message.id,
    body: data_section(Buffer.from(message.body, 'utf8')),
    delivery_count: 0,
    message_annotations: { ...enqueued, 'x-opt-locked-until': timestamp(lockedUntil) },
  };
}

function timestamp(at: number): unknown {
  return rhea.types.wrap_timestamp(at);
}

/** rhea's types tell a message that is decoded from one that is received. */
function decoded(bytes: Buffer): Message {
  const message = rhea.message.decode(bytes);
  return { ...message, body: message['body'] };
}

function sentOf(message: Message): Sent {
  const { message_id: id, ttl, body } = message;
  const bytes = contentsOf(message);
  return {
    // Service Bus gives a message an id when its sender did not.
    id: id === undefined || id === null ? randomUUID() : String(id),
    body: bytes.length > 0 ? Buffer.concat(bytes).toString('utf8') : textOf(body),
    ttlMs: typeof ttl === 'number' ? ttl : ttlMsDefault,
  };
}

/** The bytes of the data sections, which is how the clients send every body of theirs. */
function contentsOf({ body }: Message): readonly Buffer[] {
  const content: unknown = body?.content;
  const sections: readonly unknown[] = Array.isArray(content) ? content : [content];
  return sections.filter((section) => Buffer.isBuffer(section));
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}
