/** Signs one call as AWS asks for it (Signature Version 4), with the bytes and the time given. */

import { createHash, createHmac } from 'node:crypto';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that were lent for a while. */
  readonly sessionToken?: string | undefined;
}

export interface Unsigned {
  readonly method: 'GET' | 'POST';
  /** Without a query: it would have to be signed in an order of its own. */
  readonly url: URL;
  /** Names in lower case; all of them are signed, and `host` with them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** The headers to send, those given among them. */
export function signed(
  call: Unsigned,
  keys: Keys,
  where: { readonly region: string; readonly service: string; readonly at: Date },
): Readonly<Record<string, string>> {
  const now = where.at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = now.slice(0, 8);
  const token =
    keys.sessionToken === undefined ? {} : { 'x-amz-security-token': keys.sessionToken };
  const headers = { ...call.headers, 'x-amz-date': now, ...token };
  const all = Object.entries({ ...headers, host: call.url.host }).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const names = all.map(([name]) => name).join(';');
  const lines = all.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const request = [call.method, call.url.pathname, '', lines, names, hashOf(call.body)].join('\n');
  const scope = [day, where.region, where.service, 'aws4_request'].join('/');
  const text = [algorithm, now, scope, hashOf(request)].join('\n');
  const key = [day, where.region, where.service, 'aws4_request'].reduce<string | Buffer>(
    (so, part) => mac(so, part).digest(),
    `AWS4${keys.secretAccessKey}`,
  );
  const signature = mac(key, text).digest('hex');
  const who = `Credential=${keys.accessKeyId}/${scope}`;
  const authorization = `${algorithm} ${who}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function mac(key: string | Buffer, text: string) {
  return createHmac('sha256', key).update(text);
}
