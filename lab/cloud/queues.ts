/** Queues: deliver each message when its delay is over, again when it was not taken, then no more. */

import { randomUUID } from 'node:crypto';
import type { Queued } from '../aws/sqs.ts';
import type { Mapping, Queue } from './deployed.ts';
import { roleOf, type Waker, type WakerMeans } from './wakers.ts';

export interface Queues extends Waker {
  sent(message: Queued): void;
}

interface Message {
  readonly id: string;
  readonly body: string;
  readonly receives: number;
}

/** Where a mapping does not say how many. */
const concurrencyUsual = 5;
const receiving = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] as const;

export function openQueues(means: WakerMeans): Queues {
  const { deployed } = means;
  const lines = new Map(
    deployed.queues.flatMap((queue) => {
      const mapping = deployed.mappings.find(({ source }) => source === queue.arn);
      return mapping === undefined ? [] : [[queue.url, openLine(queue, mapping, means)] as const];
    }),
  );
  return {
    sent({ queue, body, delaySeconds }) {
      const message = { id: randomUUID(), body, receives: 0 };
      lines.get(queue)?.later(message, delaySeconds * 1_000);
    },
    stop() {
      for (const line of lines.values()) line.stop();
    },
  };
}

function openLine(queue: Queue, mapping: Mapping, means: WakerMeans) {
  const timers = new Set<NodeJS.Timeout>();
  const visible: Message[] = [];
  const { rights, fleet, deliver, onDeadLetter } = means;
  const role = roleOf(means, mapping.target);
  let busy = 0;
  const readable = receiving.every((action) =>
    rights.may('queues', role, `sqs:${action}`, queue.arn),
  );

  function later(message: Message, ms: number): void {
    if (!readable) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      visible.push(message);
      void work();
    }, ms);
    timers.add(timer);
  }

  async function work(): Promise<void> {
    if (busy >= (mapping.maxConcurrency ?? concurrencyUsual)) return;
    const batch = visible.splice(0, mapping.batchSize);
    if (batch.length === 0) return;
    busy += 1;
    for (const records of deliver(batch.map(recordOf))) {
      const end = await fleet.invoke(mapping.target, 'queue', { Records: records });
      if (end === 'throttled' || end.is !== 'returned') batch.forEach(again);
    }
    busy -= 1;
    void work();
  }

  function again(message: Message): void {
    const receives = message.receives + 1;
    if (receives < (queue.receivesMax ?? Infinity)) {
      later({ ...message, receives }, queue.visibilityMs);
    } else {
      const why = `received ${receives} times`;
      onDeadLetter({ fn: mapping.target, why, event: message.body });
    }
  }

  function recordOf({ id, body, receives }: Message) {
    const attributes = { ApproximateReceiveCount: String(receives + 1) };
    const eventSource = 'aws:sqs';
    return { messageId: id, body, attributes, eventSource, eventSourceARN: queue.arn };
  }

  return {
    later,
    stop() {
      for (const timer of timers) clearTimeout(timer);
      visible.length = 0;
    },
  };
}
