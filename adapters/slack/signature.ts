/** Whether a request really is Slack's: the v0 signature over the raw bytes, in its time. */

import { createHmac, timingSafeEqual } from 'node:crypto';

export type Genuine = Readonly<{ is: 'genuine' } | { is: 'refused'; why: string }>;

/** Names in lower case, as `node:http` gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How far the clocks may differ: beyond it the past is replayed, and the future forged. */
const skewSecondsMax = 300;

/**
 * `rawBody`: the bytes as they came, before anybody parsed them; of API Gateway's base64, the
 * decoded ones. `why` is for our log, not for whoever sent it.
 */
export function verifySignature(
  rawBody: Uint8Array,
  headers: Headers,
  secret: string,
  nowSeconds: number,
): Genuine {
  // With an empty secret anybody could sign.
  if (secret === '') return { is: 'refused', why: 'no signing secret is configured' };
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string')
    return { is: 'refused', why: 'it is not signed' };
  if (!/^\d{1,12}$/.test(timestamp)) return { is: 'refused', why: 'its timestamp is no number' };
  const age = nowSeconds - Number(timestamp);
  if (Math.abs(age) > skewSecondsMax) {
    const when = age > 0 ? `${Math.round(age)} s old` : `${Math.round(-age)} s in the future`;
    return { is: 'refused', why: `its timestamp is ${when}` };
  }
  const expected = Buffer.from(signed(rawBody, timestamp, secret));
  const given = Buffer.from(signature);
  const equal = given.length === expected.length && timingSafeEqual(given, expected);
  return equal ? { is: 'genuine' } : { is: 'refused', why: 'its signature does not fit' };
}

/** What Slack puts into `x-slack-signature`. */
export function signed(rawBody: Uint8Array, timestamp: string, secret: string): string {
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody);
  return `v0=${mac.digest('hex')}`;
}
