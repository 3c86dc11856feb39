/** `farwatch probe`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { ProbeOptions } from '../deeds/probe.ts';
import type { Exit } from '../exit.ts';
import { sideOption } from '../sides.ts';

export function probe(program: Command, done: (exit: Exit) => void): void {
  program
    .command('probe')
    .argument('<file>', 'a farwatch.yaml')
    .description('ask every probe once, from here')
    .option('--watch <name>', 'which watch, when the file has several')
    .addOption(sideOption('--active <side>', 'the side that serves now'))
    .option('--chains', 'send a test document through each chain, too')
    .option('--json', 'print JSON')
    .action(async (file: string, options: ProbeOptions) => {
      const { probe: deed } = await import('../deeds/probe.ts');
      done(await deed(file, options));
    });
}
