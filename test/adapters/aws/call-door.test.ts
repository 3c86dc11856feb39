/** The call that AWS authenticates: signed as AWS's own test vectors say, heard or told why not. */

import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callDoor, doorAt } from '../../../adapters/aws/call-door.ts';
import { signed } from '../../../adapters/aws/sign.ts';
import { Trouble } from '../../../core/trouble.ts';

const keys = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const at = new Date('2015-08-30T12:36:00.123Z');
const where = { region: 'us-east-1', service: 'service', at };

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, and
// `get-vanilla` and `post-vanilla` of the suite that AWS gave out with it.
const vectors = {
  GET: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  POST: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
} as const;

describe('a signature', () => {
  const call = { url: new URL('https://example.amazonaws.com/'), headers: {}, body: '' };

  it.each(['GET', 'POST'] as const)('is the one that AWS expects of a %s', (method) => {
    expect(signed({ ...call, method }, keys, where)).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${vectors[method]}`,
    });
  });

  it('covers the body, every header, and the token of keys that were lent', () => {
    const of = (more: object, session = {}) =>
      signed({ ...call, method: 'POST', ...more }, { ...keys, ...session }, where);
    const other = of({ body: '{"brake":"stop"}' });
    expect(other['authorization']).not.toBe(of({})['authorization']);
    const typed = of({ headers: { 'content-type': 'application/json' } });
    expect(typed['authorization']).toContain('SignedHeaders=content-type;host;x-amz-date,');
    const lent = of({}, { sessionToken: 'a token' });
    expect(lent).toMatchObject({ 'x-amz-security-token': 'a token' });
    expect(lent['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
  });
});

describe('the address of a deployment', () => {
  it('says in which region it is', () => {
    const address = 'https://abc123.execute-api.eu-north-1.amazonaws.com/answer';
    expect(doorAt(address)).toEqual({ url: new URL(address), region: 'eu-north-1' });
  });

  it.each([
    'here',
    'http://abc123.execute-api.eu-north-1.amazonaws.com/answer',
    'https://abc123.execute-api.eu-north-1.amazonaws.com.example.com/answer',
    'https://me@abc123.execute-api.eu-north-1.amazonaws.com/answer',
    'https://abc123.execute-api.eu-north-1.amazonaws.com/answer?x=1',
    'https://abc123.execute-api.eu-north-1.amazonaws.com:444/answer',
    'https://example.com/answer',
  ])('is refused when it is %s: a signed call must not go astray', (address) => {
    expect(() => doorAt(address)).toThrow(Trouble);
  });
});

describe('a call', () => {
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  let says = { status: 200, body: '{"text":"Stopped: so it is."}' };
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    heard.push({ headers: request.headers, body });
    response.writeHead(says.status).end(says.body);
  });
  let url = new URL('http://127.0.0.1/answer');
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    url.port = String(typeof address === 'object' ? address?.port : '');
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const call = () =>
    callDoor(
      { brake: 'stop', why: 'so', nonce: 'n1' },
      { url, region: 'eu-north-1', keys: async () => keys, now: () => at },
    );

  it('is signed for the API of its region, and brings back the line for the person', async () => {
    expect(await call()).toEqual({ is: 'told', text: 'Stopped: so it is.' });
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    expect(headers.authorization).toContain('/20150830/eu-north-1/execute-api/aws4_request');
    expect(JSON.parse(body)).toEqual({ brake: 'stop', why: 'so', nonce: 'n1' });
  });

  it.each([401, 403])('is told that AWS does not let it in: %d', async (status) => {
    says = { status, body: '{"message":"Forbidden"}' };
    await expect(call()).rejects.toMatchObject({ code: 'door-closed' });
  });

  it.each([
    [500, '{"message":"Internal Server Error"}'],
    [404, ''],
    [200, 'no JSON'],
    [200, '{"line":"Stopped"}'],
  ])('does not know whether it was heard: %d %s', async (status, body) => {
    says = { status, body };
    expect(await call()).toMatchObject({ is: 'unsure' });
  });

  it('does not know that either when nobody is there', async () => {
    url = new URL('http://127.0.0.1:1/answer');
    expect(await call()).toMatchObject({ is: 'unsure' });
  });
});
