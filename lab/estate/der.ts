/** Writes the few ASN.1 shapes that an X.509 certificate is made of, in DER (ITU-T X.690). */

type Bytes = Uint8Array;

export const oid = {
  commonName: [2, 5, 4, 3],
  subjectAltName: [2, 5, 29, 17],
  basicConstraints: [2, 5, 29, 19],
  keyUsage: [2, 5, 29, 15],
  extendedKeyUsage: [2, 5, 29, 37],
  serverAuthentication: [1, 3, 6, 1, 5, 5, 7, 3, 1],
  ecdsaWithSha256: [1, 2, 840, 10045, 4, 3, 2],
  sha256WithRsa: [1, 2, 840, 113549, 1, 1, 11],
} as const satisfies Record<string, readonly number[]>;

export function sequence(...parts: readonly Bytes[]): Bytes {
  return tagged(0x30, ...parts);
}

export function set(...parts: readonly Bytes[]): Bytes {
  return tagged(0x31, ...parts);
}

/** A constructed, context-specific `[n]`. */
export function explicit(n: number, ...parts: readonly Bytes[]): Bytes {
  return tagged(0xa0 | n, ...parts);
}

/** A primitive, context-specific `[n]`. */
export function implicit(n: number, content: Bytes): Bytes {
  return tagged(0x80 | n, content);
}

/** Of a positive number given by its bytes, the most significant first. */
export function integer(bytes: Bytes): Bytes {
  const negative = (bytes[0] ?? 0) >= 0x80;
  return tagged(0x02, negative ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function objectId([first = 0, second = 0, ...rest]: readonly number[]): Bytes {
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function utf8(text: string): Bytes {
  return tagged(0x0c, Buffer.from(text, 'utf8'));
}

export function yes(): Bytes {
  return tagged(0x01, Buffer.of(0xff));
}

/** Parameters where an algorithm has none. */
export function nothing(): Bytes {
  return tagged(0x05);
}

export function octets(content: Bytes): Bytes {
  return tagged(0x04, content);
}

/** `unused`: how many bits of the last byte do not count. */
export function bits(content: Bytes, unused = 0): Bytes {
  return tagged(0x03, Buffer.of(unused), content);
}

/** UTCTime: good until 2049, which is longer than any lab runs. */
export function time(at: number): Bytes {
  const digits = new Date(at).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return tagged(0x17, Buffer.from(digits.slice(2), 'ascii'));
}

/** In lines, between its name and its end (RFC 7468). */
export function pem(label: string, content: Bytes): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function tagged(tag: number, ...parts: readonly Bytes[]): Bytes {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Bytes {
  if (length < 0x80) return Buffer.of(length);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.of(0x80 | bytes.length, ...bytes);
}

function base128(arc: number): readonly number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f));
  return digits;
}
