/** Posts JSON to a pager: bounded in time and tries, and silent about what is secret in its address. */

import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';

/** Sends one letter by POST. Resolves with the status of the answer; rejects when there was none. */
export type Send = (letter: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}) => Promise<number>;

export interface PostMeans {
  readonly send: Send;
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
export async function post(letter: Letter, means: PostMeans): Promise<void> {
  const host = hostOf(letter.url);
  const id = randomUUID();
  let why = '';
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if (attempt > 1) await means.clock.sleep(pauseMs * 2 ** (attempt - 2));
    const answer = await tried(letter, id, means);
    if (typeof answer === 'number' && answer >= 200 && answer < 300) return;
    why = typeof answer === 'string' ? answer : `status ${answer}`;
    const refused = typeof answer === 'number' && answer < 500 && answer !== 429;
    if (refused) throw troubleOf('page-refused', host, why, 'Check its key and its address.');
  }
  throw troubleOf(
    'page-failed',
    host,
    why,
    'Nothing if it passes: it is tried again, and Slack tells the same.',
  );
}

/** The status of the answer, or why there is none. */
async function tried(
  { url, body, headers = {} }: Letter,
  id: string,
  { send, clock }: PostMeans,
): Promise<number | string> {
  const deadline = clock.after(tryMsMax);
  try {
    return await send({
      url,
      headers: { 'content-type': 'application/json', 'idempotency-key': id, ...headers },
      body: JSON.stringify(body),
      signal: deadline.signal,
    });
  } catch (error) {
    return wordsOf(error);
  } finally {
    deadline.cancel();
  }
}

function hostOf(url: string): string {
  const told = URL.parse(url);
  if (told?.protocol === 'https:') return told.host;
  throw new Trouble('page-address-unreadable', {
    message: 'Cannot page anybody because the address of the pager is no https address',
    next: 'Correct the secret that holds it.',
  });
}

function troubleOf(code: string, host: string, why: string, next: string): Trouble {
  return new Trouble(code, { message: `Cannot page anybody by ${host}: ${why}`, next });
}
