/** The pagers of a watch file as one: each is told, and rings once whatever becomes of the others. */

import type { SNSClient } from '@aws-sdk/client-sns';
import type { Memory, Pager } from '../../core/ports.ts';
import { pagerDuty } from './pagerduty.ts';
import type { PostMeans } from './post.ts';
import { several } from './several.ts';
import { snsPager } from './sns.ts';
import { webhookPager } from './webhook.ts';

/** As `farwatch.yaml` names them; `key` and `url` say where those are kept. */
export type Listed = Readonly<
  | { kind: 'sns' }
  | { kind: 'pagerduty'; key: string; region: 'us' | 'eu' }
  | { kind: 'webhook'; url: string }
>;

export interface ListedMeans extends PostMeans {
  readonly secrets: (reference: string) => Promise<string>;
  readonly memory: Memory;
  /** The topic of the deployment; absent, we are at a laptop, and `sns` rings nobody from there. */
  readonly topic?: { readonly client: SNSClient; readonly arn: string };
}

export function listedPager(pagers: readonly Listed[], means: ListedMeans): Pager {
  return several(pagers.flatMap((one) => pagerOf(one, means)));
}

const enqueue = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;

function pagerOf(one: Listed, { secrets, memory, topic, ...means }: ListedMeans): readonly Pager[] {
  switch (one.kind) {
    case 'sns':
      return topic === undefined
        ? []
        : [snsPager({ client: topic.client, topic: topic.arn, memory })];
    case 'pagerduty':
      return [pagerDuty({ ...means, key: () => secrets(one.key), url: enqueue[one.region] })];
    case 'webhook':
      return [webhookPager({ ...means, name: one.url, url: () => secrets(one.url), memory })];
  }
}
