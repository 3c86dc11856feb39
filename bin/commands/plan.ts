/** `farwatch plan`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { PlanOptions } from '../deeds/plan.ts';
import type { Exit } from '../exit.ts';
import { sideOption } from '../sides.ts';

export function plan(program: Command, done: (exit: Exit) => void): void {
  program
    .command('plan')
    .argument('<file>', 'a farwatch.yaml')
    .description('show what a failover would do, step by step')
    .option('--watch <name>', 'which watch, when the file has several')
    .addOption(sideOption('--from <side>', 'the side to leave'))
    .option('--services <names...>', 'only these; by default the whole region')
    .option('--json', 'print JSON')
    .action(async (file: string, options: PlanOptions) => {
      const { plan: deed } = await import('../deeds/plan.ts');
      done(await deed(file, options));
    });
}
