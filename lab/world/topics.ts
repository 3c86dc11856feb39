/** Topics of Event Grid: events published with a key, and delivered to the queue of a probe subscription. */

import { createHash } from 'node:crypto';
import type { Instant } from '../../core/names.ts';
import type { HttpServed, Layout, TopicLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Pace } from './pace.ts';
import type { Request } from './serve.ts';
import type { Timeline } from './timeline.ts';

export interface Topics {
  /** What the topic answers: to a publisher, or to who asks after its health. */
  publish(topic: TopicLayout, request: Request): HttpServed;
  /** What the queue at the end of its subscription answers. */
  read(topic: TopicLayout, request: Request): HttpServed;
}

interface TopicWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly isUp: (host: string) => boolean;
}

interface Message {
  readonly id: string;
  readonly text: string;
  readonly insertedAt: Instant;
  shownAt: number;
  takes: number;
}

/** Event Grid tries again after so long when the queue did not answer: of its documents on retry. */
const retryMs = 10_000;
/** How many messages `Get Messages` may be asked for. */
const batchMax = 32;

const contentTypes = {
  'event-grid': 'application/json',
  'cloud-events': 'application/cloudevents-batch+json',
} as const;

export function createTopics({ topics = [] }: Layout, world: TopicWorld): Topics {
  const { timeline, dice, pace, isUp } = world;
  const queues = new Map<TopicLayout, Message[]>(topics.map((topic) => [topic, []]));
  let nth = 0;

  function deliver(topic: TopicLayout, event: unknown): void {
    if (!isUp(topic.host) || !isUp(new URL(topic.queue).hostname)) {
      timeline.after(retryMs, () => deliver(topic, event));
      return;
    }
    nth += 1;
    const text = Buffer.from(JSON.stringify(event)).toString('base64');
    const [insertedAt, shownAt] = [timeline.now(), timeline.now()];
    queues.get(topic)?.push({ id: `message-${nth}`, text, insertedAt, shownAt, takes: 0 });
  }

  function take(messages: readonly Message[], query: URLSearchParams): HttpServed {
    const now = timeline.now();
    const most = Math.min(Number(query.get('numofmessages') ?? 1), batchMax);
    const taken = messages.filter(({ shownAt }) => shownAt <= now).slice(0, most);
    for (const one of taken) {
      one.takes += 1;
      one.shownAt = now + Number(query.get('visibilitytimeout') ?? 30) * 1_000;
    }
    const body = `<?xml version="1.0" encoding="utf-8"?><QueueMessagesList>${taken.map(xmlOf).join('')}</QueueMessagesList>`;
    return { status: 200, headers: { 'content-type': 'application/xml', date: utc(now) }, body };
  }

  return {
    publish(topic, { method, path, headers, body }) {
      timeline.catchUp();
      const { pathname, searchParams } = new URL(path, 'https://asked');
      if (method === 'GET' && pathname === '/api/health') {
        return { ...nothing, status: 200, headers: { date: utc(timeline.now()) } };
      }
      if (method !== 'POST' || pathname !== '/api/events') return failed(404, 'NotFound');
      if (headers['aeg-sas-key'] !== topic.key) return failed(401, 'Unauthorized');
      const known = searchParams.get('api-version') === '2018-01-01';
      const speaks = headers['content-type']?.split(';')[0] === contentTypes[topic.schema];
      const events: unknown = JSON.parse(body ?? 'null');
      if (!known || !speaks || !Array.isArray(events)) return failed(400, 'BadRequest');
      for (const event of events) {
        timeline.after(dice.between(...pace.workMs), () => deliver(topic, event));
      }
      return { status: 200, ...nothing };
    },

    read(topic, { method, path }) {
      timeline.catchUp();
      const { pathname, searchParams: query } = new URL(path, 'https://asked');
      const queue = new URL(topic.queue);
      const messages = queues.get(topic) ?? [];
      if (query.get('sig') !== queue.searchParams.get('sig')) return refused(403, 'AuthFailed');
      const all = `${queue.pathname}/messages`;
      if (method === 'GET' && pathname === all) return take(messages, query);
      const at = messages.findIndex(({ id }) => pathname === `${all}/${id}`);
      const found = messages[at];
      if (method !== 'DELETE' || found === undefined) return refused(404, 'MessageNotFound');
      if (query.get('popreceipt') !== receiptOf(found)) return refused(400, 'PopReceiptMismatch');
      messages.splice(at, 1);
      return { status: 204, ...nothing };
    },
  };
}

const nothing = { headers: {}, body: '' } as const;

/** Another one each time it is taken: whoever was too slow cannot delete what is another's now. */
function receiptOf({ id, takes }: Message): string {
  return createHash('sha256').update(`${id} ${takes}`).digest('base64');
}

function xmlOf(message: Message): string {
  const { id, text, insertedAt, takes } = message;
  const parts = {
    ...{ MessageId: id, InsertionTime: utc(insertedAt), PopReceipt: receiptOf(message) },
    ...{ DequeueCount: takes, MessageText: text },
  };
  const inside = Object.entries(parts).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<QueueMessage>${inside.join('')}</QueueMessage>`;
}

function utc(at: number): string {
  return new Date(at).toUTCString();
}

function failed(status: number, code: string): HttpServed {
  const body = JSON.stringify({ error: { code, message: `The topic answers ${code}.` } });
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

function refused(status: number, code: string): HttpServed {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`;
  return { status, headers: { 'content-type': 'application/xml', 'x-ms-error-code': code }, body };
}
