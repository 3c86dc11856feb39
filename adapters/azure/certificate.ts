/** Our name at Entra by a certificate: its private key signs each login, and is sent to nobody. */

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ClientCertificateCredential, type TokenCredential } from '@azure/identity';
import { Trouble } from '../../core/trouble.ts';
import { boundedOptions, inOurWords, type LoginMeans } from './token.ts';

/** A certificate and its own private key, found to belong together. */
export interface Pair {
  /** Both, each in a block of its own; a secret. */
  readonly pem: string;
  /** Milliseconds since the epoch. */
  readonly end: number;
}

export interface CertifiedLogin {
  readonly tenant: string;
  /** The app registration that holds the certificate. */
  readonly client: string;
  readonly pair: Pair;
}

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;
const keyBlock = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END (?:RSA )?PRIVATE KEY-----/;

/**
 * Reads what is kept at `reference`, without repeating any of it. Throws `certificate-unusable` for
 * whatever Entra could never take: it would say no more than that our login is invalid.
 */
export function pairIn(text: string, reference: string): Pair {
  // Environments and parameters that hold one line keep line ends as two characters.
  const lines = text.replaceAll('\\n', '\n');
  const [certificate] = certificateBlock.exec(lines) ?? [];
  const [key] = keyBlock.exec(lines) ?? [];
  if (certificate === undefined) throw unusable(reference, 'holds no certificate in PEM');
  if (key === undefined)
    throw unusable(reference, 'holds no private key in PEM without a password');
  const [read, own] = readBoth(certificate, key, reference);
  if (own.asymmetricKeyType !== 'rsa') throw unusable(reference, 'holds no RSA key');
  if (!read.checkPrivateKey(own)) throw unusable(reference, 'holds the key of another certificate');
  return { pem: `${certificate}\n${key}\n`, end: read.validToDate.getTime() };
}

function readBoth(
  certificate: string,
  key: string,
  reference: string,
): readonly [X509Certificate, KeyObject] {
  try {
    return [new X509Certificate(certificate), createPrivateKey(key)];
  } catch {
    // OpenSSL's words may quote what it read.
    throw unusable(reference, 'cannot be read');
  }
}

/** Rejects as `credentialOf` does, and with `certificate-over` once its time has passed. */
export function certificateCredential(
  { tenant, client, pair }: CertifiedLogin,
  means: LoginMeans = {},
): TokenCredential {
  const { pem: certificate, end } = pair;
  const options = boundedOptions(means);
  const inner = new ClientCertificateCredential(tenant, client, { certificate }, options);
  return inOurWords({
    async getToken(scopes, asked) {
      if (Date.now() >= end) throw over(end);
      return await inner.getToken(scopes, asked);
    },
  });
}

function unusable(reference: string, why: string): Trouble {
  return new Trouble('certificate-unusable', {
    message: `Cannot log in by the certificate at ${reference}: it ${why}`,
    next: 'Keep there one PEM: the certificate, and its RSA private key without a password.',
  });
}

function over(end: number): Trouble {
  return new Trouble('certificate-over', {
    message: `Cannot log in to Entra: our certificate ended on ${new Date(end).toISOString().slice(0, 10)}`,
    next: 'Add a new one to the app registration, and keep it where the old one is kept.',
  });
}
