/** Who we are without a secret: AWS vouches, Entra believes, and neither outage stops us at once. */

import { describe, expect, it } from '@jest/globals';
import { webIdentity } from '../../../adapters/aws/web-identity.ts';
import { assertionCredential } from '../../../adapters/azure/assertion.ts';
import { lasting } from '../../../adapters/azure/lasting.ts';
import { wallClock } from '../../../adapters/local/clock.ts';
import { secretsOf } from '../../../adapters/local/secrets.ts';
import { worldFor } from '../../../adapters/world.ts';
import { Between, Refusal } from '../../../core/kinds.ts';
import type { Instant } from '../../../core/names.ts';
import { Trouble, wordsOf } from '../../../core/trouble.ts';
import { AwsRefusal } from '../../../lab/aws/door.ts';
import type { StsLab } from '../../../lab/aws/sts.ts';
import { memoryBrake } from '../../../lab/world/stores/brake.ts';
import { preflight } from '../../../lambdas/failover/preflight.ts';
import { watch } from '../../build.ts';
import { authority, met, tlsPeer } from '../peers.ts';
import { anSts } from './clouds.ts';

const role = 'arn:aws:iam::111122223333:role/farwatch-contoso-switch';
const failing = new AwsRefusal('InternalFailure', 'oh', 500);
const minute = 60_000;

async function vouching(options: { readonly durationSeconds?: number } = {}) {
  let now = 1_000_000_000_000;
  const clock = { now: () => now as Instant };
  const { sts, client } = await anSts({ now: clock.now, role });
  return {
    sts,
    clock,
    token: webIdentity({ client, clock, ...options }),
    pass(ms: number) {
      now += ms;
    },
  };
}

function claimsOf(jwt: string): unknown {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
}

describe('a web identity', () => {
  it('names our role to Entra, signed with RS256', async () => {
    const { sts, token } = await vouching();
    expect(claimsOf(await token())).toMatchObject({
      sub: role,
      aud: 'api://AzureADTokenExchange',
    });
    expect(sts.calls).toMatchObject([
      {
        operation: 'GetWebIdentityToken',
        input: {
          'Audience.member.1': 'api://AzureADTokenExchange',
          SigningAlgorithm: 'RS256',
          DurationSeconds: '900',
        },
      },
    ]);
  });

  it('is asked for once by many, until a minute before its end', async () => {
    const { sts, token, pass } = await vouching();
    const all = await Promise.all(Array.from({ length: 10 }, () => token()));
    pass(14 * minute - 1);
    expect(await token()).toBe(all[0]);
    expect(sts.calls).toHaveLength(1);
    pass(1);
    expect(await token()).not.toBe(all[0]);
  });

  it('is used to its end while STS fails, not longer', async () => {
    const { sts, token, pass } = await vouching();
    const first = await token();
    sts.meddle(() => failing);
    pass(14 * minute + 59_000);
    expect(await token()).toBe(first);
    pass(1_000);
    await expect(token()).rejects.toMatchObject({ code: 'aws-failed' });
    sts.meddle(() => 'serve');
    expect(await token()).not.toBe(first);
  });

  it('says so when the account has federation switched off', async () => {
    const { sts, token } = await vouching();
    sts.federation(false);
    await expect(token()).rejects.toMatchObject({
      code: 'federation-off',
      message: expect.stringContaining('federation is off in this AWS account'),
      next: expect.stringContaining('enable-outbound-web-identity-federation'),
    });
  });

  it('is never quoted in an error', async () => {
    const { sts, token } = await vouching();
    sts.meddle(() => new AwsRefusal('ValidationError', 'bad token canary.of.it'));
    const error: unknown = await token().catch((thrown: unknown) => thrown);
    expect(wordsOf(error)).toBe('Cannot get a web identity token: ValidationError');
  });
});

const host = 'login.microsoftonline.com';
const tenant = '9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40';
const base = `https://${host}/${tenant}`;
const scope = 'https://management.azure.com/.default';

type Answer = readonly [status: number, body: object];
const granted = (n: number): Answer => [
  200,
  { token_type: 'Bearer', expires_in: 3599, access_token: `token ${n}` },
];
const unknownYet: Answer = [
  401,
  { error: 'invalid_client', error_description: 'AADSTS70021: No matching federated identity' },
];

/** Keeps the forms that were posted; `answer` may be changed under way. */
async function entra() {
  const forms: URLSearchParams[] = [];
  const room: { answer: ((n: number) => Answer) | undefined } = { answer: granted };
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
  const answering = tlsPeer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      text += bytes;
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (!text.includes('\r\n\r\n') || body.length < length) return;
      text = '';
      const post = head.startsWith('POST');
      if (post) forms.push(new URLSearchParams(body));
      const answer = post ? room.answer?.(forms.length) : metadata;
      if (answer !== undefined) socket.write(written(answer));
    });
  }, authority.contextFor(host));
  const peer = await met(answering);
  const dial = async () => ({ host: '127.0.0.1', port: peer.port });
  const way = { dial, ca: authority.ca };
  const login = (assertion: () => Promise<string>) =>
    assertionCredential({ tenant, client: 'app', assertion }, way);
  return { forms, room, login, way };
}

