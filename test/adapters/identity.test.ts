/** Our name at Entra: what a check proves, and whose fault it is when there is no token. */

import { describe, expect, it } from '@jest/globals';
import { httpOf } from '../../adapters/azure/http.ts';
import { credentialOf, identityOf } from '../../adapters/azure/identity.ts';
import type { Dial } from '../../adapters/local/dial.ts';
import { Between, Refusal, Unreachable } from '../../core/kinds.ts';
import { authority, ending, graceMs, met, patientMs, silentMs, tcpPeer, tlsPeer } from './peers.ts';

const tenant = '9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40';
const host = 'login.microsoftonline.com';
const { ca } = authority;

type Answer = readonly [status: number, body: object];
const base = `https://${host}/${tenant}`;
const metadata: Answer = [
  200,
  {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    issuer: `${base}/v2.0`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  },
];
const token: Answer = [
  200,
  { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'token' },
];
const refused: Answer = [
  401,
  {
    error: 'invalid_client',
    error_description:
      'AADSTS7000215: Invalid client secret provided. Ensure the secret is the value.\r\nTrace ID: 1',
    error_codes: [7000215],
  },
];
const overloaded: Answer = [
  400,
  { error: 'temporarily_unavailable', error_description: 'AADSTS90033: A transient error.' },
];

/** Counts the tokens that were asked for; `undefined` is silence. */
async function entra(answers: { metadata?: Answer; token?: Answer | undefined }) {
  let tokens = 0;
  const answering = tlsPeer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const asksToken = String(bytes).startsWith('POST');
      if (asksToken) tokens += 1;
      const answer = asksToken ? answers.token : (answers.metadata ?? metadata);
      if (answer !== undefined) socket.write(written(answer));
    });
  }, authority.contextFor(host));
  const peer = await met(answering);
  const dial: Dial = async () => ({ host: '127.0.0.1', port: peer.port });
  const login = () => credentialOf({ tenant, client: 'c', secret: 'canary-secret' }, { dial, ca });
  return { dial, login, tokens: () => tokens };
}

function written([status, body]: Answer): string {
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} x\r\nContent-Type: application/json\r\n`;
  return `${head}Content-Length: ${text.length}\r\n\r\n${text}`;
}

async function failure(work: Promise<unknown>, timeoutMs = patientMs): Promise<string> {
  const { error, lateMs } = await ending(work, timeoutMs);
  expect(lateMs).toBeLessThan(graceMs);
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('canary');
  if (error instanceof Unreachable) return `${error.phase}: ${error.message}`;
  if (error instanceof Between) return `between: ${error.message}`;
  if (error instanceof Refusal) return `refused ${error.code}: ${error.message}`;
  return error instanceof Error ? `ours: ${error.message}` : 'no failure';
}

const soon = () => AbortSignal.timeout(silentMs);
const late = () => AbortSignal.timeout(patientMs);

describe('the check of Entra', () => {
  it('proves its metadata, and a token that was not remembered', async () => {
    const { dial, login, tokens } = await entra({ token });
    const identity = identityOf({ http: httpOf({ dial, ca }), tenant, login });
    expect((await identity.check(late())).token).toBe('fresh');
    expect((await identity.check(late())).token).toBe('fresh');
    expect(tokens()).toBe(2);
  });

  it('proves its metadata alone where we hold no credentials', async () => {
    const { dial } = await entra({});
    const identity = identityOf({ http: httpOf({ dial, ca }), tenant });
    expect(await identity.check(late())).toMatchObject({ token: 'none' });
  });

  type Row = readonly [what: string, answers: Parameters<typeof entra>[0], told: RegExp];
  const rows: readonly Row[] = [
    ['an ill authority', { metadata: [503, {}] }, /^answer: status 503$/],
    ['an unknown tenant', { metadata: [400, {}] }, /^refused undefined: .*our tenant: status 400$/],
    [
      'being throttled',
      { metadata: [429, {}] },
      /^refused undefined: Entra throttles us: status 429$/,
    ],
    ['a wrong secret', { token: refused }, /^refused AADSTS7000215: .*Invalid client secret/],
    ['an overloaded authority', { token: overloaded }, /^answer: .*AADSTS90033/],
    ['a token endpoint that fails', { token: [503, {}] }, /^answer: .*gave no token/],
  ];

  it.each(rows)('%s', async (_what, answers, told) => {
    const { dial, login } = await entra(answers);
    const identity = identityOf({ http: httpOf({ dial, ca }), tenant, login });
    expect(await failure(identity.check(late()))).toMatch(told);
  });

  it('an authority that gives no token', async () => {
    const { dial, login } = await entra({ token: undefined });
    const identity = identityOf({ http: httpOf({ dial, ca }), tenant, login });
    expect(await failure(identity.check(soon()), silentMs)).toMatch(/^answer: .*timed out/);
  });
});

describe('a credential', () => {
  it('says that Entra lies between, not that the target is down, when it is silent', async () => {
    const peer = await met(tcpPeer(() => {}));
    const dial: Dial = async () => ({ host: '127.0.0.1', port: peer.port });
    const credential = credentialOf({ tenant, client: 'c', secret: 'canary' }, { dial, ca });
    const work = credential.getToken('https://management.azure.com/.default', {
      abortSignal: soon(),
    });
    expect(await failure(work, silentMs)).toBe('between: Entra gave no token: timed out');
  });

  it('says the same when Entra refuses the connection', async () => {
    const dial: Dial = async () => ({ host: '127.0.0.1', port: 1 });
    const credential = credentialOf({ tenant, client: 'c', secret: 'canary' }, { dial, ca });
    const work = credential.getToken('https://management.azure.com/.default');
    expect(await failure(work)).toMatch(/^between: Entra gave no token/);
  });
});
