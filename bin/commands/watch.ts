/** `farwatch watch`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { WatchOptions } from '../deeds/watch.ts';
import type { Exit } from '../exit.ts';

export function watch(program: Command, done: (exit: Exit) => void): void {
  program
    .command('watch')
    .argument('<file>', 'a farwatch.yaml')
    .description('watch from this machine: look, judge, ask here, move, prove')
    .option('--watch <name>', 'which watch, when the file has several')
    .option('--as <person>', 'who answers at this terminal; without it nobody can approve here')
    .option('--alone <reason>', 'judge from this machine alone, and why')
    .option(
      '--despite <why>',
      'run by a changed file although an outage is open; nobody has approved',
    )
    .option('--state <folder>', 'where the journal lies', '.farwatch')
    .option('--json', 'print facts as JSON, one a line; what people are told goes to stderr')
    .action(async (file: string, options: WatchOptions) => {
      const { watch: deed } = await import('../deeds/watch.ts');
      done(await deed(file, options));
    });
}
