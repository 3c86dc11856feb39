/** `farwatch publish`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { PublishOptions } from '../deeds/publish.ts';
import type { Exit } from '../exit.ts';

export function publish(program: Command, done: (exit: Exit) => void): void {
  program
    .command('publish')
    .argument('<file>', 'a farwatch.yaml')
    .description(
      'give a checked file to the deployed functions, once you have seen what it changes',
    )
    .option('--home <region>', 'the AWS region of the tables; by default the first vantage')
    .option('--despite <why>', 'publish although a watch is not calm; the reason is kept')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action(async (file: string, options: PublishOptions) => {
      const { publish: deed } = await import('../deeds/publish.ts');
      done(await deed(file, options));
    });
}
