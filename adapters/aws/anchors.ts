/** Anchors as objects that S3 itself lets nobody change or delete: one for each watch and day. */

import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type Anchor, type Anchors, dayOf } from '../../core/anchor.ts';
import type { WatchName } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import { jsonIn } from '../journal-entry.ts';
import { ask } from './ask.ts';

export interface AnchorBucket {
  readonly client: S3Client;
  /** With object lock and a retention of its own: what is put is locked by the bucket. */
  readonly bucket: string;
}

/** All that is kept there lies below it. */
export const anchorsPrefix = 'anchors/';

const version = 1;

/** `anchors/orders/2026-03-01.json` */
export function anchorKey(anchor: Pick<Anchor, 'watch' | 'at'>): string {
  return `${prefixOf(anchor.watch)}${dayOf(anchor)}.json`;
}

function prefixOf(watch: WatchName): string {
  return `${anchorsPrefix}${encodeURIComponent(watch)}/`;
}

export function s3Anchors({ client, bucket: Bucket }: AnchorBucket): Anchors {
  async function read(watch: WatchName, Key: string): Promise<Anchor> {
    const command = new GetObjectCommand({ Bucket, Key });
    const text = await ask({
      did: `read the anchor ${Key}`,
      send: async (options) => (await client.send(command, options)).Body?.transformToString(),
    });
    const parsed = jsonIn(text ?? '');
    if (typeof parsed !== 'string' && isAnchor(parsed.value) && parsed.value.watch === watch) {
      const { incident, seq, hash, at } = parsed.value;
      return { watch, incident, seq, hash, at };
    }
    throw new Trouble('anchor-unreadable', {
      message: `Cannot read the anchor ${Key}: it is none of this version of farwatch`,
      next: 'Verify with the version that wrote it.',
    });
  }

  return {
    async keep({ watch, incident, seq, hash, at }) {
      const command = new PutObjectCommand({
        Bucket,
        Key: anchorKey({ watch, at }),
        Body: JSON.stringify({ version, watch, incident, seq, hash, at }),
        ContentType: 'application/json',
        // The bucket refuses a put without it: nobody hides an anchor beneath a newer version.
        IfNoneMatch: '*',
      });
      return await ask<'kept' | 'there'>({
        did: `anchor the journal of ${watch}`,
        send: async (options) => {
          await client.send(command, options);
          return 'kept';
        },
        answer: (error) => (isThere(error) ? 'there' : undefined),
      });
    },
    async all(watch) {
      const keys = await keysBelow(prefixOf(watch), { client, bucket: Bucket });
      return await Promise.all(keys.toSorted().map((key) => read(watch, key)));
    },
  };
}

async function keysBelow(
  Prefix: string,
  { client, bucket: Bucket }: AnchorBucket,
): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket, Prefix, ...more });
    const page = await ask({
      did: `list the anchors of ${Bucket}`,
      send: (options) => client.send(command, options),
    });
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return keys;
}

/** S3 answers 412; of two that come at once, 409 (S3 user guide, "Conditional writes"). */
function isThere(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict';
}

function isAnchor(value: unknown): value is Anchor {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<keyof Anchor | 'version', unknown>;
  return (
    fields.version === version &&
    typeof fields.watch === 'string' &&
    Number.isSafeInteger(fields.incident) &&
    Number.isSafeInteger(fields.seq) &&
    typeof fields.hash === 'string' &&
    Number.isSafeInteger(fields.at)
  );
}
