/** `farwatch publish`: puts a watch file where the deployed functions read it. */

import { ssmAt } from '../../adapters/aws/ssm.ts';
import { publishWatchFile } from '../../adapters/aws/watch-publish.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import { Trouble } from '../../core/trouble.ts';
import { awsVantages } from '../../deploy/names.ts';
import { refuseLargePlans } from '../../deploy/plan-size.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { Refused, readText } from '../read-estate.ts';

export interface PublishOptions {
  readonly as: string;
  readonly home?: string;
  readonly json?: boolean;
}

export async function publish(file: string, options: PublishOptions): Promise<Exit> {
  const text = await readText(file, 'a farwatch.yaml that exists');
  // What is published is the very text that was checked.
  const estate = estateIn(text, file);
  refuseLargePlans(estate);
  const region = homeOf(estate, options.home);
  const prefix = `/farwatch/${estate.name}/watch`;
  const manifest = await publishWatchFile(
    { text, author: options.as, at: wallClock.now() },
    { client: ssmAt({ region }), prefix },
  );
  if (options.json) printJson({ ...manifest, prefix, region });
  else print(`Published ${file} to ${prefix} in ${region}; its digest is ${manifest.digest}.`);
  return exits.fine;
}

function estateIn(text: string, file: string): Estate {
  const loaded = loadEstate(text, file);
  if (loaded.ok) return loaded.estate;
  throw new Refused(loaded.faults);
}

function homeOf(estate: Estate, given: string | undefined): string {
  const home = given ?? awsVantages(estate)[0];
  if (home !== undefined) return home;
  throw new Trouble('home-unknown', {
    message: 'Cannot tell where the functions are: no vantage of the file is an AWS region',
    next: 'Name the region of the tables with --home.',
  });
}
