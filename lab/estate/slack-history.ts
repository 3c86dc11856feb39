/** What stands in the channel and below a message, read page by page as Slack gives it. */

import type { Message, Room } from './slack-room.ts';
import { type ApiAnswer, no, yes } from './slack-said.ts';

const pageMax = 999;

/** The newest first, without what stands in threads. */
export function history(form: URLSearchParams, room: Room): ApiAnswer {
  const top = seen(room).filter(({ thread }) => thread === undefined);
  return page(top.toReversed(), form);
}

/** The message itself, then what stands below it, the oldest first. */
export function replies(form: URLSearchParams, room: Room): ApiAnswer {
  const ts = form.get('ts');
  const parent = seen(room).find((message) => message.ts === ts);
  if (parent === undefined) return no('thread_not_found');
  return page([parent, ...seen(room).filter(({ thread }) => thread === ts)], form);
}

/** Lines that only one person sees are in no history. */
function seen(room: Room): readonly Message[] {
  return room.messages().filter(({ to }) => to === undefined);
}

function page(all: readonly Message[], form: URLSearchParams): ApiAnswer {
  const oldest = Number(form.get('oldest') ?? '0');
  const limit = Math.min(Number(form.get('limit') ?? '100'), pageMax);
  const from = Number(form.get('cursor') ?? '0');
  const within = all.filter(({ ts }) => Number(ts) > oldest);
  const messages = within.slice(from, from + limit).map((message) => told(message, form));
  const more = from + limit < within.length;
  const next = more ? { response_metadata: { next_cursor: String(from + limit) } } : {};
  return yes({ messages, has_more: more, ...next });
}

/** Of metadata only its sort is told to whoever does not ask for all of it. */
function told({ ts, text, thread, metadata }: Message, form: URLSearchParams) {
  const all = form.get('include_all_metadata') === 'true';
  return {
    type: 'message',
    bot_id: 'B0FARWATCH',
    ts,
    text,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...(metadata === undefined
      ? {}
      : { metadata: all ? metadata : { event_type: metadata.event_type } }),
  };
}
