/** `farwatch journal`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { VerifyOptions } from '../deeds/journal.ts';
import type { Exit } from '../exit.ts';
import { whereOptions } from '../where-options.ts';

export function journal(program: Command, done: (exit: Exit) => void): void {
  whereOptions(
    program
      .command('journal')
      .description('verify that a journal is what was once written: farwatch journal verify <file>')
      .command('verify')
      .argument('<file>', 'a farwatch.yaml')
      .description('check each entry from the first on, and what was anchored of it')
      .option('--watch <name>', 'only this watch'),
  )
    .option('--json', 'print JSON')
    .action(async (file: string, options: VerifyOptions) => {
      const { verifyJournals } = await import('../deeds/journal.ts');
      done(await verifyJournals(file, options));
    });
}
