/** `farwatch move`: how it is called. What it does is loaded when it is asked for. */

import { Argument, type Command, Option } from 'commander';
import { sides } from '../../core/names.ts';
import type { MoveOptions, Where } from '../deeds/move.ts';
import type { Exit } from '../exit.ts';

const examples = `
  farwatch move away --at https://abc123.execute-api.eu-north-1.amazonaws.com/answer \\
    --watch orders --why "maintenance in West Europe"
Nothing is moved by it: the plan is put to the approvers, or you are told what stands in the way.
Beside a watch of this machine, type the same word and a reason at its terminal.`;

export function move(program: Command, done: (exit: Exit) => void): void {
  program
    .command('move')
    .addArgument(
      new Argument(
        '<where>',
        'away from home, repair what a move broke, home again, align what does not stand as it should, or back from a move that is held',
      ).choices(['away', 'repair', 'home', 'align', 'back']),
    )
    .description('ask a deployment for a move, though nothing is down')
    .requiredOption('--at <url>', 'the AnswerUrl of the deployment')
    .requiredOption('--watch <name>', 'which watch')
    .requiredOption('--why <reason>', 'what people are told')
    .option('--services <names...>', 'only these, and whoever must go along; by default all')
    .addOption(
      new Option('--from <side>', 'which side to leave, where both serve').choices([...sides]),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (where: Where, options: MoveOptions) => {
      const { move: deed } = await import('../deeds/move.ts');
      done(await deed(where, options));
    });
}
