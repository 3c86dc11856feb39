/** `farwatch calm`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { CalmOptions } from '../deeds/calm.ts';
import type { Exit } from '../exit.ts';

export function calm(program: Command, done: (exit: Exit) => void): void {
  program
    .command('calm')
    .argument('<file>', 'a farwatch.yaml')
    .description(
      'say whether the deployed functions may be upgraded now: 1 while a watch is not calm',
    )
    .option('--home <region>', 'the AWS region of the tables; by default the first vantage')
    .option('--json', 'print JSON')
    .action(async (file: string, options: CalmOptions) => {
      const { calm: deed } = await import('../deeds/calm.ts');
      done(await deed(file, options));
    });
}
