/** `farwatch break`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { BreakOptions } from '../deeds/break.ts';
import type { Exit } from '../exit.ts';
import { labFile } from '../lab-file.ts';

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
    .action(async (place: string, words: readonly string[], options: BreakOptions) => {
      const { breaks: deed } = await import('../deeds/break.ts');
      done(await deed(place, words, options));
    });
}
