/** Streams of tables: tells who is mapped to them what was written, batch by batch, shard by shard. */

import { randomUUID } from 'node:crypto';
import type { Mapping, Table } from './deployed.ts';
import { passes } from './patterns.ts';
import { roleOf, type Waker, type WakerMeans } from './wakers.ts';

export interface Streams extends Waker {
  /** An item was put; `key` holds its attributes of the key. */
  put(table: string, key: Readonly<Record<string, unknown>>): void;
}

interface Written {
  readonly record: unknown;
  readonly at: number;
}

/** Lambda asks a shard four times a second. */
const pollMs = 250;
const reads = ['DescribeStream', 'GetRecords', 'GetShardIterator'] as const;

export function openStreams(means: WakerMeans): Streams {
  const known = new Set<string>();
  const mapped = means.deployed.tables.flatMap((table) =>
    means.deployed.mappings
      .filter(({ source }) => source === table.stream)
      .map((mapping) => ({ table, shard: openShard(mapping, table, means) })),
  );
  return {
    put(name, key) {
      const place = JSON.stringify([name, key]);
      const eventName = known.has(place) ? 'MODIFY' : 'INSERT';
      known.add(place);
      for (const { table, shard } of mapped) {
        if (table.name === name) shard.put({ eventName, key });
      }
    },
    stop() {
      for (const { shard } of mapped) shard.stop();
    },
  };
}

function openShard(mapping: Mapping, table: Table, means: WakerMeans) {
  const waiting: Written[] = [];
  const role = roleOf(means, mapping.target);
  let stopped = false;
  let busy = false;
  const may = (action: string, on: string) =>
    means.rights.may('streams', role, `dynamodb:${action}`, on);
  const readable =
    reads.every((read) => may(read, mapping.source)) && may('ListStreams', `${table.arn}/stream/*`);

  /** Until it is taken, its tries or its age are used up; a batch that fails is cut in two. */
  async function give(batch: readonly Written[], tries: number): Promise<void> {
    if (batch.length === 0 || stopped) return;
    const event = { Records: batch.map(({ record }) => record) };
    const end = await means.fleet.invoke(mapping.target, 'stream', event);
    if (end !== 'throttled' && end.is === 'returned') return;
    const oldest = Date.now() - (batch[0]?.at ?? 0);
    const over = tries >= (mapping.retriesMax ?? 10_000) || oldest > (mapping.maxAgeMs ?? Infinity);
    if (end !== 'throttled' && over) {
      return means.onDeadLetter({ fn: mapping.target, why: end.is, event });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    if (end === 'throttled') return give(batch, tries);
    const half = mapping.bisect && batch.length > 1 ? Math.ceil(batch.length / 2) : batch.length;
    await give(batch.slice(0, half), tries + 1);
    await give(batch.slice(half), tries + 1);
  }

  async function poll(): Promise<void> {
    if (busy || stopped || waiting.length === 0) return;
    busy = true;
    const batch = waiting.splice(0, mapping.batchSize);
    const at = batch[0]?.at ?? 0;
    const heard = batch.map(({ record }) => record).filter((one) => passes(one, mapping.patterns));
    for (const records of heard.length === 0 ? [] : means.deliver(heard)) {
      await give(
        records.map((record) => ({ record, at })),
        0,
      );
    }
    busy = false;
  }

  const timer = setInterval(() => void poll(), pollMs);
  return {
    put({ eventName, key }: { eventName: string; key: Readonly<Record<string, unknown>> }) {
      if (!readable) return;
      const dynamodb = { Keys: key, StreamViewType: 'KEYS_ONLY', SequenceNumber: sequence() };
      const source = { eventSource: 'aws:dynamodb', eventSourceARN: mapping.source };
      const record = { eventID: randomUUID(), eventName, awsRegion: table.region, dynamodb };
      waiting.push({ record: { ...record, ...source }, at: Date.now() });
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

let written = 0;

function sequence(): string {
  written += 1;
  return String(written).padStart(21, '0');
}
