/** `farwatch validate`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { Exit } from '../exit.ts';
import type { Printing } from '../print.ts';

export function validate(program: Command, done: (exit: Exit) => void): void {
  program
    .command('validate')
    .argument('<file>', 'a farwatch.yaml')
    .description('check a file: all faults at once, each with its line and a way out')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Printing) => {
      const { validate: deed } = await import('../deeds/validate.ts');
      done(await deed(file, options));
    });
}
