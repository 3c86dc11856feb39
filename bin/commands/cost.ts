/** `farwatch cost`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { Exit } from '../exit.ts';
import type { Printing } from '../print.ts';

export function cost(program: Command, done: (exit: Exit) => void): void {
  program
    .command('cost')
    .argument('<file>', 'a farwatch.yaml')
    .description('estimate what a month of it costs on AWS; free tiers are not counted')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Printing) => {
      const { cost: deed } = await import('../deeds/cost.ts');
      done(await deed(file, options));
    });
}
