/** `farwatch active`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { ActiveOptions } from '../deeds/active.ts';
import type { Exit } from '../exit.ts';
import { whereOptions } from '../where-options.ts';

export function active(program: Command, done: (exit: Exit) => void): void {
  whereOptions(
    program
      .command('active')
      .argument('<file>', 'a farwatch.yaml')
      .description('say which side serves, for a pipeline: 1 while nothing may be deployed')
      .option('--watch <name>', 'only this watch')
      .option('--service <name>', 'print only its side: primary or secondary'),
  )
    .option('--json', 'print JSON')
    .action(async (file: string, options: ActiveOptions) => {
      const { active: deed } = await import('../deeds/active.ts');
      done(await deed(file, options));
    });
}
