/** The command line: one file per command, and one place where errors become words and codes. */

import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { lab } from './commands/lab.ts';
import { plan } from './commands/plan.ts';
import { probe } from './commands/probe.ts';
import { rehearse } from './commands/rehearse.ts';
import { schema } from './commands/schema.ts';
import { validate } from './commands/validate.ts';
import { watch } from './commands/watch.ts';
import { type Exit, exits } from './exit.ts';
import { explain } from './explain.ts';

const commands = [rehearse, lab, watch, probe, plan, validate, schema];
const json = process.argv.includes('--json');
const codes = 'Exit codes: 0 fine · 1 down or failed · 2 refused input · 3 could not be told';

let exit: Exit = exits.fine;
const program = new Command('farwatch')
  .description(
    'Watches an Azure integration estate from outside Azure, asks a person, and moves it to the other region.',
  )
  .version(manifest.version)
  .configureHelp({ sortSubcommands: false })
  .addHelpText('afterAll', `\n${codes}`);
for (const command of commands) {
  command(program, (code) => {
    exit = code;
  });
}
for (const command of [program, ...program.commands]) {
  command.exitOverride().showHelpAfterError('(farwatch --help shows all commands)');
  // A machine is told by `explain`, in JSON.
  if (json) command.configureOutput({ writeErr: () => {} });
}

process.on('uncaughtException', (error) => leave(explain(error, json)));
// Whoever reads us may stop reading.
process.stdout.on('error', () => process.exit(exit));
try {
  await program.parseAsync();
} catch (error) {
  exit = explain(error, json);
}
leave(exit);

/** What a hung peer still holds open must not keep the command from ending. */
function leave(code: Exit): void {
  process.stdout.write('', () => process.exit(code));
}
