import { describe, expect, it } from '@jest/globals';
import { Between, Unreachable } from '../../core/kinds.ts';
import { look } from '../../core/look.ts';
import type { Instant } from '../../core/names.ts';
import type { HttpAnswer, HttpRequest } from '../../core/net.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { chain } from '../../probes/chain.ts';
import { answered, netWith } from './nets.ts';

const { example } = chain;
const timeoutMs = 60_000;

type Step = HttpAnswer | Error | 'silence';

/** `ends`: what the end says, one answer a look; the last of them goes on. */
async function tested(entry: Step, ends: readonly Step[], settings = example) {
  const clock = virtualClock(0 as Instant);
  const asked: HttpRequest[] = [];
  const silence = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Unreachable('answer', 'timed out')));
    });
  const net = netWith({
    secret: async (reference) => `secret of ${reference}`,
    http: {
      fetch: (request) => {
        const looks = asked.filter(({ method }) => method === 'GET').length;
        asked.push(request);
        const said = request.method === 'POST' ? entry : ends[Math.min(looks, ends.length - 1)];
        if (said === 'silence' || said === undefined) return silence(request.signal);
        return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
      },
    },
    azure: { ...netWith({}).azure, pause: (ms, signal) => clock.sleep(ms, signal) },
  });
  const answer = await clock.play(look(chain, settings, net, { clock, timeoutMs }));
  return { ...answer, asked, tookMs: clock.now() };
}

describe('a test document', () => {
  it('is sent with its headers and an id, and found by that id', async () => {
    const { finding, asked, tookMs } = await tested(answered(202), [
      answered(404),
      answered(404),
      answered(200),
    ]);
    expect(finding).toEqual({ is: 'up' });
    expect(tookMs).toBe(4_000);
    const [sent, first] = asked;
    const { test, orderNumber } = JSON.parse(sent?.body ?? '');
    expect(test).toBe(true);
    expect(orderNumber).toMatch(/^farwatch-[0-9a-f-]{36}$/);
    expect(sent).toMatchObject({
      url: 'https://orders.contoso.com/edi/orders',
      headers: { 'Ocp-Apim-Subscription-Key': 'secret of env:CHAIN_KEY' },
    });
    expect(first).toMatchObject({
      url: `https://archive.contoso.com/farwatch/${orderNumber}`,
      headers: { 'x-api-key': 'secret of env:ARCHIVE_KEY' },
    });
    const again = await tested(answered(202), [answered(200)]);
    expect(again.asked[0]?.body).not.toBe(sent?.body);
  });

  it('that was taken and never arrives is the chain’s fault', async () => {
    const { finding, tookMs } = await tested(answered(202), [answered(404)]);
    expect(finding).toEqual({
      is: 'down',
      phase: 'answer',
      why: 'taken at the entry, and not found at the end in time',
    });
    expect(tookMs).toBe(timeoutMs);
  });

  it('that is not taken is the chain’s fault, unless the entry blames us', async () => {
    const refused = async (entry: Step) => (await tested(entry, [])).finding;
    expect(await refused(answered(503))).toMatchObject({
      is: 'down',
      why: 'the entry: status 503',
    });
    expect(await refused(answered(401))).toMatchObject({ is: 'unsure', whose: 'ours' });
    expect(await refused(answered(429))).toMatchObject({ is: 'unsure', whose: 'ours' });
    expect(await refused(new Unreachable('connect', 'refused'))).toMatchObject({
      is: 'down',
      phase: 'connect',
    });
  });

  it('is not waited for at an entry that says nothing', async () => {
    const { finding, tookMs } = await tested('silence', []);
    expect(finding).toMatchObject({ is: 'down', phase: 'answer' });
    expect(tookMs).toBe(15_000);
  });

  const blind: readonly (readonly [string, Step])[] = [
    ['is ill', answered(503)],
    ['is silent', 'silence'],
    ['is out of reach', new Unreachable('connect', 'refused')],
    ['cannot be resolved by us', new Between('our resolver did not answer')],
    ['has had enough of us', answered(429)],
  ];

  it.each(blind)('is not called lost while the end %s', async (_, end) => {
    const { finding } = await tested(answered(202), [end]);
    expect(finding).toMatchObject({ is: 'unsure', whose: 'between' });
    expect(finding).toMatchObject({ why: expect.stringContaining('is not known') });
  });

  it.each(blind)('is found though the end once %s', async (_, end) => {
    const { finding } = await tested(answered(202), [answered(404), end, answered(200)]);
    expect(finding).toEqual({ is: 'up' });
  });

  it('is not asked for by who may not: that is told at once, and is ours', async () => {
    const { finding, tookMs } = await tested(answered(202), [answered(403)]);
    expect(finding).toEqual({
      is: 'unsure',
      whose: 'ours',
      why: 'the end: status 403, our credentials are refused',
    });
    expect(tookMs).toBe(0);
  });

  it('is there only when the end says what it must, where it answers for anything', async () => {
    const listing = { ...example, end: { ...example.end, contains: '"{id}"' } };
    const empty = await tested(answered(202), [answered(200, { text: '[]' })], listing);
    expect(empty.finding).toMatchObject({ is: 'down' });
  });
});
