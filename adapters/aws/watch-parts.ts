/** The watch file as it lies in Parameter Store: packed, in parts, under the digest of its text. */

import { createHash } from 'node:crypto';
import { Trouble } from '../../core/trouble.ts';
import { jsonIn } from '../journal-entry.ts';
import { pack, unpack } from './pack.ts';

/** What the parts are: written after all of them, read before any of them. */
export interface Manifest {
  /** SHA-256 of the text, in hex. */
  readonly digest: string;
  readonly count: number;
  /** Who published it. */
  readonly author: string;
  /** Milliseconds since the epoch; later than that of the file before it. */
  readonly at: number;
  /** Why it was published although a watch was not calm. */
  readonly despite?: string;
}

export const fileBytesMax = 200 * 1024;

/** Values of standard parameters hold 4 KB, of advanced ones 8 KB (SSM, "parameter tiers"). */
export const partBytesMax = { Standard: 4_096, Advanced: 8_192 } as const;
export type Tier = keyof typeof partBytesMax;

const version = 1;
const countMax = 200;

export function manifestPath(prefix: string): string {
  return `${prefix}/manifest`;
}

export function partPath(prefix: string, digest: string, number: number): string {
  return `${prefix}/parts/${digest}/${number}`;
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** In base64: Parameter Store refuses values with `{{…}}`, which a text may contain. */
export function packed(text: string): string {
  return pack(text).toString('base64');
}

export function partsOf(text: string, tier: Tier): readonly string[] {
  return packed(text).match(new RegExp(`.{1,${partBytesMax[tier]}}`, 'g')) ?? [];
}

/** Throws `watch-file-damaged` unless this is exactly what was published under `digest`. */
export function unpacked(text: string, digest: string): string {
  const found = unpack(Buffer.from(text, 'base64'), fileBytesMax);
  if (found !== undefined && digestOf(found) === digest) return found;
  throw new Trouble('watch-file-damaged', {
    message: `Cannot take the watch file ${digest.slice(0, 12)} because its parts are not what was published`,
    next: 'Publish the file again.',
  });
}

export function manifestText({ digest, count, author, at, despite }: Manifest): string {
  const told = { version, digest, count, author: author.slice(0, 200), at };
  return JSON.stringify(despite === undefined ? told : { ...told, despite: despite.slice(0, 500) });
}

/** Throws `watch-file-newer` or `watch-manifest-damaged`. */
export function manifestIn(text: string, path: string): Manifest {
  const parsed = jsonIn(text);
  if (typeof parsed !== 'string') {
    const { value } = parsed;
    if (isManifest(value)) return value;
    if (isNewer(value)) throw newer(path);
  }
  throw new Trouble('watch-manifest-damaged', {
    message: `Cannot find the watch file because its manifest is damaged: ${path}`,
    next: 'Publish the file again.',
  });
}

function newer(path: string): Trouble {
  return new Trouble('watch-file-newer', {
    message: `Cannot take the watch file because a newer farwatch published it: ${path}`,
    next: 'Deploy that version, or publish the file with this one.',
  });
}

function isNewer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('version' in value)) return false;
  return typeof value.version === 'number' && value.version > version;
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<keyof Manifest | 'version', unknown>;
  const { digest, count, author, at, despite } = fields;
  return (
    fields.version === version &&
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    typeof count === 'number' &&
    Number.isInteger(count) &&
    count >= 1 &&
    count <= countMax &&
    typeof author === 'string' &&
    Number.isSafeInteger(at) &&
    (despite === undefined || typeof despite === 'string')
  );
}
