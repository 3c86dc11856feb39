/** Slack's signature: good, stale, from the future, forged; and the door behind it. */

import { describe, expect, it } from '@jest/globals';
import { receive } from '../../adapters/slack/receive.ts';
import { signed, verifySignature } from '../../adapters/slack/signature.ts';
import { memoryOf } from '../telling/stage.ts';

/** The worked example of Slack's own documentation: an oracle that we did not write. */
const documented = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
} as const;

const bytes = new TextEncoder().encode(documented.body);
const now = Number(documented.timestamp);

function headers(more: Record<string, string> = {}): Record<string, string> {
  return {
    'x-slack-request-timestamp': documented.timestamp,
    'x-slack-signature': documented.signature,
    ...more,
  };
}

describe('a signature', () => {
  it('is made as Slack documents it', () => {
    expect(signed(bytes, documented.timestamp, documented.secret)).toBe(documented.signature);
  });

  it.each([
    ['at once', 0, 'genuine'],
    ['300 s later', 300, 'genuine'],
    ['301 s later', 301, 'refused'],
    ['with a clock 300 s behind', -300, 'genuine'],
    ['from 301 s in the future', -301, 'refused'],
  ])('that comes %s is judged by its time', (_, late, is) => {
    expect(verifySignature(bytes, headers(), documented.secret, now + late).is).toBe(is);
  });

  const forgeries: readonly (readonly [string, Record<string, string>, string])[] = [
    [
      'of another secret',
      { 'x-slack-signature': signed(bytes, String(now), 'other') },
      'does not fit',
    ],
    ['cut short', { 'x-slack-signature': documented.signature.slice(0, -1) }, 'does not fit'],
    ['moved to another time', { 'x-slack-request-timestamp': String(now + 1) }, 'does not fit'],
    ['with a timestamp that is none', { 'x-slack-request-timestamp': '1e9' }, 'no number'],
    ['of letters outside ASCII', { 'x-slack-signature': 'v0=é' }, 'does not fit'],
  ];
  it.each(forgeries)('%s is refused', (_, forged, why) => {
    const judged = verifySignature(bytes, headers(forged), documented.secret, now);
    expect(judged).toMatchObject({ is: 'refused', why: expect.stringContaining(why) });
  });

  it('is over the bytes as they came, not over what they mean', () => {
    const same = new TextEncoder().encode(documented.body.replace('%2Fwebhook', '/webhook'));
    expect(verifySignature(same, headers(), documented.secret, now).is).toBe('refused');
  });

  it('is refused when missing, and when no secret is configured', () => {
    expect(verifySignature(bytes, {}, documented.secret, now)).toEqual({
      is: 'refused',
      why: 'it is not signed',
    });
    const anybody = headers({ 'x-slack-signature': signed(bytes, documented.timestamp, '') });
    expect(verifySignature(bytes, anybody, '', now).is).toBe('refused');
  });
});

/** A recorded click: the form as it came over the wire. */
const recorded = new TextEncoder().encode(
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: 'U1', username: 'ana.s' },
      response_url: 'https://hooks.slack.com/actions/T1/1/x',
      state: { values: { 'farwatch.word.d1': { 'farwatch.word': { value: ' DESPITE ' } } } },
      actions: [
        {
          action_id: 'farwatch.approve',
          value: '{"watch":"orders","incident":3,"nonce":"n","digest":"d1","offer":2}',
        },
      ],
    }),
  }).toString(),
);

function post(body: Uint8Array, at = now) {
  const timestamp = String(at);
  return {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signed(body, timestamp, 's3cret'),
  };
}

