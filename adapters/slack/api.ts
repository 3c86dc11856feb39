/** One question to Slack's Web API without its SDK: small enough for a function that starts cold. */

import type { Method } from './scopes.ts';

export interface ApiMeans {
  /** A bot token. Never logged, and in no error. */
  readonly token: string;
  /** Elsewhere than slack.com: the lab's, ending in `/api/`. */
  readonly apiUrl?: string;
  /** Of the one try there is; 1 s if absent, because a person waits for three. */
  readonly timeoutMs?: number;
}

/** `code`: Slack's own word, e.g. `user_not_found`, or ours for why there was none. */
export type SlackSaid = Readonly<
  | { is: 'answer'; body: Readonly<Record<string, unknown>> }
  | { is: 'refused'; code: string }
  | { is: 'silent'; code: string }
>;

/** Never rejects for what Slack does: that it is silent is an answer too. */
export async function callSlack(
  method: Method,
  form: Readonly<Record<string, string>>,
  { token, apiUrl = 'https://slack.com/api/', timeoutMs = 1_000 }: ApiMeans,
): Promise<SlackSaid> {
  try {
    const answer = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(form),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      return { is: 'silent', code: `Slack answers with status ${answer.status}` };
    }
    return said(await answer.json());
  } catch (error) {
    return { is: 'silent', code: whyOf(error) };
  }
}

function said(body: unknown): SlackSaid {
  if (typeof body !== 'object' || body === null)
    return { is: 'silent', code: 'Slack does not answer readably' };
  const fields = body as Readonly<Record<string, unknown>>;
  if (fields['ok'] === true) return { is: 'answer', body: fields };
  const code = fields['error'];
  return { is: 'refused', code: typeof code === 'string' ? code : 'no reason given' };
}

/** Without the error's own words: a token stands in the headers that some of them quote. */
function whyOf(error: unknown): string {
  const name = textAt(error, 'name');
  if (name === 'TimeoutError') return 'Slack does not answer in time';
  if (name === 'SyntaxError') return 'Slack does not answer readably';
  const code = textAt(fieldAt(error, 'cause'), 'code');
  return `Slack cannot be reached${code === undefined ? '' : ` (${code})`}`;
}

function textAt(value: unknown, name: string): string | undefined {
  const text = fieldAt(value, name);
  return typeof text === 'string' ? text : undefined;
}

function fieldAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
