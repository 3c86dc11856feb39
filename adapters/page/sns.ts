/** Rings by SNS: mail, SMS, or whatever else is subscribed to the topic. */

import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Memory, Pager } from '../../core/ports.ts';
import { ask } from '../aws/ask.ts';
import { once } from './once.ts';

export interface Topic {
  readonly client: SNSClient;
  /** The topic's ARN. */
  readonly topic: string;
  readonly memory: Memory;
}

/** A subject is printable ASCII below 100 characters, without line breaks (SNS API, Publish). */
const subjectMax = 99;

export function snsPager({ client, topic, memory }: Topic): Pager {
  async function publish(head: string, lines: readonly string[]): Promise<void> {
    const command = new PublishCommand({
      TopicArn: topic,
      Subject: subjectOf(`farwatch: ${head}`),
      Message: lines.join('\n'),
    });
    await ask({ did: 'publish a page', send: (options) => client.send(command, options) });
  }

  return once(
    'sns',
    {
      ring: (key, text) => publish(text, [text, '', `Question: ${key}`]),
      acknowledge: (key, by) =>
        publish(`acknowledged by ${by}`, [`${by} has it.`, '', `Question: ${key}`]),
      resolve: (key) => publish('over', ['This question is over.', '', `Question: ${key}`]),
    },
    memory,
  );
}

function subjectOf(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.replace(/[^\x20-\x7e]/g, '?').slice(0, subjectMax);
}
