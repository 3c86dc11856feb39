/** `farwatch journal verify`: holds every entry to its hash, and the whole to its anchors. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { s3Anchors } from '../../adapters/aws/anchors.ts';
import { callerOf } from '../../adapters/aws/caller.ts';
import { dynamoAt } from '../../adapters/aws/dynamo.ts';
import { dynamoArchive } from '../../adapters/aws/journal-archive.ts';
import { s3At } from '../../adapters/aws/s3.ts';
import { stsAt } from '../../adapters/aws/sts.ts';
import { fileArchive } from '../../adapters/local/journal-archive.ts';
import type { Estate } from '../../config/estate.ts';
import type { Anchors } from '../../core/anchor.ts';
import { counted } from '../../core/telling/words.ts';
import { type JournalArchive, type Verified, verify } from '../../core/verifying.ts';
import { namesOf } from '../../infra/names.ts';
import { type Exit, exits } from '../exit.ts';
import { homeOf } from '../home.ts';
import { print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';

export interface VerifyOptions {
  readonly watch?: string;
  readonly state: string;
  readonly deployed?: boolean;
  readonly home?: string;
  readonly json?: boolean;
}

/** What is verified, and where somebody else wrote down what it was. */
interface Kept {
  readonly archive: JournalArchive;
  /** A laptop has none. */
  readonly anchors: Pick<Anchors, 'all'> | undefined;
}

export async function verifyJournals(file: string, options: VerifyOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const watches = options.watch === undefined ? estate.watches : [watchIn(estate, options.watch)];
  const { archive, anchors } = await keptOf(estate, options);
  const found = await Promise.all(
    watches.map(async ({ name }) =>
      verify(name, await archive.places(name), (await anchors?.all(name)) ?? [], digest),
    ),
  );
  if (options.json) printJson({ watches: found });
  else for (const one of found) show(one, anchors !== undefined);
  return found.some(({ flaws }) => flaws.length > 0) ? exits.failed : exits.fine;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function keptOf(estate: Estate, options: VerifyOptions): Promise<Kept> {
  if (options.deployed !== true) {
    const folder = join(options.state, encodeURIComponent(estate.name), 'journal');
    return { archive: fileArchive(folder), anchors: undefined };
  }
  const home = { region: homeOf(estate, options.home) };
  const names = namesOf(estate.name);
  const { account } = await callerOf(stsAt(home));
  return {
    archive: dynamoArchive({ client: dynamoAt(home), table: names.journal }),
    anchors: s3Anchors({ client: s3At(home), bucket: names.anchors(account) }),
  };
}

function show({ watch, entries, head, anchors, flaws }: Verified, anchored: boolean): void {
  const mark = flaws.length === 0 ? styled('green', '●') : styled('red', '▼');
  const held = anchored ? `, ${counted(anchors, 'anchor')}` : '';
  const much = `${entries} ${entries === 1 ? 'entry' : 'entries'}${held}`;
  const is =
    flaws.length === 0
      ? entries === 0
        ? 'nothing was written yet'
        : `whole up to entry ${head.seq} of incident ${head.incident}`
      : 'damaged';
  print(`${mark} ${watch}: ${is} (${much})`);
  for (const { where, why } of flaws) print(`    ${where}: ${why}`);
}