function written([status, body]: Answer): string {
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} x\r\nContent-Type: application/json\r\n`;
  return `${head}Content-Length: ${text.length}\r\n\r\n${text}`;
}

describe('a credential by assertion', () => {
  it('gets a token of Entra for the token of AWS', async () => {
    const { token } = await vouching();
    const { forms, login } = await entra();
    const got = await login(token).getToken(scope);
    expect(got?.token).toBe('token 1');
    expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await token(),
    });
  });

  it('is refused in our words while Entra does not know the federation yet', async () => {
    const { room, login } = await entra();
    room.answer = () => unknownYet;
    const error: unknown = await login(async () => 'a.canary.c')
      .getToken(scope)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ code: 'AADSTS70021', sent: 'no' });
    expect(`${wordsOf(error)} ${JSON.stringify(error)}`).not.toContain('canary');
  });

  it('says that Entra lies between when it is silent', async () => {
    const { room, login } = await entra();
    room.answer = undefined;
    const abortSignal = AbortSignal.timeout(400);
    const asked = login(async () => 'a.b.c').getToken(scope, { abortSignal });
    await expect(asked).rejects.toBeInstanceOf(Between);
  });

  it('says in AWS’s words that AWS gave no token', async () => {
    const { sts, token } = await vouching();
    const { login } = await entra();
    sts.meddle(() => failing);
    const asked = login(token).getToken(scope);
    await expect(asked).rejects.toBeInstanceOf(Trouble);
    await expect(asked).rejects.toThrow('Cannot get a web identity token');
  });
});

describe('the preflight of an identity that AWS vouches for', () => {
  async function tokenOf(prepare: (sts: StsLab) => void) {
    const { sts, token } = await vouching();
    const { way } = await entra();
    prepare(sts);
    const proof = { client: 'app', assertion: token };
    const azure = await worldFor({ tenant, switch: proof }, secretsOf({}), way);
    const world = { clock: wallClock, azure, kinds: {}, brake: memoryBrake() };
    return (await preflight({ ...watch, services: [] }, world)).token;
  }

  it('holds a token, and tells its age', async () => {
    expect(await tokenOf(() => {})).toEqual({ is: 'held', ageMs: expect.any(Number) });
  });

  it('names federation that is off, and how it is switched on', async () => {
    const { is, ...told } = await tokenOf((sts) => sts.federation(false));
    expect(is).toBe('refused');
    expect(told).toMatchObject({ why: expect.stringContaining('federation is off') });
    expect(told).toMatchObject({ why: expect.stringContaining('aws iam enable-outbound') });
  });

  it('is unsure while AWS is broken', async () => {
    expect((await tokenOf((sts) => sts.meddle(() => failing))).is).toBe('unsure');
  });
});

describe('a lasting credential', () => {
  function tokens() {
    let now = 0;
    let asked = 0;
    const room: { fail: Error | undefined } = { fail: undefined };
    const login = () => ({
      async getToken() {
        asked += 1;
        if (room.fail !== undefined) throw room.fail;
        return { token: `token ${asked}`, expiresOnTimestamp: now + 60 * minute };
      },
    });
    const credential = lasting(login, { now: () => now as Instant });
    const token = async () => (await credential.getToken(scope))?.token;
    return {
      credential,
      room,
      token,
      asked: () => asked,
      pass(ms: number) {
        now += ms;
      },
    };
  }

  it('renews its token at half of its life, and nobody waits for it', async () => {
    const { token, asked, pass } = tokens();
    await token();
    pass(30 * minute - 1);
    expect([await token(), asked()]).toEqual(['token 1', 1]);
    pass(1);
    expect([await token(), asked()]).toEqual(['token 1', 2]);
    await Promise.resolve();
    expect(await token()).toBe('token 2');
  });

  it('gives the old one through an outage of Entra, shows its age, and does not press', async () => {
    const { credential, room, token, asked, pass } = tokens();
    await token();
    room.fail = new Between('Entra gave no token: timed out');
    pass(40 * minute);
    for (const _again of [1, 2, 3]) expect(await token()).toBe('token 1');
    expect(asked()).toBe(2);
    expect(credential.ageMs(scope)).toBe(40 * minute);
    pass(19 * minute);
    await expect(token()).rejects.toBeInstanceOf(Between);
    room.fail = undefined;
    expect(await token()).toMatch(/^token/);
    expect(credential.ageMs(scope)).toBe(0);
  });

  it('keeps tokens for ARM and for Service Bus apart, so that neither drives the other out', async () => {
    const { credential, asked } = tokens();
    const bus = 'https://servicebus.azure.net/.default';
    for (const scopes of [scope, bus, scope, bus]) await credential.getToken(scopes);
    expect(asked()).toBe(2);
    expect(credential.ageMs(bus)).toBe(0);
    expect(credential.ageMs('https://graph.microsoft.com/.default')).toBeUndefined();
  });

  it('asks anew when Entra challenges it', async () => {
    const { credential, token } = tokens();
    await token();
    expect((await credential.getToken(scope, { claims: '{}' }))?.token).toBe('token 2');
  });

  it('tells the client when to come back', async () => {
    const { credential, token } = tokens();
    await token();
    expect(await credential.getToken(scope)).toMatchObject({ refreshAfterTimestamp: 30 * minute });
  });
});
