/** `farwatch readiness`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { ReadinessOptions } from '../deeds/readiness.ts';
import type { Exit } from '../exit.ts';

export function readiness(program: Command, done: (exit: Exit) => void): void {
  program
    .command('readiness')
    .argument('<file>', 'a farwatch.yaml')
    .description('check whether a move could succeed; reads only')
    .option('--watch <name>', 'only this watch')
    .option('--preflight', 'inspect every step as well, with the identity that may switch')
    .option('--attach <file>', 'ask an open lab, described in this file, instead of Azure')
    .option('--state <folder>', 'where the kill switch of this machine lies', '.farwatch')
    .option('--json', 'print JSON')
    .action(async (file: string, options: ReadinessOptions) => {
      const { readiness: deed } = await import('../deeds/readiness.ts');
      done(await deed(file, options));
    });
}
