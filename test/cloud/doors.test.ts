import { describe, expect, it } from '@jest/globals';
import { answerCall } from '../../adapters/aws/answer-call.ts';
import type { Person } from '../../core/names.ts';
import { callIn } from '../../lambdas/cloud/http-call.ts';
import { knownTo } from '../../lambdas/cloud/people-known.ts';

const ana = 'arn:aws:sts::111111111111:assumed-role/Ops/ana@contoso.com';
const yes = { watch: 'orders', incident: 3, nonce: 'n1', yes: true, offer: 1, digest: 'abc' };

describe('a call as API Gateway hands it over', () => {
  const event = {
    routeKey: 'POST /answer',
    headers: { 'X-Slack-Signature': 'v0=1', age: 7 },
    body: '{"a":"ü"}',
    isBase64Encoded: false,
    requestContext: { authorizer: { iam: { userArn: ana } } },
  };

  it('keeps the bytes, however they came', () => {
    const bytes = Buffer.from(event.body);
    const packed = { ...event, body: bytes.toString('base64'), isBase64Encoded: true };
    expect(callIn(event)?.body).toEqual(bytes);
    expect(callIn(packed)?.body).toEqual(bytes);
  });

  it('names headers in lower case, and whom IAM vouches for', () => {
    expect(callIn(event)).toMatchObject({ headers: { 'x-slack-signature': 'v0=1' }, caller: ana });
  });

  it('takes nobody at their own word', () => {
    const { requestContext: _, ...bare } = event;
    expect(callIn(bare)?.caller).toBeUndefined();
    const claimed = { ...bare, headers: { userArn: ana }, userArn: ana };
    expect(callIn(claimed)?.caller).toBeUndefined();
  });

  it.each([undefined, null, 'text', {}, { routeKey: 7 }])('is none: %j', (nothing) => {
    expect(callIn(nothing)).toBeUndefined();
  });
});

describe('a signed call', () => {
  it('answers as the one whom IAM vouches for, whatever it says of itself', () => {
    const body = JSON.stringify({ ...yes, via: 'slack', user: 'U0ANA', name: 'ana' });
    expect(answerCall(ana, body)).toEqual({
      is: 'click',
      click: { kind: 'answer', via: 'aws', user: ana, name: ana, ...yes },
    });
  });

  it('may order, and says why', () => {
    const order = {
      watch: 'orders',
      incident: 3,
      nonce: 'n1',
      order: 'retry',
      why: 'it is mended',
    };
    expect(answerCall(ana, JSON.stringify(order))).toMatchObject({
      is: 'click',
      click: { kind: 'order', order: 'retry', why: 'it is mended' },
    });
    const { why: _, ...silent } = order;
    expect(answerCall(ana, JSON.stringify(silent)).is).toBe('refused');
  });

  it('may stop every move, with or without a reason, and lift the stop', () => {
    const grip = (fields: object) => answerCall(ana, JSON.stringify({ nonce: 'n1', ...fields }));
    const by = { via: 'aws', user: ana, name: ana, nonce: 'n1' };
    expect(grip({ brake: 'stop', why: 'the partner called' })).toEqual({
      is: 'click',
      click: { ...by, kind: 'stop', why: 'the partner called' },
    });
    expect(grip({ brake: 'stop' })).toMatchObject({ click: { why: 'no reason was given' } });
    expect(grip({ brake: 'lift' })).toEqual({
      is: 'click',
      click: { ...by, kind: 'lift', why: '' },
    });
    expect(grip({ brake: 'pull' }).is).toBe('refused');
    expect(grip({ brake: 'stop', nonce: '' }).is).toBe('refused');
  });

  it.each([
    'no JSON',
    '[]',
    '{}',
    JSON.stringify({ ...yes, incident: 0 }),
    JSON.stringify({ ...yes, yes: 'yes' }),
    JSON.stringify({ ...yes, digest: 'x'.repeat(2_001) }),
    JSON.stringify({ watch: 'orders', incident: 3, nonce: 'n', order: 'destroy', why: 'so' }),
  ])('is refused when it is %.60s', (body) => {
    expect(answerCall(ana, body).is).toBe('refused');
  });
});

describe('the people of a door', () => {
  const people = {
    ['ana' as Person]: { slack: 'U0ANA', aws: ana },
    ['ben' as Person]: { slack: 'U0BEN' },
  };

  it('are known by what that door has verified, never by a name', () => {
    expect(knownTo(people, 'slack')).toEqual({ U0ANA: 'ana', U0BEN: 'ben' });
    expect(knownTo(people, 'aws')).toEqual({ [ana]: 'ana' });
    expect(knownTo(people, 'terminal')).toEqual({});
  });
});
