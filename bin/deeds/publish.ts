/** `farwatch publish`: shows what a watch file changes, then puts it where the functions read it. */

import { callerOf } from '../../adapters/aws/caller.ts';
import { ssmAt } from '../../adapters/aws/ssm.ts';
import { stsAt } from '../../adapters/aws/sts.ts';
import type { Manifest } from '../../adapters/aws/watch-parts.ts';
import { publishWatchFile } from '../../adapters/aws/watch-publish.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import { authorOf, linesOf } from '../../core/telling/mandate.ts';
import { Trouble } from '../../core/trouble.ts';
import { refuseLargePlans } from '../../deploy/plan-size.ts';
import { namesOf } from '../../infra/names.ts';
import { confirm } from '../confirm.ts';
import { type Exit, exits } from '../exit.ts';
import { homeOf } from '../home.ts';
import { deployedJournal } from '../kept.ts';
import { complain, print, printJson, styled } from '../print.ts';
import { Refused, readText } from '../read-estate.ts';
import { isCalm, type Standing, standingText } from '../standing.ts';
import { type Difference, differenceOf } from '../watch-difference.ts';

export interface PublishOptions {
  readonly home?: string;
  readonly despite?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export async function publish(file: string, options: PublishOptions): Promise<Exit> {
  const text = await readText(file, 'a farwatch.yaml that exists');
  // What is published is the very text that was checked.
  const estate = estateIn(text, file);
  refuseLargePlans(estate);
  const home = { region: homeOf(estate, options.home) };
  const shelf = { client: ssmAt(home), prefix: namesOf(estate.name).watchFile };
  const { arn: author } = await callerOf(stsAt(home));
  const journal = deployedJournal(estate, options.home);
  const difference = await differenceOf(estate, shelf, journal);
  const { json = false, despite } = options;
  if (!json) show(difference);
  refuseUnrest(difference, despite);
  if (options.yes !== true && !(await confirm(`Publish ${file}?`))) {
    complain('Nothing was published.');
    return exits.refused;
  }
  const why = despite === undefined ? {} : { despite };
  const told = { text, author, at: wallClock.now(), ...why };
  const manifest = await publishWatchFile(told, shelf);
  if (json) printJson({ ...manifest, prefix: shelf.prefix, ...home, changes: difference.changes });
  else print(publishedText(file, manifest));
  return exits.fine;
}

function estateIn(text: string, file: string): Estate {
  const loaded = loadEstate(text, file);
  if (loaded.ok) return loaded.estate;
  throw new Refused(loaded.faults);
}

function show({ former, changes, left }: Difference): void {
  if (former === undefined) print('Nothing is published yet.');
  else print(`Published now: ${former.digest.slice(0, 12)}, by ${authorOf(former.author)}.`);
  for (const [watch, of] of Object.entries(changes)) {
    print(styled('bold', watch));
    for (const line of linesOf(of)) print(`  ${line}`);
    if (of.length === 0) print('  nothing changes of who may do what to what');
  }
  for (const name of left) print(`${styled('bold', name)}\n  is watched no longer`);
}

function publishedText(file: string, { digest, author }: Manifest): string {
  return [
    `Published ${file} as ${authorOf(author)}; its digest is ${digest}.`,
    'It comes into force within a minute; a watch that is not calm goes on by the one before.',
  ].join('\n');
}

/** Whoever takes away a watch in the middle of a move would leave the move where it stands. */
function refuseUnrest({ standings, left }: Difference, despite: string | undefined): void {
  const moving = standings.filter((one) => left.includes(one.watch) && isMoving(one));
  if (moving.length > 0) throw unrest(moving, 'Finish or abandon the move, then publish.');
  const restless = standings.filter((one) => !isCalm(one));
  if (restless.length === 0 || (despite ?? '').trim() !== '') return;
  throw unrest(restless, 'Wait until it is over, or say with --despite why it cannot wait.');
}

function isMoving(standing: Standing): boolean {
  if (standing.is === 'unsure') return false;
  return ['moving', 'held', 'settling'].includes(standing.incident.stage);
}

function unrest(standings: readonly Standing[], next: string): Trouble {
  const stand = standings.map(standingText).join('; ');
  return new Trouble('watch-not-calm', { message: `Cannot publish now: ${stand}`, next });
}
