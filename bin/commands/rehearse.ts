/** `farwatch rehearse`: how it is called. What it does is loaded when it is asked for. */

import type { Command } from 'commander';
import type { RehearseOptions } from '../deeds/rehearse.ts';
import type { Exit } from '../exit.ts';

export function rehearse(program: Command, done: (exit: Exit) => void): void {
  program
    .command('rehearse')
    .argument('[file]', 'a farwatch.yaml; a scenario and an open lab name their own')
    .description('break a lab on this machine, be asked, and see the estate move')
    .option('--watch <name>', 'which watch, when the file has several')
    .option('--yes', 'let the lab approve by itself, as it does where there is no terminal')
    .option('--dark <places...>', 'what goes dark, instead of the whole primary region')
    .option('--report <file>', 'write the facts and the timings as JSON')
    .option('--attach <file>', 'stand beside an open lab, described in this file')
    .option('--state <folder>', 'with --attach: keep the journal there, and go on from it')
    .option('--scenario <files...>', 'play these stories and compare the facts they expect')
    .option('--virtual', 'with --scenario: in virtual time, in memory')
    .option('--without <step>', 'make one step do nothing, to see that the proof notices')
    .option('--seed <seed>', 'the dice of the lab', 'farwatch')
    .option('--json', 'print JSON instead of the story')
    .action(async (file: string | undefined, options: RehearseOptions) => {
      const { rehearse: deed } = await import('../deeds/rehearse.ts');
      done(await deed(file, options));
    });
}
