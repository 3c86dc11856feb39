/** `farwatch lab`: leaves the small Azure running, to be broken by hand. */

import type { Command } from 'commander';
import { openLab } from '../../lab/play/lab.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { readEstate } from '../read-estate.ts';

export function lab(program: Command, done: (exit: Exit) => void): void {
  program
    .command('lab')
    .argument('<file>', 'a farwatch.yaml')
    .description('leave the small Azure of a file running, to be played with')
    .option('--seed <seed>', 'its dice', 'farwatch')
    .option('--json', 'print JSON')
    .action(async (file: string, { seed, json }: { seed: string; json?: boolean }) => {
      const open = await openLab(await readEstate(file), { seed });
      if (json) printJson({ page: open.slack.page });
      else print(`The lab is open; its room is ${open.slack.page}. Ctrl-C closes it.`);
      await new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
      await open.close();
      done(exits.fine);
    });
}
