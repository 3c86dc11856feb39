/** The Web API methods that a bot needs, with Slack's own errors, its scopes and its patience. */

import type { Instant } from '../../core/names.ts';
import { bucketOf } from './slack-bucket.ts';
import { history, replies } from './slack-history.ts';
import { type Member, team, userOf } from './slack-people.ts';
import type { Room } from './slack-room.ts';
import { type ApiAnswer, no, yes } from './slack-said.ts';
import { writes, written } from './slack-writes.ts';

export interface ApiCall {
  readonly method: string;
  readonly form: URLSearchParams;
  /** From the `authorization` header, without `Bearer`. */
  readonly token: string | undefined;
}

export interface ApiSide {
  readonly room: Room;
  readonly people: readonly Member[];
  readonly token: string;
  /** What the app was granted when it was installed. */
  readonly scopes: readonly string[];
  readonly clock: { now(): Instant };
}

/** One of these is enough for a method. https://docs.slack.dev/reference/methods */
const needed: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  // The room is a public channel.
  'conversations.history': ['channels:history'],
  'conversations.replies': ['channels:history'],
  'users.info': ['users:read'],
};

export function createApi(side: ApiSide): (call: ApiCall) => ApiAnswer {
  const takes = bucketOf(side.clock);

  return ({ method, form, token: given }) => {
    const known = given ?? form.get('token') ?? undefined;
    if (known === undefined) return no('not_authed');
    if (known !== side.token) return no('invalid_auth');
    const scopes = needed[method];
    if (scopes === undefined) return no('unknown_method');
    const missing = scopes.filter((scope) => !side.scopes.includes(scope));
    if (missing.length > 0) {
      return no('missing_scope', { needed: missing.join(), provided: side.scopes.join() });
    }
    const waitSeconds = takes(method);
    if (waitSeconds > 0) {
      const headers = { 'retry-after': String(waitSeconds) };
      return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
    }
    return answered(method, form, side);
  };
}

function answered(method: string, form: URLSearchParams, { room, people }: ApiSide): ApiAnswer {
  if (method === 'auth.test') {
    return yes({ team: 'Lab', team_id: team, user: 'farwatch', bot_id: 'B0FARWATCH' });
  }
  if (method === 'users.info') {
    const member = people.find(({ id }) => id === form.get('user'));
    return member === undefined ? no('user_not_found') : yes({ user: userOf(member) });
  }
  if (form.get('channel') !== room.channel) return no('channel_not_found');
  if (method === 'conversations.history') return history(form, room);
  if (method === 'conversations.replies') return replies(form, room);
  const write = writes[method];
  return write === undefined ? no('unknown_method') : written(form, room, write);
}
