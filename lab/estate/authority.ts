/** A certificate authority that lives as long as one lab, and vouches for every host of it. */

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import * as der from './der.ts';

export interface Authority {
  /** PEM, for clients to trust. */
  readonly ca: string;
  /** What a server shows to be `host`; made when first asked for, EC P-256. */
  contextFor(host: string): SecureContext;
  /** The same host, vouched for by somebody nobody trusts: the `badTls` fault. */
  untrustedFor(host: string): SecureContext;
}

/** What clients that name no host, or the loopback itself, are shown. */
export const loopback = 'localhost';

const dayMs = 86_400_000;

/** `at`: the moment it is made; its certificates hold from a day before until ninety days after. */
export function openAuthority(at: number): Authority {
  // A name of its own: a process that trusts two labs would look for the signature by name alone.
  const trusted = createIssuer(`farwatch lab ${randomBytes(6).toString('hex')}`, at);
  const stranger = createIssuer('nobody in particular', at);
  return {
    ca: trusted.pem,
    contextFor: (host) => trusted.contextFor(host),
    untrustedFor: (host) => stranger.contextFor(host),
  };
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

interface Issuer {
  readonly pem: string;
  contextFor(host: string): SecureContext;
}

function createIssuer(name: string, at: number): Issuer {
  const authority = ecKeys();
  const leaf = ecKeys();
  const key = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const contexts = new Map<string, SecureContext>();

  function certify(subject: string, publicKey: KeyObject, extensions: readonly Uint8Array[]) {
    return certificate({ issuer: name, subject, publicKey, extensions, at }, authority.privateKey);
  }

  function contextFor(host: string): SecureContext {
    const known = contexts.get(host);
    if (known !== undefined) return known;
    const cert = certify(`${name} leaf`, leaf.publicKey, leafExtensions(namesOf(host)));
    const context = createSecureContext({ key, cert });
    contexts.set(host, context);
    return context;
  }

  return { pem: certify(name, authority.publicKey, authorityExtensions()), contextFor };
}

function namesOf(host: string): readonly string[] {
  return host === loopback ? [loopback, '127.0.0.1'] : [host];
}

function ecKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** RFC 5280, section 4.1: signed by `by`, as PEM. */
function certificate(
  told: {
    readonly issuer: string;
    readonly subject: string;
    readonly publicKey: KeyObject;
    readonly extensions: readonly Uint8Array[];
    readonly at: number;
  },
  by: KeyObject,
): string {
  const algorithm = der.sequence(der.objectId(der.oid.ecdsaWithSha256));
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(Buffer.concat([Buffer.of(0x01), randomBytes(15)])),
    algorithm,
    commonName(told.issuer),
    der.sequence(der.time(told.at - dayMs), der.time(told.at + 90 * dayMs)),
    commonName(told.subject),
    told.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...told.extensions)),
  );
  const whole = der.sequence(body, algorithm, der.bits(sign('sha256', body, by)));
  return der.pem('CERTIFICATE', whole);
}

function commonName(name: string): Uint8Array {
  return der.sequence(der.set(der.sequence(der.objectId(der.oid.commonName), der.utf8(name))));
}

function authorityExtensions(): readonly Uint8Array[] {
  const signsCertificates = der.bits(Buffer.of(0x06), 1);
  return [
    critical(der.oid.basicConstraints, der.sequence(der.yes())),
    critical(der.oid.keyUsage, signsCertificates),
  ];
}

function leafExtensions(hosts: readonly string[]): readonly Uint8Array[] {
  const signsHandshakes = der.bits(Buffer.of(0x80), 7);
  const names = hosts.map((host) =>
    isIPv4(host)
      ? der.implicit(7, Buffer.from(host.split('.').map(Number)))
      : der.implicit(2, Buffer.from(host, 'ascii')),
  );
  return [
    critical(der.oid.keyUsage, signsHandshakes),
    extension(der.oid.extendedKeyUsage, der.sequence(der.objectId(der.oid.serverAuthentication))),
    extension(der.oid.subjectAltName, der.sequence(...names)),
  ];
}

function critical(id: readonly number[], value: Uint8Array): Uint8Array {
  return der.sequence(der.objectId(id), der.yes(), der.octets(value));
}

function extension(id: readonly number[], value: Uint8Array): Uint8Array {
  return der.sequence(der.objectId(id), der.octets(value));
}
