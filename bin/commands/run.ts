/** `farwatch run`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { RunOptions } from '../deeds/run.ts';
import type { Exit } from '../exit.ts';

const examples = `
Beside a \`farwatch watch\` of the same --state, which asks at its terminal:
  farwatch plan farwatch.yaml --mode planned --out plan.yaml
  farwatch run plan.yaml --file farwatch.yaml --as ana --alone "on call" --why "one workflow stays"
Nothing is moved by it: the plan is put to the approvers, or you are told what stands in the way.`;

export function run(program: Command, done: (exit: Exit) => void): void {
  program
    .command('run')
    .argument('<plan>', 'a plan that `farwatch plan --out` wrote, as you changed it')
    .description('show what was changed of a plan by hand, and put it to the approvers')
    .requiredOption('--file <file>', 'the farwatch.yaml that it is held to')
    .requiredOption('--as <person>', 'who you are: an approver')
    .requiredOption('--why <reason>', 'what people are told')
    .option('--alone <reason>', 'as the watch beside it was given it')
    .option('--state <folder>', 'where the journal of that watch lies', '.farwatch')
    .option('--deployed', 'refused, with what to do instead: a deployment takes no such plan')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (plan: string, options: RunOptions) => {
      const { run: deed } = await import('../deeds/run.ts');
      done(await deed(plan, options));
    });
}
