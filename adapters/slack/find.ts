/** Finds a message of ours again by what was written beside it. */

import type { CardCursor } from '../../core/card.ts';
import type { Whereabouts } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Method } from './scopes.ts';

type Fields = Readonly<Record<string, unknown>>;
type Call = (method: Method, form: Fields) => Promise<Fields>;

/** The code of the trouble of an app that was installed without a scope. */
export const scopeMissing = 'chat-scope-missing';

const eventType = 'farwatch_message';

/** Seen by apps alone; read again with `include_all_metadata`. */
export function metadataOf(mark: string) {
  return { event_type: eventType, event_payload: { mark } };
}

/** Clocks differ, and Slack names messages by its own. */
const marginMs = 60_000;
const pageSize = 100;
/** More than a room says in the hours for which Slack may be away. */
const pagesMax = 5;

/** Undefined too when the app may not read: a card that stands twice beats one that nobody sees. */
export async function findMessage(
  mark: string,
  { since, below, channel }: Whereabouts & { readonly channel: string },
  call: Call,
): Promise<CardCursor | undefined> {
  const oldest = ((since - marginMs) / 1_000).toFixed(6);
  const where = below === undefined ? { channel } : { channel: below.channel, ts: below.id };
  const method = below === undefined ? 'conversations.history' : 'conversations.replies';
  const asked = { ...where, oldest, limit: pageSize, include_all_metadata: true };
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await call(method, cursor === undefined ? asked : { ...asked, cursor }).catch(
      blind,
    );
    const found = listIn(answer, 'messages').find((message) => markOf(message) === mark);
    const { ts } = found ?? {};
    if (typeof ts === 'string') return { channel: where.channel, id: ts };
    const { next_cursor: next } = recordIn(answer, 'response_metadata');
    if (typeof next !== 'string' || next === '') return undefined;
    cursor = next;
  }
  return undefined;
}

function blind(error: unknown): Fields {
  if (error instanceof Trouble && error.code === scopeMissing) return {};
  throw error;
}

function markOf(message: Fields): unknown {
  const metadata = recordIn(message, 'metadata');
  return metadata['event_type'] === eventType
    ? recordIn(metadata, 'event_payload')['mark']
    : undefined;
}

function listIn(from: Fields, name: string): readonly Fields[] {
  const items: readonly unknown[] = Array.isArray(from[name]) ? from[name] : [];
  return items.filter(isRecord);
}

function recordIn(from: Fields, name: string): Fields {
  const value = from[name];
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
