/** `farwatch break`: makes a place of an open lab fail. */

import type { Command } from 'commander';
import { Trouble } from '../../core/trouble.ts';
import { faultIn } from '../../lab/estate/breakable.ts';
import { labDescribedIn } from '../../lab/play/description.ts';
import { leversAt } from '../../lab/play/remote.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { type Exit, exits } from '../exit.ts';
import { labFile } from '../lab-file.ts';
import { print, printJson } from '../print.ts';

interface Options {
  readonly lab: string;
  readonly json?: boolean;
}

const examples = `
Faults:
  dark                            nothing answers any more
  refused, reset, badTls          connections fail at once
  halfOpen                        an answer begins and never ends
  slow ms=2000                    answers take longer
  failing status=503              answers are errors
  throttled retryAfterMs=5000     429, with Retry-After
  lostAnswer                      writes happen, and their answers never arrive
share=0.4 makes it so for a part of the calls, where the fault leaves any alive.

For example:
  farwatch break westeurope dark
  farwatch break westeurope/gateway failing status=503 share=0.4
  farwatch break arm throttled retryAfterMs=5000`;

export function breaks(program: Command, done: (exit: Exit) => void): void {
  program
    .command('break')
    .argument('<place>', 'a region, a part of one, or a plane; a wrong one is told all places')
    .argument('<fault...>', 'what is wrong with it')
    .description('break a place of an open lab')
    .option('--lab <file>', 'the file that describes the lab', labFile)
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (place: string, words: readonly string[], { lab, json }: Options) => {
      const fault = faultOf(words);
      const levers = leversAt((await labDescribedIn(lab)).control);
      await levers.break(place, fault);
      if (json) printJson(await levers.faults());
      else print(`${place} is ${words.join(' ')}. Heal it with: farwatch heal ${place}`);
      done(exits.fine);
    });
}

/** `slow ms=2000 share=0.5`. */
function faultOf([is, ...settings]: readonly string[]): Fault {
  const pairs = settings.map((word) => {
    const [name = '', value = ''] = word.split('=');
    return [name, value === '' ? Number.NaN : Number(value)] as const;
  });
  const read = faultIn({ is, ...Object.fromEntries(pairs) });
  if ('fault' in read) return read.fault;
  throw new Trouble('fault-refused', {
    message: `Cannot break anything like that: ${read.errors.join('; ')}`,
    next: 'See the faults and what they need with: farwatch break --help',
  });
}
