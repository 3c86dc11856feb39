/** The rounds to come, as messages that become visible when their slot has come. */

import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Instant, ServiceName, WatchName } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import { jsonIn } from '../journal-entry.ts';
import { ask } from './ask.ts';

/** One round of one watch, named by its absolute slot. */
export interface Slot {
  readonly watch: WatchName;
  readonly slot: Instant;
  /** Of that round only the test of this chain, which takes its time. */
  readonly chain?: ServiceName;
}

export interface Slots {
  /** Each is delivered at its slot or up to a second after it, perhaps twice. */
  enqueue(slots: readonly Slot[], now: Instant): Promise<void>;
}

/** Ten messages in a batch, fifteen minutes of delay (SQS API reference, SendMessageBatch). */
const batchMax = 10;
const delayMaxSeconds = 900;

/** Rejects when one of them could not be queued, tried twice; those that could are. */
export function sqsSlots({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): Slots {
  async function send(slots: readonly Slot[], now: Instant): Promise<readonly Slot[]> {
    const command = new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: slots.map((slot, at) => ({
        Id: String(at),
        MessageBody: JSON.stringify({ slot: slot.slot, watch: slot.watch, chain: slot.chain }),
        DelaySeconds: delayOf(slot, now),
      })),
    });
    const { Failed = [] } = await ask({
      did: 'queue the rounds to come',
      send: (options) => client.send(command, options),
    });
    return Failed.flatMap(({ Id }) => slots[Number(Id)] ?? []);
  }

  return {
    async enqueue(slots, now) {
      const failed: Slot[] = [];
      for (let from = 0; from < slots.length; from += batchMax) {
        failed.push(...(await send(slots.slice(from, from + batchMax), now)));
      }
      for (let from = 0; from < failed.length; from += batchMax) {
        const still = await send(failed.slice(from, from + batchMax), now);
        if (still.length > 0) throw notQueued(still);
      }
    },
  };
}

/** A message as it comes back, or undefined for one that is none of ours. */
export function slotIn(body: string): Slot | undefined {
  const parsed = jsonIn(body);
  if (typeof parsed === 'string') return undefined;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('slot' in value) || !('watch' in value)) return undefined;
  const { slot, watch } = value;
  const chain = 'chain' in value ? value.chain : undefined;
  if (typeof watch !== 'string' || !Number.isSafeInteger(slot)) return undefined;
  const due = { watch: watch as WatchName, slot: slot as Instant };
  if (chain === undefined) return due;
  return typeof chain === 'string' ? { ...due, chain: chain as ServiceName } : undefined;
}

/** Whole seconds are all there are: rather a moment late than before its time. */
function delayOf({ slot }: Slot, now: Instant): number {
  return Math.min(delayMaxSeconds, Math.max(0, Math.ceil((slot - now) / 1_000)));
}

function notQueued(slots: readonly Slot[]): Trouble {
  return new Trouble('slots-not-queued', {
    message: `Cannot queue ${slots.length} rounds because SQS refused them twice`,
    next: 'Nothing if it passes: the next tick queues the minute after. If it stays, look at the queue.',
  });
}
