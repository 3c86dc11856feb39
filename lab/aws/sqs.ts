/** SQS as its client knows it, as far as sending in batches goes; delays are kept, not waited for. */

import { createHash, randomUUID } from 'node:crypto';
import { AwsRefusal, type Call, type Door, openDoor } from './door.ts';
import { jsonWire, textOf } from './wires.ts';

export interface Queued {
  readonly queue: string;
  readonly body: string;
  readonly delaySeconds: number;
}

export interface SqsLab extends Door {
  /** In the order they were sent. */
  messages(): readonly Queued[];
  /** Bodies for which this is true are told as failed, one by one within their batch. */
  refuse(which: (body: string) => boolean): void;
}

/** Ten messages a batch, fifteen minutes of delay (SQS API reference). */
const batchMax = 10;
const delayMax = 900;

/** `onSent` hears of each message that was taken. */
export async function openSqs({
  onSent = () => {},
}: {
  readonly onSent?: (message: Queued) => void;
} = {}): Promise<SqsLab> {
  const sent: Queued[] = [];
  let refused: (body: string) => boolean = () => false;

  function serve({ operation, input }: Call): unknown {
    if (operation !== 'SendMessageBatch') throw new AwsRefusal('InvalidAction', operation);
    const queue = textOf(input, 'QueueUrl');
    const entries: unknown = input['Entries'];
    if (!Array.isArray(entries) || entries.length === 0) {
      throw new AwsRefusal('AWS.SimpleQueueService.EmptyBatchRequest', 'no entries');
    }
    if (entries.length > batchMax) {
      throw new AwsRefusal('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 'over ten');
    }
    const ends = entries.map((entry) => take(queue, entry));
    return {
      Successful: ends.filter((end) => 'MessageId' in end),
      Failed: ends.filter((end) => 'Code' in end),
    };
  }

  function take(queue: string, entry: Call['input']) {
    const [Id, body] = [textOf(entry, 'Id'), textOf(entry, 'MessageBody')];
    const delaySeconds = Number(entry['DelaySeconds'] ?? 0);
    const whole = Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= delayMax;
    if (!whole) return { Id, Code: 'InvalidParameterValue', SenderFault: true };
    if (refused(body)) return { Id, Code: 'InternalError', SenderFault: false };
    const message = { queue, body, delaySeconds };
    sent.push(message);
    onSent(message);
    const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
    return { Id, MessageId: randomUUID(), MD5OfMessageBody };
  }

  return {
    ...(await openDoor(jsonWire('1.0'), serve)),
    messages: () => sent,
    refuse(which) {
      refused = which;
    },
  };
}
