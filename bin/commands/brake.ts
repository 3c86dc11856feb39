/** `farwatch stop` and `farwatch lift`: how they are called. What they do is loaded when asked for. */

import { type Command, Option } from 'commander';
import type { BrakeOptions } from '../deeds/brake.ts';
import type { Exit } from '../exit.ts';

const examples = (name: string) => `
On this machine, beside a watch or a rehearsal of the same --state:
  farwatch ${name} farwatch.yaml --as ana --why "change freeze"
A deployment, as the AWS identity that you are signed in with:
  farwatch ${name} --at https://abc123.execute-api.eu-north-1.amazonaws.com/answer --why "…"`;

export function stop(program: Command, done: (exit: Exit) => void): void {
  enrol(program, done, 'stop', 'throw the kill switch: nothing is changed in Azure any more');
}

export function lift(program: Command, done: (exit: Exit) => void): void {
  enrol(program, done, 'lift', 'lift the stop: an approver, with a reason');
}

function enrol(
  program: Command,
  done: (exit: Exit) => void,
  name: 'stop' | 'lift',
  does: string,
): void {
  program
    .command(name)
    .argument('[file]', 'a farwatch.yaml; not needed with --at')
    .description(does)
    .option('--why <reason>', 'what people are told; needed to lift')
    .option('--as <person>', 'who you are, at this machine')
    .addOption(
      new Option('--at <url>', 'the AnswerUrl of a deployment, instead of this machine').conflicts(
        'as',
      ),
    )
    .option('--state <folder>', 'where the journal of this machine lies', '.farwatch')
    .option('--json', 'print JSON')
    .addHelpText('after', examples(name))
    .action(async (file: string | undefined, options: BrakeOptions) => {
      const { brake } = await import('../deeds/brake.ts');
      done(await brake(name, file, options));
    });
}
