/** `farwatch schema`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { Exit } from '../exit.ts';

export function schema(program: Command, done: (exit: Exit) => void): void {
  program
    .command('schema')
    .description('print the JSON schema of farwatch.yaml, for editors')
    .option('--json', 'as always: a schema is JSON')
    .action(async () => {
      const { schema: deed } = await import('../deeds/schema.ts');
      done(deed());
    });
}
