/** Tells a dead man's switch outside that we live: one request to an address that is a secret. */

import { Trouble, wordsOf } from '../../core/trouble.ts';

const pingMsMax = 10_000;

/** Rejects with `ping-failed`, which names the host alone. */
export async function ping(address: string): Promise<void> {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') throw failed('the pulse', 'its address is no https address');
  const signal = AbortSignal.timeout(pingMsMax);
  const answer = await fetch(url, { signal, redirect: 'error' }).catch((error: unknown) => {
    throw failed(url.host, wordsOf(error));
  });
  await answer.body?.cancel();
  if (!answer.ok) throw failed(url.host, `status ${answer.status}`);
}

function failed(where: string, why: string): Trouble {
  return new Trouble('ping-failed', {
    message: `Cannot say that we live to ${where}: ${why}`,
    next: 'Nothing if it passes: it is said again in a minute. If it stays, check the address.',
  });
}
