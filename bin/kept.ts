/** Where what was written down lies: on this machine, or with the deployed functions. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { s3Anchors } from '../adapters/aws/anchors.ts';
import { callerOf } from '../adapters/aws/caller.ts';
import { dynamoAt } from '../adapters/aws/dynamo.ts';
import { dynamoArchive } from '../adapters/aws/journal-archive.ts';
import { s3At } from '../adapters/aws/s3.ts';
import { stsAt } from '../adapters/aws/sts.ts';
import { fileArchive } from '../adapters/local/journal-archive.ts';
import type { Estate } from '../config/estate.ts';
import type { Anchors } from '../core/anchor.ts';
import type { WatchName } from '../core/names.ts';
import { type JournalArchive, type Place, type Verified, verify } from '../core/verifying.ts';
import { namesOf } from '../infra/names.ts';
import { homeOf } from './home.ts';

/** As a command is told. */
export interface Where {
  readonly state: string;
  readonly deployed?: boolean;
  readonly home?: string;
}

export interface Kept {
  readonly archive: JournalArchive;
  /** Where somebody else wrote down what it was. A laptop has none. */
  readonly anchors: Pick<Anchors, 'all'> | undefined;
}

export async function keptOf(estate: Estate, where: Where): Promise<Kept> {
  if (where.deployed !== true) {
    const folder = join(where.state, encodeURIComponent(estate.name), 'journal');
    return { archive: fileArchive(folder), anchors: undefined };
  }
  const home = { region: homeOf(estate, where.home) };
  const names = namesOf(estate.name);
  const { account } = await callerOf(stsAt(home));
  return {
    archive: dynamoArchive({ client: dynamoAt(home), table: names.journal }),
    anchors: s3Anchors({ client: s3At(home), bucket: names.anchors(account) }),
  };
}

/** All of a watch's journal, and whether it is what was once written. */
export async function readAll(
  watch: WatchName,
  { archive, anchors }: Kept,
): Promise<{ readonly places: readonly Place[]; readonly verified: Verified }> {
  const places = await archive.places(watch);
  return { places, verified: verify(watch, places, (await anchors?.all(watch)) ?? [], digest) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
