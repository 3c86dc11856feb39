/** Sends letters by Node's own `fetch`: functions that tell people carry no other client. */

import type { Send } from './post.ts';

/** A letter is never sent on to where an answer points: its address was chosen by the user. */
export const byFetch: Send = async ({ url, headers, body, signal }) => {
  const sent = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
  const answer = await fetch(url, sent);
  await answer.body?.cancel();
  return answer.status;
};
