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
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { blocksOf, fallbackOf } from './blocks.ts';
import { cut, escaped } from './escape.ts';
import { quiet } from './quiet.ts';

export interface SlackRoom {
  /** A bot token with `chat:write`. Never logged; the SDK redacts it too. */
  readonly token: string;
  /** The channel's id, `C…`. */
  readonly channel: string;
  /** Elsewhere than slack.com: the lab's, ending in `/api/`. */
  readonly apiUrl?: string;
  /** Of one try; 5 s if absent. */
  readonly timeoutMs?: number;
}

/** Rejects with a `Trouble`: `card-gone` when the card was deleted, else `chat-failed`. */
export function slackChat(room: SlackRoom): Chat {
  const { channel } = room;
  // An edit may come twice. A message whose answer was lost may be there already, so it is not
  // sent again by the client: whoever tells tries again, later and once.
  const edits = clientOf(room, 2).chat;
  const posts = clientOf(room, 0).chat;
  return {
    async post(card): Promise<CardCursor> {
      const blocks = [...blocksOf(card, randomUUID())];
      const message = { channel, text: fallbackOf(card), blocks, unfurl_links: false };
      const answer = await told(() => posts.postMessage(message));
      if (answer.ts === undefined || answer.channel === undefined)
        throw failed('the answer names no message');
      return { channel: answer.channel, id: answer.ts };
    },
    async update({ channel, id }, card) {
      const blocks = [...blocksOf(card, randomUUID())];
      const message = { channel, ts: id, text: fallbackOf(card), blocks };
      await told(() => edits.update(message));
    },
    async reply({ channel, id }, text) {
      const line = cut(escaped(text), 3_000);
      await told(() => posts.postMessage({ channel, thread_ts: id, text: line }));
    },
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

async function told<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WebAPIPlatformError) throw refused(error);
    if (error instanceof WebAPIRateLimitedError)
      throw failed(`it asks us to wait ${error.retryAfter} s`, error);
    if (error instanceof WebAPIHTTPError) throw failed(`status ${error.statusCode}`, error);
    throw failed(withoutQuery(wordsOf(error)), error);
  }
}

function refused(error: WebAPIPlatformError): Trouble {
  const { error: code, response_metadata: metadata } = error.data;
  if (code !== 'message_not_found')
    return failed([code, ...(metadata?.messages ?? [])].join('; '), error);
  return new Trouble('card-gone', {
    message: 'Cannot edit the card: somebody deleted it',
    next: 'Nothing: it is posted anew.',
    cause: error,
  });
}

function failed(why: string, cause?: unknown): Trouble {
  return new Trouble('chat-failed', {
    message: `Cannot tell Slack: ${why}`,
    next: 'Check the bot token, its scope chat:write, and that the bot is in the channel.',
    cause,
  });
}

function withoutQuery(text: string): string {
  return text.replaceAll(/\?[^\s'"]*/g, '');
}
