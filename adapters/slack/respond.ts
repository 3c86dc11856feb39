/** Tells the one who clicked what became of it, in a line that nobody else sees. */

import { Trouble } from '../../core/trouble.ts';
import { cut, escaped } from './escape.ts';

/** Where Slack's own response addresses live; the lab names its own. */
export const slackHooks = 'https://hooks.slack.com/';

/** Slack waits three seconds for the click itself, and this comes before it is told. */
const respondMsMax = 1_000;

/** `responseUrl` lives for 30 minutes and 5 uses. It is a secret: no error names it. */
export async function respond(
  responseUrl: string,
  text: string,
  hooks: string = slackHooks,
): Promise<void> {
  if (!responseUrl.startsWith(hooks)) throw unanswered('the address is not one of Slack');
  const line = cut(escaped(text), 3_000);
  const body = { response_type: 'ephemeral', replace_original: false, text: line };
  const answer = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(respondMsMax),
  }).catch((error: unknown) => {
    // Without its cause: it may carry the address.
    throw unanswered(whyOf(error));
  });
  await answer.body?.cancel();
  if (!answer.ok) throw unanswered(`status ${answer.status}`);
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}

function unanswered(why: string): Trouble {
  return new Trouble('click-unanswered', {
    message: `Cannot tell the person what became of the click: ${why}`,
    next: 'Nothing: the card and its thread tell it too.',
  });
}
