/** `farwatch publish`: puts a watch file where the deployed functions read it. */

import type { Command } from 'commander';
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

interface Options {
  readonly as: string;
  readonly home?: string;
  readonly json?: boolean;
}

export function publish(program: Command, done: (exit: Exit) => void): void {
  program
    .command('publish')
    .argument('<file>', 'a farwatch.yaml')
    .description('give a checked file to the deployed functions')
    .requiredOption('--as <who>', 'who publishes it: adoption is told with this name')
    .option('--home <region>', 'the AWS region of the tables; by default the first vantage')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Options) => {
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
      done(exits.fine);
    });
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
