/** A storage queue that Event Grid delivers to: its addresses, and the message that lies in front. */

import type { HttpAnswer } from '../core/net.ts';

/** Long enough to delete what was taken; then it shows again. */
const hiddenSeconds = 30;

/** `address`: of the queue, with a SAS token for its query. `Get Messages` and `Delete Message`. */
export function queueAt(address: string) {
  const at = (path: string, query: Readonly<Record<string, string>>) => {
    const url = new URL(address);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  if (!URL.canParse(address)) {
    // It is a secret: what it is instead stays untold.
    throw new Error('the secret of the queue is no address: it has to be its URL with a SAS token');
  }
  return {
    first: at('messages', { numofmessages: '1', visibilitytimeout: String(hiddenSeconds) }),
    message: ({ id, receipt }: Queued) => at(`messages/${id}`, { popreceipt: receipt }),
  };
}

export interface Queued {
  readonly id: string;
  /** Shown to whoever took it; without it, nobody may delete it. */
  readonly receipt: string;
  /** By the clock of the queue; absent where it does not tell. */
  readonly ageMs: number | undefined;
  /** What it carries; absent where that is no event. */
  readonly event: unknown;
}

/** The first message of an answer of `Get Messages`, if there is one. */
export function queuedIn({ text, headers }: HttpAnswer): Queued | undefined {
  const [message] = /<QueueMessage>.*?<\/QueueMessage>/s.exec(text) ?? [];
  if (message === undefined) return undefined;
  const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(message)?.[1] ?? '';
  const ageMs = Date.parse(headers['date'] ?? '') - Date.parse(part('InsertionTime'));
  return {
    id: part('MessageId'),
    receipt: part('PopReceipt'),
    ageMs: Number.isNaN(ageMs) ? undefined : ageMs,
    event: eventIn(part('MessageText')),
  };
}

/** Event Grid writes each event in base64; what others put there is none, and is only taken out. */
function eventIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
