/** Slack as the room where people are: posts cards, edits them in place, adds lines below them. */

import { randomUUID } from 'node:crypto';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import type { CardCursor } from '../../core/card.ts';
import type { Chat } from '../../core/ports.ts';
import { Busy, Trouble, wordsOf } from '../../core/trouble.ts';
import { limits } from './block-kit.ts';
import { blocksOf, fallbackOf } from './blocks.ts';
import { cut, escaped } from './escape.ts';
import { findMessage, metadataOf, scopeMissing } from './find.ts';
import { quiet } from './quiet.ts';
import type { Method } from './scopes.ts';

export interface SlackRoom {
  /** A bot token with the scopes of docs/slack-app.yaml. Never logged; the SDK redacts it too. */
  readonly token: string;
  /** The channel's id, `C…`. */
  readonly channel: string;
  /** Elsewhere than slack.com: the lab's, ending in `/api/`. */
  readonly apiUrl?: string;
  /** Of one try; 5 s if absent. */
  readonly timeoutMs?: number;
}

/** Rejects with a `Trouble`: `card-gone` when the card was deleted, `busy`, else `chat-failed`. */
export function slackChat(room: SlackRoom): Chat {
  const { channel } = room;
  // An edit may come twice. A message whose answer was lost may be there already, so it is not
  // sent again by the client: whoever tells looks for it first, later.
  const again = clientOf(room, 1);
  const once = clientOf(room, 0);
  return {
    async post(card, mark): Promise<CardCursor> {
      const blocks = blocksOf(card, randomUUID());
      const message = { channel, text: fallbackOf(card), blocks, metadata: metadataOf(mark) };
      const { ts, channel: where } = await call(once, 'chat.postMessage', {
        ...message,
        unfurl_links: false,
      });
      if (typeof ts !== 'string' || typeof where !== 'string')
        throw failed('the answer names no message');
      return { channel: where, id: ts };
    },
    async update({ channel: where, id }, card) {
      const blocks = blocksOf(card, randomUUID());
      const message = { channel: where, ts: id, text: fallbackOf(card), blocks };
      await call(again, 'chat.update', message);
    },
    async reply({ channel: where, id }, text, mark) {
      const line = { text: cut(escaped(text), limits.section), metadata: metadataOf(mark) };
      await call(once, 'chat.postMessage', { channel: where, thread_ts: id, ...line });
    },
    find: (mark, where) =>
      findMessage(mark, { ...where, channel }, (method, form) => call(again, method, form)),
  };
}

function clientOf({ token, apiUrl, timeoutMs = 5_000 }: SlackRoom, retries: number): WebClient {
  return new WebClient(token, {
    // The SDK's own habits are half an hour of retries, no timeout, and sleeping through a 429.
    retryConfig: { retries, factor: 2, minTimeout: 200 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    logger: quiet,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
}

async function call(
  client: WebClient,
  method: Method,
  form: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return { ...(await client.apiCall(method, { ...form })) };
  } catch (error) {
    if (error instanceof WebAPIPlatformError) throw refused(error);
    if (error instanceof WebAPIRateLimitedError) throw busy(error);
    if (error instanceof WebAPIHTTPError) throw failed(`status ${error.statusCode}`, error);
    throw failed(withoutQuery(wordsOf(error)), error);
  }
}

function busy(error: WebAPIRateLimitedError): Busy {
  return new Busy(error.retryAfter * 1_000, {
    message: `Cannot tell Slack: it asks us to wait ${error.retryAfter} s`,
    next: 'Nothing: it is told again then.',
    cause: error,
  });
}

function refused(error: WebAPIPlatformError): Trouble {
  const { error: code, response_metadata: metadata } = error.data;
  const cause = error;
  if (code === 'message_not_found' || code === 'thread_not_found') {
    const message = 'Cannot tell on the card: somebody deleted it';
    return new Trouble('card-gone', { message, next: 'Nothing: it is posted anew.', cause });
  }
  if (code === 'missing_scope') {
    const message = `Cannot tell Slack: our app lacks ${neededIn(error.data)}`;
    const next = 'Install the app anew with the scopes of docs/slack-app.yaml.';
    return new Trouble(scopeMissing, { message, next, cause });
  }
  return failed([code, ...(metadata?.messages ?? [])].join('; '), cause);
}

/** Slack names the scope beside its refusal. */
function neededIn(data: object): string {
  return 'needed' in data ? `the scope ${String(data.needed)}` : 'a scope';
}

function failed(why: string, cause?: unknown): Trouble {
  return new Trouble('chat-failed', {
    message: `Cannot tell Slack: ${why}`,
    next: 'Check the bot token, its scopes (docs/slack-app.yaml), and that it is in the channel.',
    cause,
  });
}

function withoutQuery(text: string): string {
  return text.replaceAll(/\?[^\s'"]*/g, '');
}