describe('the door', () => {
  const world = () => ({ secret: 's3cret', nowSeconds: now, memory: memoryOf() });

  it('reads who clicked what, and the word that was typed beside it', async () => {
    const received = await receive(recorded, post(recorded), world());
    expect(received).toMatchObject({
      status: 200,
      responseUrl: 'https://hooks.slack.com/actions/T1/1/x',
      click: {
        ...{ kind: 'answer', via: 'slack', user: 'U1', name: 'ana.s', watch: 'orders' },
        ...{ incident: 3, nonce: 'n', yes: true, digest: 'd1', offer: 2, word: 'DESPITE' },
      },
    });
  });

  it('lets the same bytes in once', async () => {
    const here = world();
    expect((await receive(recorded, post(recorded), here)).status).toBe(200);
    expect(await receive(recorded, post(recorded), here)).toEqual({
      status: 401,
      why: 'it is a replay',
    });
  });

  it('tells a retry yes, so that it ends, and lets nothing in a second time', async () => {
    const here = world();
    expect((await receive(recorded, post(recorded), here)).click).toBeDefined();
    const retry = { ...post(recorded, now + 3), 'x-slack-retry-num': '1' };
    expect(await receive(recorded, retry, here)).toEqual({
      status: 200,
      why: 'it is retry 1 of what was received',
    });
    expect((await receive(recorded, post(recorded, now + 3), here)).status).toBe(401);
  });

  it('lets a retry in when the first try could not be worked on', async () => {
    const here = world();
    await (await receive(recorded, post(recorded), here)).mark?.release();
    const retry = { ...post(recorded, now + 3), 'x-slack-retry-num': '1' };
    expect((await receive(recorded, retry, here)).click).toBeDefined();
  });

  it('says the challenge of a signed greeting back, and of no other', async () => {
    const greeting = new TextEncoder().encode(
      JSON.stringify({ type: 'url_verification', token: 'old', challenge: '3eZbrw1aB10FEMAGAZd4' }),
    );
    expect(await receive(greeting, post(greeting), world())).toEqual({
      status: 200,
      reply: '3eZbrw1aB10FEMAGAZd4',
    });
    expect(await receive(greeting, {}, world())).toMatchObject({ status: 401 });
  });

  it('lets Slack look at our certificate, unsigned, and does nothing else for it', async () => {
    const check = new TextEncoder().encode('ssl_check=1&token=old');
    expect(await receive(check, {}, world())).toEqual({ status: 200 });
    const sneaking = new TextEncoder().encode(`ssl_check=1&${new TextDecoder().decode(recorded)}`);
    expect(await receive(sneaking, {}, world())).toEqual({ status: 200 });
  });

  it('does not read what is not signed, and does not remember it', async () => {
    const here = world();
    const forged = { ...post(recorded), 'x-slack-signature': `v0=${'0'.repeat(64)}` };
    expect((await receive(recorded, forged, here)).click).toBeUndefined();
    expect((await receive(recorded, post(recorded), here)).click).toBeDefined();
  });

  it.each([
    ['no payload', 'a=b', 'no payload'],
    ['a payload that is no JSON', 'payload=%7B', 'no payload'],
    ['another kind of event', 'payload={"type":"view_closed"}', 'not a click'],
    ['nobody', 'payload={"type":"block_actions","actions":[{}]}', 'no action or no person'],
    [
      'a button that is not ours',
      'payload={"type":"block_actions","user":{"id":"U"},"actions":[{"action_id":"x","value":"1"}]}',
      'carries nothing',
    ],
    [
      'an incident that is no number',
      'payload={"type":"block_actions","user":{"id":"U"},"actions":[{"action_id":"farwatch.approve","value":"{\\"watch\\":\\"o\\",\\"incident\\":\\"1\\",\\"nonce\\":\\"n\\"}"}]}',
      'names no incident',
    ],
    [
      'an order nobody knows',
      'payload={"type":"block_actions","user":{"id":"U"},"actions":[{"action_id":"farwatch.order.format","value":"{\\"watch\\":\\"o\\",\\"incident\\":1,\\"nonce\\":\\"n\\",\\"order\\":\\"format\\"}"}]}',
      'asks for nothing',
    ],
  ])('refuses %s, with its reason', async (_, form, why) => {
    const body = new TextEncoder().encode(form);
    const received = await receive(body, post(body), world());
    expect(received).toMatchObject({ status: 400, why: expect.stringContaining(why) });
  });
});
