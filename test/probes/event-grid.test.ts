/** An event published and found in its queue: what each answer on the way means, and whose fault it is. */

import { describe, expect, it } from '@jest/globals';
import { Between, Unreachable } from '../../core/kinds.ts';
import type { HttpAnswer, HttpRequest, Net } from '../../core/net.ts';
import { eventGrid } from '../../probes/event-grid.ts';
import { answered, netWith } from './nets.ts';

const settings = {
  ...{ host: 'orders-we.eventgrid.azure.net', schema: 'event-grid' },
  ...{ key: 'env:TOPIC_KEY', queue: 'env:TOPIC_QUEUE' },
} as const;
type Schema = typeof eventGrid.example.schema;
const queue = 'https://orders.queue.core.windows.net/probe';
const secrets: Readonly<Record<string, string>> = {
  'env:TOPIC_KEY': 'topic-key',
  'env:TOPIC_QUEUE': `${queue}?sv=2024-11-04&sig=queue%2Bsecret`,
};
const noon = Date.parse('2026-03-01T12:00:00Z');
const utc = (at: number) => new Date(at).toUTCString();

function holding(event: unknown, ageMs = 0): HttpAnswer {
  const text = Buffer.from(JSON.stringify(event)).toString('base64');
  const message = `<MessageId>m-1</MessageId><InsertionTime>${utc(noon - ageMs)}</InsertionTime><PopReceipt>r+1=</PopReceipt><MessageText>${text}</MessageText>`;
  return queueSays(`<QueueMessage>${message}</QueueMessage>`);
}

function queueSays(messages: string): HttpAnswer {
  const text = `<?xml version="1.0"?><QueueMessagesList>${messages}</QueueMessagesList>`;
  return answered(200, { text, headers: { date: utc(noon) } });
}

const empty = queueSays('');
const ofAnother = { id: 'another', subject: 'farwatch/probe' };
const deleted = answered(204);
const well = answered(200, { headers: { date: utc(noon) } });

type Reply = HttpAnswer | Error | ((published: { id: string }) => HttpAnswer);

/** `rests`: how often it may rest before its time is over. */
async function ask(
  replies: readonly Reply[],
  { rests = 9, schema = 'event-grid' }: { rests?: number; schema?: Schema } = {},
) {
  const requests: HttpRequest[] = [];
  const late = new AbortController();
  let rested = 0;
  const fetch = async (request: HttpRequest) => {
    const reply = replies[requests.length];
    requests.push(request);
    if (reply instanceof Error) throw reply;
    if (typeof reply === 'function') return reply(JSON.parse(requests[1]?.body ?? '[]')[0]);
    return reply ?? Promise.reject(new Error('this was not to be asked'));
  };
  const pause = async () => {
    rested += 1;
    if (rested > rests) late.abort();
  };
  const net: Net = netWith({
    http: { fetch },
    azure: { ...netWith({}).azure, pause },
    secret: async (reference) => secrets[reference] ?? '',
  });
  return { asked: eventGrid.ask(net, { ...settings, schema }, late.signal), requests };
}

const own: Reply = ({ id }) => holding({ id, subject: 'farwatch/probe' });

describe('an event', () => {
  it('is published with the key, waited for, and taken out of the queue', async () => {
    const { asked, requests } = await ask([well, answered(200), empty, own, deleted]);
    expect(await asked).toMatchObject({ finding: { is: 'up' }, phases: { connect: 3 } });
    const [health, published, , got, gone] = requests;
    expect(health?.url).toBe('https://orders-we.eventgrid.azure.net/api/health');
    expect(published).toMatchObject({
      method: 'POST',
      url: 'https://orders-we.eventgrid.azure.net/api/events?api-version=2018-01-01',
      headers: { 'aeg-sas-key': 'topic-key', 'content-type': 'application/json' },
    });
    expect(JSON.parse(published?.body ?? '')).toMatchObject([
      {
        eventType: 'farwatch.probe',
        subject: 'farwatch/probe',
        eventTime: '2026-03-01T12:00:00.000Z',
      },
    ]);
    const sas = 'sv=2024-11-04&sig=queue%2Bsecret';
    const first = `${queue}/messages?${sas}&numofmessages=1&visibilitytimeout=30`;
    expect(got).toMatchObject({ method: 'GET', url: first });
    const message = `${queue}/messages/m-1?${sas}&popreceipt=r%2B1%3D`;
    expect(gone).toMatchObject({ method: 'DELETE', url: message });
  });

  it('speaks as the topic does', async () => {
    const replies = [well, answered(200), own, deleted];
    const { asked, requests } = await ask(replies, { schema: 'cloud-events' });
    expect((await asked).finding).toEqual({ is: 'up' });
    expect(requests[1]?.headers?.['content-type']).toContain('cloudevents-batch+json');
    expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject([
      { specversion: '1.0', type: 'farwatch.probe', source: 'farwatch' },
    ]);
  });

  it('of another vantage that has arrived just now is as good: it will take ours', async () => {
    const { asked } = await ask([well, answered(200), holding(ofAnother, 2_000), deleted]);
    expect((await asked).finding).toEqual({ is: 'up' });
  });

  it('of an earlier round, or what others put there, is only taken out', async () => {
    const old = holding(ofAnother, 60_000);
    const foreign = queueSays('<QueueMessage><MessageText>hello</MessageText></QueueMessage>');
    const { asked } = await ask([
      well,
      answered(200),
      old,
      deleted,
      foreign,
      deleted,
      own,
      deleted,
    ]);
    expect((await asked).finding).toEqual({ is: 'up' });
  });

  it('that another vantage was faster to delete has arrived all the same', async () => {
    const { asked } = await ask([well, answered(200), own, answered(404)]);
    expect((await asked).finding).toEqual({ is: 'up' });
  });
});

describe('an event that does not come back', () => {
  it.each([
    [[answered(503)], { is: 'down', phase: 'answer' }],
    [[answered(200)], { is: 'unsure', whose: 'ours' }],
    [[well, answered(401)], { is: 'unsure', whose: 'ours' }],
    [[well, answered(400)], { is: 'unsure', whose: 'ours' }],
    [[well, answered(503)], { is: 'down', phase: 'answer' }],
    [[well, answered(200), answered(403)], { is: 'unsure', whose: 'ours' }],
    [[well, answered(200), answered(503)], { is: 'unsure', whose: 'between' }],
    [[well, answered(200), own, answered(403)], { is: 'unsure', whose: 'ours' }],
  ] as const)('is the fault of whoever answered %j', async (replies, finding) => {
    expect((await (await ask(replies)).asked).finding).toMatchObject(finding);
  });

  it('is late where the queue answers, and has nothing', async () => {
    const { asked } = await ask([well, answered(200), empty, empty], { rests: 1 });
    await expect(asked).rejects.toEqual(
      new Unreachable('answer', 'the event was accepted, and did not arrive in time'),
    );
  });

  it('is nobody knows where when the queue is silent: that is not the topic', async () => {
    const { asked } = await ask([well, answered(200), new Unreachable('secure', 'timed out')]);
    await expect(asked).rejects.toBeInstanceOf(Between);
  });

  it('ends among too many old messages, and says so', async () => {
    const old = Array.from({ length: 101 }, () => [holding(ofAnother, 60_000), deleted]).flat();
    const { finding } = await (await ask([well, answered(200), ...old])).asked;
    expect(finding).toMatchObject({ is: 'unsure', whose: 'ours' });
    expect(Object(finding).why).toContain('old messages');
  });
});
