/** `farwatch reconcile`: how it is called. What it does is loaded when it is asked for. */

import { type Command, InvalidArgumentError } from 'commander';
import type { ReconcileOptions } from '../deeds/reconcile.ts';
import type { Exit } from '../exit.ts';
import { whereOptions } from '../where-options.ts';

const examples = `
Examples:
  farwatch reconcile farwatch.yaml                            # the last move in .farwatch, as Markdown
  farwatch reconcile farwatch.yaml --deployed --incident 4    # of the deployed functions, by its number
  farwatch reconcile farwatch.yaml --csv left                 # runs, messages and numbers as tables as well`;

export function reconcile(program: Command, done: (exit: Exit) => void): void {
  whereOptions(
    program
      .command('reconcile')
      .argument('<file>', 'a farwatch.yaml')
      .description('list what a move left behind, once the region is back; reads only')
      .option('--watch <name>', 'which watch, when the file has several')
      .option('--incident <number>', 'which; by default the last with a move', whole)
      .option(
        '--before <hours>',
        'how long before the first failure a run may have begun',
        whole,
        24,
      )
      .option('--ids <number>', 'how many messages to name of each queue at the most', whole, 100)
      .option('--csv <folder>', 'put a table for each thing that is left there, too'),
  )
    .option('--attach <file>', 'ask an open lab, described in this file, instead of Azure')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (file: string, options: ReconcileOptions) => {
      const { reconcile: deed } = await import('../deeds/reconcile.ts');
      done(await deed(file, options));
    });
}

function whole(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number from 1 on.');
}
