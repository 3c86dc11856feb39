/** The command line: one file per command, and one place where errors become words and codes. */

import { Command, CommanderError } from 'commander';
import { Trouble, wordsOf } from '../core/trouble.ts';
import { lab } from './commands/lab.ts';
import { plan } from './commands/plan.ts';
import { probe } from './commands/probe.ts';
import { rehearse } from './commands/rehearse.ts';
import { schema } from './commands/schema.ts';
import { validate } from './commands/validate.ts';
import { watch } from './commands/watch.ts';
import { type Exit, exits } from './exit.ts';
import { complain } from './print.ts';
import { Refused } from './read-estate.ts';

const commands = [rehearse, lab, watch, probe, plan, validate, schema];

const program = new Command('farwatch')
  .description(
    'Watches an Azure integration estate from outside Azure, asks a person, and moves it to the other region.',
  )
  .showHelpAfterError('(farwatch --help shows all commands)')
  .configureHelp({ sortSubcommands: false })
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit codes: 0 fine · 1 down or failed · 2 refused input · 3 could not be told',
  );

let exit: Exit = exits.fine;
for (const command of commands) {
  command(program, (code) => {
    exit = code;
  });
}
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  exit = explain(error);
}
// What a hung peer still holds open must not keep the command from ending.
process.stdout.write('', () => process.exit(exit));

function explain(error: unknown): Exit {
  // Commander has told it already; asking for help is no fault.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exits.fine : exits.refused;
  if (error instanceof Refused) {
    complain(error.message);
    const n = error.faults.length;
    complain(`${n} ${n === 1 ? 'fault' : 'faults'}; nothing was done.`);
    return exits.refused;
  }
  if (error instanceof Trouble) {
    complain(`${error.message}.\n${error.next}`);
    return exits.refused;
  }
  complain(`farwatch failed, and this is a bug: ${wordsOf(error)}`);
  if (error instanceof Error && error.stack) complain(error.stack);
  return exits.failed;
}
