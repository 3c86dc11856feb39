/** Rings by PagerDuty, Events API v2: one alert for each question. */

import { createHash } from 'node:crypto';
import type { Pager } from '../../core/ports.ts';
import { type PostMeans, post } from './post.ts';

export interface PagerDuty extends PostMeans {
  /** The integration's routing key, fetched when it is needed; a secret. */
  readonly key: () => Promise<string>;
  /** Accounts in the EU have `https://events.eu.pagerduty.com/v2/enqueue`. */
  readonly url?: string;
}

const worldwide = 'https://events.pagerduty.com/v2/enqueue';

/** Of `dedup_key` and `payload.summary` (PagerDuty/api-schema, reference/events-v2). */
const keyMax = 255;
const summaryMax = 1_024;

/**
 * PagerDuty itself adds a trigger to the open alert of the same `dedup_key`, and ignores what is
 * said about one that is not open, so nothing need be remembered here.
 */
export function pagerDuty({ key: routingKey, url = worldwide, ...means }: PagerDuty): Pager {
  async function send(action: string, key: string, more: object = {}): Promise<void> {
    const body = {
      routing_key: await routingKey(),
      event_action: action,
      dedup_key: shortened(key),
      ...more,
    };
    await post({ url, body }, means);
  }

  return {
    ring: (key, text) =>
      send('trigger', key, {
        client: 'farwatch',
        payload: { summary: text.slice(0, summaryMax), source: 'farwatch', severity: 'critical' },
      }),
    // An event of this kind names nobody: who it was is told in Slack.
    acknowledge: (key) => send('acknowledge', key),
    resolve: (key) => send('resolve', key),
  };
}

/** As it is while it fits; else the same short one each time. */
function shortened(key: string): string {
  return key.length <= keyMax ? key : createHash('sha256').update(key).digest('hex');
}
