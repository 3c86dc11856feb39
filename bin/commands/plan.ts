/** `farwatch plan`: how it is called. What it does is loaded when it is asked for. */

import { type Command, Option } from 'commander';
import { sides } from '../../core/names.ts';
import { planes } from '../../core/observation.ts';
import type { PlanOptions } from '../deeds/plan.ts';
import type { Exit } from '../exit.ts';

export function plan(program: Command, done: (exit: Exit) => void): void {
  program
    .command('plan')
    .argument('<file>', 'a farwatch.yaml')
    .description('show what a move would do, step by step, or write it down to be changed by hand')
    .option('--watch <name>', 'which watch, when the file has several')
    .addOption(
      new Option('--from <side>', 'the side to leave; by default where the move begins').choices(
        sides,
      ),
    )
    .addOption(
      new Option('--move <purpose>', 'what for')
        .choices(['failover', 'failback', 'repair'])
        .default('failover'),
    )
    .addOption(
      new Option(
        '--mode <mode>',
        'forced, while that side is down, or planned; by default forced for a failover',
      ).choices(['forced', 'planned']),
    )
    .addOption(
      new Option(
        '--dark <planes...>',
        'as it would be drafted while these do not answer; by default all of them do',
      ).choices(planes),
    )
    .option('--services <names...>', 'only these, and whoever must go along; by default all')
    .option('--out <plan>', 'write it as YAML there, for `farwatch run`')
    .option('--json', 'print JSON')
    .action(async (file: string, options: PlanOptions) => {
      const { plan: deed } = await import('../deeds/plan.ts');
      done(await deed(file, options));
    });
}
