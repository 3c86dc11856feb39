/** Where what was written down lies: on this machine, or with the deployed functions. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { s3Anchors } from '../adapters/aws/anchors.ts';
import { callerOf } from '../adapters/aws/caller.ts';
import { dynamoAt } from '../adapters/aws/dynamo.ts';
import { dynamoJournal } from '../adapters/aws/journal.ts';
import { dynamoArchive } from '../adapters/aws/journal-archive.ts';
import { s3At } from '../adapters/aws/s3.ts';
import { stsAt } from '../adapters/aws/sts.ts';
import { fileArchive } from '../adapters/local/journal-archive.ts';
import type { Estate } from '../config/estate.ts';
import type { Anchors } from '../core/anchor.ts';
import type { WatchName } from '../core/names.ts';
import type { Journal } from '../core/ports.ts';
import { Trouble } from '../core/trouble.ts';
import { type JournalArchive, type Place, type Verified, verify } from '../core/verifying.ts';
import { namesOf } from '../infra/names.ts';
import { digest } from './digest.ts';
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
    return { archive: fileArchive(folderOf(estate, where)), anchors: undefined };
  }
  const home = { region: homeOf(estate, where.home) };
  const names = namesOf(estate.name);
  const { account } = await callerOf(stsAt(home));
  return {
    archive: dynamoArchive({ client: dynamoAt(home), table: names.journal }),
    anchors: s3Anchors({ client: s3At(home), bucket: names.anchors(account) }),
  };
}

/** What is open now of each watch. Nothing is made, mended or set aside for it. */
export function journalOf(estate: Estate, where: Where): Pick<Journal, 'read'> {
  return where.deployed === true
    ? deployedJournal(estate, where.home)
    : openIn(folderOf(estate, where));
}

/** `home`: the AWS region of the tables, where it was named. */
export function deployedJournal(estate: Estate, home: string | undefined): Pick<Journal, 'read'> {
  const client = dynamoAt({ region: homeOf(estate, home) });
  return dynamoJournal({ client, table: namesOf(estate.name).journal, digest });
}

function openIn(folder: string): Pick<Journal, 'read'> {
  const archive = fileArchive(folder);
  return {
    async read(watch) {
      // An empty journal says that nothing ever happened; none at all says nothing.
      if (!existsSync(folder)) {
        throw new Trouble('journal-nowhere', {
          message: `Cannot tell how ${watch} stands because nothing has watched it from ${folder}`,
          next: 'Name the folder with --state, or --deployed for the journal on AWS.',
        });
      }
      const { places, verified } = await readAll(watch, { archive, anchors: undefined });
      const [flaw] = verified.flaws;
      if (flaw !== undefined) {
        throw new Trouble('journal-broken', {
          message: `Cannot tell how ${watch} stands because of ${flaw.where} of its journal: ${flaw.why}`,
          next: 'See it whole with `farwatch journal verify`.',
        });
      }
      const { head } = verified;
      const entries = places.flatMap((place) => (place.is === 'entry' ? [place.entry] : []));
      return { entries: entries.filter(({ incident }) => incident === head.incident), head };
    },
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

function folderOf(estate: Estate, { state }: Where): string {
  return join(state, encodeURIComponent(estate.name), 'journal');
}
