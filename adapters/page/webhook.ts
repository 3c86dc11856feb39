/** Rings by a webhook of the user's own: JSON posted to one address. */

import type { Memory, Pager } from '../../core/ports.ts';
import { once } from './once.ts';
import { type PostMeans, post } from './post.ts';

export interface Webhook extends PostMeans {
  /** Tells it from other webhooks; no secret. */
  readonly name: string;
  /** An https address, fetched when it is needed; often a secret as a whole. */
  readonly url: () => Promise<string>;
  readonly memory: Memory;
}

/** What is posted. `key` names the question in all that is said about it. */
export type WebhookBody = Readonly<
  { version: 1; key: string } & (
    | { event: 'ring'; text: string }
    | { event: 'acknowledged'; by: string }
    | { event: 'resolved' }
  )
>;

/** Each event comes once; tries of one letter share an `idempotency-key`. */
export function webhookPager({ name, url, memory, ...means }: Webhook): Pager {
  const send = async (body: WebhookBody) => post({ url: await url(), body }, means);
  const pager: Pager = {
    ring: (key, text) => send({ version: 1, event: 'ring', key, text }),
    acknowledge: (key, by) => send({ version: 1, event: 'acknowledged', key, by }),
    resolve: (key) => send({ version: 1, event: 'resolved', key }),
  };
  return once(`webhook/${name}`, pager, memory);
}
