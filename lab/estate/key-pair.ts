/** A certificate of the lab's own with its private key, as an application logs in to Entra by one. */

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

const dayMs = 86_400_000;

/** One PEM with both, signed by itself. `end`: when it ends, in milliseconds since the epoch. */
export function keyPair(name: string, end: number): string {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const algorithm = der.sequence(der.objectId(der.oid.sha256WithRsa), der.nothing());
  const called = der.sequence(
    der.set(der.sequence(der.objectId(der.oid.commonName), der.utf8(name))),
  );
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(Buffer.concat([Buffer.of(0x01), randomBytes(15)])),
    algorithm,
    called,
    der.sequence(der.time(end - 90 * dayMs), der.time(end)),
    called,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const whole = der.sequence(body, algorithm, der.bits(sign('sha256', body, privateKey)));
  return `${der.pem('CERTIFICATE', whole)}${privateKey.export({ type: 'pkcs8', format: 'pem' })}`;
}
