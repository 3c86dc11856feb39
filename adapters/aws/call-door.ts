/** Goes through the second door of answers: a call of ours that AWS authenticates. */

import { Trouble, wordsOf } from '../../core/trouble.ts';
import { jsonIn } from '../journal-entry.ts';
import { type Keys, signed } from './sign.ts';

export interface DoorMeans {
  readonly url: URL;
  readonly region: string;
  keys(): Promise<Keys>;
  now(): Date;
}

/** Where the door of a deployment is, as its home stack puts it out under `AnswerUrl`. */
export function doorAt(address: string): Pick<DoorMeans, 'url' | 'region'> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const host = /^[a-z0-9]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com$/.exec(url?.host ?? '');
  const region = host?.[1];
  const plain = url?.search === '' && url.username === '' && url.protocol === 'https:';
  if (url !== undefined && region !== undefined && plain) return { url, region };
  throw new Trouble('door-unknown', {
    message: 'Cannot call that address: it is no HTTPS address of an API in AWS',
    next: 'Give the AnswerUrl that the home stack put out when it was deployed.',
  });
}

/** More than the longest that the function behind it may take. */
const callMsMax = 12_000;

/** `unsure`: it may have been heard, and may be said again with its nonce. */
export type Heard = Readonly<{ is: 'told'; text: string } | { is: 'unsure'; why: string }>;

/** Resolves with the line for the person. Rejects with `door-closed` when AWS lets nobody in. */
export async function callDoor(said: object, means: DoorMeans): Promise<Heard> {
  const body = JSON.stringify(said);
  const where = { region: means.region, service: 'execute-api', at: means.now() };
  const headers = { 'content-type': 'application/json' };
  const call = { method: 'POST', url: means.url, headers, body } as const;
  const sent = {
    method: 'POST',
    headers: signed(call, await means.keys(), where),
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(callMsMax),
  } as const;
  try {
    const answer = await fetch(means.url, sent);
    if (answer.status === 401 || answer.status === 403) throw notLetIn(answer.status);
    const text = answer.ok ? textIn(await answer.text()) : undefined;
    return text === undefined
      ? { is: 'unsure', why: `status ${answer.status}` }
      : { is: 'told', text };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    return { is: 'unsure', why: wordsOf(error) };
  }
}

function textIn(body: string): string | undefined {
  const parsed = jsonIn(body);
  if (typeof parsed === 'string') return undefined;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('text' in value)) return undefined;
  return typeof value.text === 'string' ? value.text : undefined;
}

function notLetIn(status: number): Trouble {
  return new Trouble('door-closed', {
    message: `Cannot answer: AWS does not let this identity in (status ${status})`,
    next: 'Sign in as the identity that the watch file gives you, with execute-api:Invoke on it.',
  });
}
