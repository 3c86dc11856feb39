/** Tells the one who clicked what became of it, in a line that nobody else sees. */

import axios from 'axios';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { cut, escaped } from './escape.ts';

/** Where Slack's own response addresses live; the lab names its own. */
export const slackHooks = 'https://hooks.slack.com/';

/** `responseUrl` lives for 30 minutes and 5 uses. It is a secret: no error names it. */
export async function respond(
  responseUrl: string,
  text: string,
  hooks: string = slackHooks,
): Promise<void> {
  if (!responseUrl.startsWith(hooks)) throw unanswered('the address is not one of Slack');
  try {
    const line = cut(escaped(text), 3_000);
    const body = { response_type: 'ephemeral', replace_original: false, text: line };
    await axios.post(responseUrl, body, { timeout: 5_000, maxRedirects: 0, proxy: false });
  } catch (error) {
    const status = axios.isAxiosError(error) ? error.response?.status : undefined;
    const code = axios.isAxiosError(error) ? error.code : wordsOf(error);
    // Without its cause: an axios error carries the address.
    throw unanswered(status === undefined ? (code ?? 'no answer') : `status ${status}`);
  }
}

function unanswered(why: string): Trouble {
  return new Trouble('click-unanswered', {
    message: `Cannot tell the person what became of the click: ${why}`,
    next: 'Nothing: the card and its thread tell it too.',
  });
}
