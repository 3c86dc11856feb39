import { describe, expect, it } from '@jest/globals';
import { Unreachable } from '../../core/kinds.ts';
import { relay } from '../../probes/relay.ts';
import { answered, answering, lookedAt, netWith, signal } from './nets.ts';

const { example } = relay;
const secret = async () => 'the-key';

async function looked(parts: Parameters<typeof netWith>[0]) {
  return (await lookedAt(relay, example, netWith(parts))).finding;
}

async function told(body: unknown, status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { http, requests } = answering(answered(status, { text }));
  const answer = await relay.ask(netWith({ http, secret }), example, signal);
  return { ...answer, requests };
}

describe('a relay behind a gateway', () => {
  it('is asked with its key, and believed when it went the whole way', async () => {
    const hops = [
      { name: 'send', is: 'up', tookMs: 12 },
      { name: 'receive', is: 'up' },
    ];
    const { finding, measures, requests } = await told({ hops });
    expect(finding).toEqual({ is: 'up' });
    expect(measures).toEqual({ sendMs: 12 });
    expect(requests[0]).toMatchObject({
      url: 'https://orders-we.azure-api.net/farwatch/bus',
      headers: { 'Ocp-Apim-Subscription-Key': 'the-key' },
    });
  });

  it('names the hop that failed, and none of those it never came to', async () => {
    const hops = [
      { name: 'send', is: 'up' },
      { name: 'receive', is: 'down', why: 'no message came back in 3 s' },
      { name: 'complete', is: 'down', why: 'never tried' },
    ];
    const { finding } = await told({ hops });
    expect(finding).toEqual({
      is: 'down',
      phase: 'answer',
      why: 'receive: no message came back in 3 s',
    });
  });

  it('repeats no query of an address that the relay tells of', async () => {
    const why = 'POST https://a.example/x?sig=canary failed';
    const { finding } = await told({ hops: [{ name: 'send', is: 'down', why }] });
    expect(finding).toMatchObject({ why: 'send: POST https://a.example/x?… failed' });
  });

  it('is unsure where the relay is', async () => {
    const hops = [{ name: 'token', is: 'unsure', why: 'the identity endpoint said nothing' }];
    const { finding } = await told({ hops });
    expect(finding).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it.each([500, 502, 503])('does not take its own %i for what lies behind it', async (status) => {
    const { http } = answering(answered(status));
    expect(await looked({ http, secret })).toMatchObject({ is: 'unsure', whose: 'between' });
  });

  it('does not take its silence for what lies behind it', async () => {
    const fetch = async () => {
      throw new Unreachable('connect', 'connection refused', { resolve: 3 });
    };
    expect(await looked({ http: { fetch }, secret })).toEqual({
      is: 'unsure',
      why: 'whoever looks at it for us did not answer: connection refused',
      whose: 'between',
    });
  });

  it.each([
    ['a page of HTML', '<html>'],
    ['no hops', { hops: [] }],
    ['another shape', { status: 'ok' }],
    ['another word', { hops: [{ name: 'send', is: 'fine' }] }],
  ])('calls %s our own fault', async (_, body) => {
    const { finding } = await told(body);
    expect(finding).toMatchObject({ is: 'unsure', whose: 'ours' });
  });

  it.each([401, 404, 429])('calls a %i our own fault', async (status) => {
    const { finding } = await told('', status);
    expect(finding).toMatchObject({ is: 'unsure', whose: 'ours' });
  });
});
