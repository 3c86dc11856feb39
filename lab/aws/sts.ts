/** STS as its client knows it: web identity tokens, and who it is that calls. */

import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { AwsRefusal, type Call, type Door, openDoor } from './door.ts';
import { queryWire } from './wires.ts';

export interface StsLab extends Door {
  /** Whether outbound web identity federation is on in the account. */
  federation(on: boolean): void;
  /** Who signs its tokens, and by which key: what Entra learns from the issuer's own documents. */
  readonly issuer: { readonly url: string; readonly publicKey: KeyObject };
}

export interface StsOptions {
  readonly now: () => number;
  /** The role that asks, or how it is known by its call: the token's subject, without a session name. */
  readonly role: string | ((call: Call) => string);
}

const issuer = 'https://5f0c2f6e-lab.tokens.sts.global.api.aws';

/** Its tokens are real JWTs, signed by a key of this lab. */
export async function openSts({ now, role }: StsOptions): Promise<StsLab> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  let federated = true;

  function serve(call: Call): unknown {
    const { operation, input } = call;
    if (operation === 'GetCallerIdentity') {
      const Arn = typeof role === 'string' ? role : role(call);
      return { UserId: 'AROAEXAMPLE:lab', Account: Arn.split(':')[4] ?? '', Arn };
    }
    if (operation !== 'GetWebIdentityToken') {
      throw new AwsRefusal('InvalidAction', `Could not find operation ${operation}`);
    }
    if (!federated) {
      throw new AwsRefusal(
        'OutboundWebIdentityFederationDisabledException',
        'Outbound web identity federation is not enabled for this account.',
      );
    }
    const seconds = Number(input['DurationSeconds'] ?? 300);
    const audience = input['Audience.member.1'];
    const wrong =
      !(seconds >= 60 && seconds <= 3_600) ||
      typeof audience !== 'string' ||
      input['SigningAlgorithm'] !== 'RS256';
    if (wrong) throw new AwsRefusal('ValidationError', 'duration, audience or algorithm');
    const iat = Math.floor(now() / 1_000);
    const sub = typeof role === 'string' ? role : role(call);
    const claims = { iss: issuer, sub, aud: audience, iat, exp: iat + seconds };
    return {
      WebIdentityToken: jwtOf({ ...claims, jti: randomUUID() }),
      Expiration: new Date((iat + seconds) * 1_000).toISOString(),
    };
  }

  function jwtOf(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = `${part({ alg: 'RS256', typ: 'JWT', kid: 'lab' })}.${part(claims)}`;
    return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
  }

  return {
    ...(await openDoor(queryWire('https://sts.amazonaws.com/doc/2011-06-15/'), serve)),
    issuer: { url: issuer, publicKey },
    federation(on) {
      federated = on;
    },
  };
}
