/** `farwatch active`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { ActiveOptions } from '../deeds/active.ts';
import type { Exit } from '../exit.ts';

export function active(program: Command, done: (exit: Exit) => void): void {
  program
    .command('active')
    .argument('<file>', 'a farwatch.yaml')
    .description('say which side serves, for a pipeline: 1 while nothing may be deployed')
    .option('--watch <name>', 'only this watch')
    .option('--service <name>', 'print only its side: primary or secondary')
    .option('--state <folder>', 'where the journal of this machine lies', '.farwatch')
    .option('--deployed', 'by the journal of the deployed functions')
    .option('--home <region>', 'the AWS region of the tables; by default the first vantage')
    .option('--json', 'print JSON')
    .action(async (file: string, options: ActiveOptions) => {
      const { active: deed } = await import('../deeds/active.ts');
      done(await deed(file, options));
    });
}
