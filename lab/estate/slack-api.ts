/** The Web API methods that a bot needs, with Slack's own errors and its own patience. */

import type { Instant } from '../../core/names.ts';
import { checkBlocks, type LabBlock } from './slack-blocks.ts';
import type { Room } from './slack-room.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiCall {
  readonly method: string;
  readonly form: URLSearchParams;
  /** From the `authorization` header, without `Bearer`. */
  readonly token: string | undefined;
}

const textMax = 40_000;

/** A channel takes about one message a second, and forgives a burst. */
const burst = 30;
const perSecond = 1;

export function createApi(
  room: Room,
  token: string,
  clock: { now(): Instant },
): (call: ApiCall) => ApiAnswer {
  const takes = createBucket(clock);

  return ({ method, form, token: given }) => {
    const known = given ?? form.get('token') ?? undefined;
    if (known === undefined) return no('not_authed');
    if (known !== token) return no('invalid_auth');
    if (method === 'auth.test') return yes({ team: 'Lab', user: 'farwatch', bot_id: 'B0FARWATCH' });
    const write = writes[method];
    if (write === undefined) return no('unknown_method');
    if (form.get('channel') !== room.channel) return no('channel_not_found');
    const waitSeconds = takes(method);
    if (waitSeconds > 0) {
      const headers = { 'retry-after': String(waitSeconds) };
      return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
    }
    return written(form, room, write);
  };
}

type Write = (
  form: URLSearchParams,
  room: Room,
  drawn: { readonly text: string; readonly blocks: readonly LabBlock[] },
) => ApiAnswer;

function written(form: URLSearchParams, room: Room, write: Write): ApiAnswer {
  const text = form.get('text') ?? '';
  const raw = form.get('blocks');
  if (text === '' && raw === null) return no('no_text');
  if (text.length > textMax) return no('msg_too_long');
  const checked = raw === null ? ({ is: 'drawable', blocks: [] } as const) : checkBlocks(raw);
  if (checked.is === 'refused')
    return no(checked.error, { response_metadata: { messages: checked.messages } });
  return write(form, room, { text, blocks: checked.blocks });
}

const writes: Readonly<Record<string, Write>> = {
  'chat.postMessage': (form, room, drawn) => {
    const thread = form.get('thread_ts');
    if (thread !== null && room.find(thread) === undefined) return no('thread_not_found');
    const { ts } = room.post(thread === null ? drawn : { ...drawn, thread });
    return yes({ channel: room.channel, ts, message: { type: 'message', ts, ...drawn } });
  },
  'chat.update': (form, room, drawn) => {
    const edited = room.edit(form.get('ts') ?? '', drawn);
    if (edited === undefined) return no('message_not_found');
    return yes({ channel: room.channel, ts: edited.ts, text: edited.text });
  },
  'chat.postEphemeral': (form, room, drawn) => {
    const to = form.get('user');
    if (to === null) return no('user_not_in_channel');
    const { ts } = room.post({ ...drawn, to });
    return yes({ message_ts: ts });
  },
};

/** Seconds to wait for a method; 0 when it may go on. */
function createBucket(clock: { now(): Instant }): (method: string) => number {
  const left = new Map<string, { readonly tokens: number; readonly at: number }>();
  return (method) => {
    const now = clock.now();
    const { tokens, at } = left.get(method) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + ((now - at) / 1_000) * perSecond);
    const taken = filled >= 1;
    left.set(method, { tokens: taken ? filled - 1 : filled, at: now });
    return taken ? 0 : Math.max(1, Math.ceil((1 - filled) / perSecond));
  };
}

function yes(body: Readonly<Record<string, unknown>>): ApiAnswer {
  return { status: 200, headers: {}, body: { ok: true, ...body } };
}

function no(error: string, more: Readonly<Record<string, unknown>> = {}): ApiAnswer {
  return { status: 200, headers: {}, body: { ok: false, error, ...more } };
}
