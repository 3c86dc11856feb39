/** `farwatch lab`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { LabOptions } from '../deeds/lab.ts';
import type { Exit } from '../exit.ts';
import { labFile } from '../lab-file.ts';

export function lab(program: Command, done: (exit: Exit) => void): void {
  program
    .command('lab')
    .argument('<file>', 'a farwatch.yaml')
    .description('leave the small Azure of a file running, to be played with')
    .option('--seed <seed>', 'its dice', 'farwatch')
    .option('--file <file>', 'where to describe it for other processes', labFile)
    .option('--json', 'print that description as JSON')
    .action(async (file: string, options: LabOptions) => {
      const { lab: deed } = await import('../deeds/lab.ts');
      done(await deed(file, options));
    });
}
