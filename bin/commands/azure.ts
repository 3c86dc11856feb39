/** `farwatch azure`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { SetupOptions } from '../deeds/azure.ts';
import type { Exit } from '../exit.ts';
import type { Printing } from '../print.ts';

export function azure(program: Command, done: (exit: Exit) => void): void {
  const group = program
    .command('azure')
    .description('print what farwatch needs in Azure, or how to take it away (--json: as JSON)');
  named(group, 'setup', 'print the commands and Bicep modules that make what farwatch needs')
    .option('--account <id>', 'the AWS account of the functions; else the commands ask for it')
    .option('--home <region>', 'the AWS region of the tables; by default the first vantage')
    .option('--out <folder>', 'write the files there: setup.sh and the Bicep modules')
    .action(async (file: string, options: SetupOptions) => {
      const { setUp } = await import('../deeds/azure.ts');
      done(await setUp(file, options));
    });
  named(group, 'remove', 'print the commands that take it away, and prove that it is gone').action(
    async (file: string, options: Printing) => {
      const { remove } = await import('../deeds/azure.ts');
      done(await remove(file, options));
    },
  );
}

function named(group: Command, name: string, does: string): Command {
  return group
    .command(name)
    .argument('<file>', 'a farwatch.yaml')
    .description(does)
    .option('--json', 'print JSON')
    .exitOverride()
    .showHelpAfterError('(farwatch --help shows all commands)');
}
