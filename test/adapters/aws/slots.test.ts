/** Rounds to come: absolute slots, each queued once with the delay that brings it there in time. */

import { describe, expect, it } from '@jest/globals';
import { type Slot, slotIn, sqsSlots } from '../../../adapters/aws/slots.ts';
import type { Instant, WatchName } from '../../../core/names.ts';
import { anSqs } from './clouds.ts';

const orders = 'orders' as WatchName;
const second = 1_000;
const minute = 60 * second;
const noon = (12 * 60 * minute) as Instant;
const past = (ms: number) => (noon + ms) as Instant;

async function queued() {
  const { sqs, client } = await anSqs();
  const slots = sqsSlots({ client, queueUrl: 'https://sqs.eu-north-1.amazonaws.com/1/slots' });
  return { sqs, slots };
}

/** Three rounds of 20 s, the first a minute after noon. */
const roundsOf = (watch: WatchName): readonly Slot[] =>
  [60, 80, 100].map((seconds) => ({ watch, slot: past(seconds * second) }));

describe('a queue of slots', () => {
  it('holds each back until its slot has come', async () => {
    const { sqs, slots } = await queued();
    const now = past(31_234);
    await slots.enqueue(roundsOf(orders), now);
    expect(sqs.messages().map(({ delaySeconds }) => delaySeconds)).toEqual([29, 49, 69]);
    for (const { body, delaySeconds } of sqs.messages()) {
      const lateMs = now + delaySeconds * second - (slotIn(body)?.slot ?? 0);
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThan(second);
    }
  });

  it('takes many watches in batches of ten', async () => {
    const { sqs, slots } = await queued();
    const names = Array.from({ length: 9 }, (_, n) => `watch-${n}` as WatchName);
    const all = names.flatMap((name) => roundsOf(name));
    await slots.enqueue(all, noon);
    expect(sqs.messages().map(({ body }) => slotIn(body))).toEqual(all);
    expect(sqs.calls).toHaveLength(3);
  });

  it('sends again what failed within a batch, and that only', async () => {
    const { sqs, slots } = await queued();
    const asked: string[] = [];
    sqs.refuse((body) => {
      asked.push(body);
      return asked.length === 2;
    });
    await slots.enqueue(roundsOf(orders), noon);
    expect(sqs.messages()).toHaveLength(3);
    expect(asked).toHaveLength(4);
  });

  it('says so when a slot cannot be queued', async () => {
    const { sqs, slots } = await queued();
    sqs.refuse((body) => body.includes(String(noon + 80 * second)));
    const all = roundsOf(orders);
    await expect(slots.enqueue(all, noon)).rejects.toMatchObject({ code: 'slots-not-queued' });
    expect(sqs.messages()).toHaveLength(2);
  });

  it('knows the test of a chain from a round', async () => {
    const { sqs, slots } = await queued();
    const test: Slot = { watch: orders, slot: noon, chain: 'order-chain' as never };
    await slots.enqueue([test], noon);
    expect(sqs.messages().map(({ body }) => slotIn(body))).toEqual([test]);
    expect(slotIn(`{"slot":${noon},"watch":"orders","chain":1}`)).toBeUndefined();
  });

  it.each(['', '{', '[]', '{"slot":"1","watch":"a"}', '{"slot":1}', '{"slot":1.5,"watch":"a"}'])(
    'knows %j for none of its own',
    (body) => expect(slotIn(body)).toBeUndefined(),
  );
});
