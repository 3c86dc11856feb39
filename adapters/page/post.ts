/** Posts JSON to a pager: bounded in time and tries, and silent about what is secret in its address. */

import { randomUUID } from 'node:crypto';
import type { Http, HttpAnswer } from '../../core/net.ts';
import type { Clock } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';

export interface PostMeans {
  readonly http: Http;
  readonly clock: Pick<Clock, 'after' | 'sleep'>;
}

export interface Letter {
  /** May contain a secret: of it, only the host is ever told. */
  readonly url: string;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const tries = 3;
const tryMsMax = 5_000;
const pauseMs = 500;

/**
 * Whatever is lost or told to come back is tried again, as the same letter: `idempotency-key` tells
 * so. Rejects with `page-refused` (asking again would not help) or `page-failed`.
 */
export async function post(letter: Letter, { http, clock }: PostMeans): Promise<void> {
  const host = hostOf(letter.url);
  const id = randomUUID();
  let why = '';
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (attempt > 1) await clock.sleep(pauseMs * 2 ** (attempt - 2));
    const answer = await tried(letter, id, { http, clock });
    if (typeof answer !== 'string' && answer.status >= 200 && answer.status < 300) return;
    why = typeof answer === 'string' ? answer : `status ${answer.status}`;
    const refused = typeof answer !== 'string' && answer.status < 500 && answer.status !== 429;
    if (refused) throw troubleOf('page-refused', host, why, 'Check its key and its address.');
  }
  throw troubleOf(
    'page-failed',
    host,
    why,
    'Nothing if it passes: it is tried again, and Slack tells the same.',
  );
}

/** The answer, or why there is none. */
async function tried(
  { url, body, headers = {} }: Letter,
  id: string,
  { http, clock }: PostMeans,
): Promise<HttpAnswer | string> {
  const deadline = clock.after(tryMsMax);
  try {
    return await http.fetch({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': id, ...headers },
      body: JSON.stringify(body),
      signal: deadline.signal,
    });
  } catch (error) {
    // What cannot be posted at all, e.g. to an address without https, is told in its own words.
    if (error instanceof Trouble) throw error;
    return wordsOf(error);
  } finally {
    deadline.cancel();
  }
}

function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host;
  throw new Trouble('page-address-unreadable', {
    message: 'Cannot page anybody because the address of the pager is no URL',
    next: 'Correct the secret that holds it.',
  });
}

function troubleOf(code: string, host: string, why: string, next: string): Trouble {
  return new Trouble(code, { message: `Cannot page anybody by ${host}: ${why}`, next });
}
