/** Asks a topic for its health, publishes an event, and takes it out of the queue of a probe subscription. */

import * as z from 'zod';
import { Between, type ProbeKind, Unreachable } from '../core/kinds.ts';
import type { HttpAnswer, Net } from '../core/net.ts';
import type { Finding } from '../core/observation.ts';
import { type Queued, queueAt, queuedIn } from './event-queue.ts';
import { secretRef } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

const settings = z.strictObject({
  /** Of the topic's endpoint. */
  host: z.hostname(),
  /** What the topic takes: its input schema, which is chosen when it is made. */
  schema: z.enum(['event-grid', 'cloud-events']).default('event-grid'),
  /** An access key of the topic. */
  key: secretRef,
  /** Where a storage queue's address is kept: its SAS, which may process, makes the whole a secret. */
  queue: secretRef,
});

type Settings = z.infer<typeof settings>;

/** By these a subscription takes in what we publish, or leaves it out. */
const sort = 'farwatch.probe';
const subject = 'farwatch/probe';

/** Between two looks into the queue. */
const restMs = 500;
/** A message older than this was left by an earlier round, and nobody waits for it. */
const leftoverMs = 15_000;
const leftoversMax = 100;

/**
 * `Publish` of 2018-01-01. Vantages share a queue and ask at the same moments, so each publishes one
 * event and takes one: its own, or one of another vantage that has arrived just now. Insisting on our
 * own would hide each other's, and see an outage that is none.
 */
export const eventGrid: ProbeKind<Settings> = {
  settings,
  example: {
    host: 'orders-we.westeurope-1.eventgrid.azure.net',
    schema: 'event-grid',
    key: 'env:ORDERS_TOPIC_KEY',
    queue: 'env:ORDERS_TOPIC_QUEUE',
  },
  describe: ({ host }) => `event through ${host}`,

  async ask(net, { host, schema, key, queue }, signal) {
    const [topicKey, address] = await Promise.all([net.secret(key), net.secret(queue)]);
    const at = queueAt(address);
    const health = await net.http.fetch({
      url: `https://${host}/api/health`,
      method: 'GET',
      signal,
    });
    const well = wellnessOf(health);
    if (well.is !== 'up') return answerOf(health, well);
    const id = crypto.randomUUID();
    const sent = await net.http.fetch({
      url: `https://${host}/api/events?api-version=2018-01-01`,
      method: 'POST',
      headers: { 'aeg-sas-key': topicKey, ...contentTypes[schema] },
      body: JSON.stringify([events[schema](id, new Date(timeOf(health)).toISOString())]),
      signal,
    });
    const accepted = findingOf(sent.status, [200], 'the event');
    if (accepted.is !== 'up') return answerOf(sent, accepted);
    return answerOf(sent, await arrivalOf(net, at, id, sent, signal));
  },
};

const contentTypes = {
  'event-grid': { 'content-type': 'application/json' },
  'cloud-events': { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
};

/** An event bears a time, and nothing is decided by it: that of the topic will do. */
function wellnessOf(health: HttpAnswer): Finding {
  const finding = findingOf(health.status, [200], 'health');
  if (finding.is !== 'up' || !Number.isNaN(timeOf(health))) return finding;
  return { is: 'unsure', why: 'health was answered without a date', whose: 'ours' };
}

function timeOf({ headers }: HttpAnswer): number {
  return Date.parse(headers['date'] ?? '');
}

const events = {
  'event-grid': (id: string, eventTime: string) => ({
    ...{ id, eventType: sort, subject, dataVersion: '1' },
    ...{ eventTime, data: {} },
  }),
  'cloud-events': (id: string, time: string) => ({
    ...{ specversion: '1.0', id, type: sort, source: 'farwatch', subject },
    ...{ time, data: {} },
  }),
};

/** Whatever lies before it is taken out as well: the queue is ours alone, and would fill up. */
async function arrivalOf(
  net: Net,
  at: ReturnType<typeof queueAt>,
  id: string,
  { phases }: HttpAnswer,
  signal: AbortSignal,
): Promise<Finding> {
  let looks = 0;
  const ask = async (method: 'GET' | 'DELETE', url: string) => {
    try {
      return await net.http.fetch({ url, method, signal });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (signal.aborted && looks > 0) throw lateOf(phases);
      // The queue is not the topic: its silence says nothing of Event Grid.
      throw new Between(`the queue of the probe subscription did not answer: ${error.message}`);
    }
  };
  for (let leftovers = 0; leftovers <= leftoversMax; looks += 1) {
    const got = await ask('GET', at.first);
    if (got.status !== 200) return ofQueue(got, 'reading');
    const taken = queuedIn(got);
    if (taken === undefined) {
      await net.azure.pause(restMs, signal);
      if (signal.aborted) throw lateOf(phases);
      continue;
    }
    const gone = await ask('DELETE', at.message(taken));
    // Whoever was faster has taken it out already.
    if (gone.status !== 204 && gone.status !== 404) return ofQueue(gone, 'deleting');
    if (isOurs(taken, id)) return { is: 'up' };
    leftovers += 1;
  }
  const why = `more than ${leftoversMax} old messages lie in the queue of the probe subscription`;
  return { is: 'unsure', why, whose: 'ours' };
}

function isOurs({ event, ageMs }: Queued, id: string): boolean {
  const { id: theirs, subject: about } = Object(event);
  return theirs === id || (about === subject && ageMs !== undefined && ageMs <= leftoverMs);
}

function lateOf(phases: HttpAnswer['phases']): Unreachable {
  return new Unreachable('answer', 'the event was accepted, and did not arrive in time', phases);
}

function ofQueue({ status }: HttpAnswer, doing: string): Finding {
  const why = `${doing} the queue of the probe subscription answered status ${status}`;
  return { is: 'unsure', why, whose: status >= 500 ? 'between' : 'ours' };
}
