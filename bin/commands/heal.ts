/** `farwatch heal`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { HealOptions } from '../deeds/heal.ts';
import type { Exit } from '../exit.ts';
import { labFile } from '../lab-file.ts';

export function heal(program: Command, done: (exit: Exit) => void): void {
  program
    .command('heal')
    .argument('[place]', 'what is broken; all of it when none is named')
    .description('heal a place of an open lab')
    .option('--lab <file>', 'the file that describes the lab', labFile)
    .option('--json', 'print JSON')
    .action(async (place: string | undefined, options: HealOptions) => {
      const { heal: deed } = await import('../deeds/heal.ts');
      done(await deed(place, options));
    });
}
