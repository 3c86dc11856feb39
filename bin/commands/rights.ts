/** `farwatch rights`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { Exit } from '../exit.ts';
import type { Printing } from '../print.ts';

export function rights(program: Command, done: (exit: Exit) => void): void {
  program
    .command('rights')
    .argument('<file>', 'a farwatch.yaml')
    .description('show what each identity may do at Azure, and the worst a thief of it could do')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Printing) => {
      const { rights: deed } = await import('../deeds/rights.ts');
      done(await deed(file, options));
    });
}
