/** The command line: what is asked for is loaded then, and errors become words and codes here. */

import { enableCompileCache } from 'node:module';
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { commands } from './commands.ts';
import { type Exit, exits } from './exit.ts';
import { explain } from './explain.ts';

// The clients of Azure are large; what was compiled once need not be again.
enableCompileCache();

const json = process.argv.includes('--json');
const codes = 'Exit codes: 0 fine · 1 down or failed · 2 refused input · 3 could not be told';

let exit: Exit | undefined;
const program = new Command('farwatch')
  .description(
    'Watches an Azure integration estate from outside Azure, asks a person, and moves it to the other region.',
  )
  .version(manifest.version)
  .configureHelp({ sortSubcommands: false })
  .addHelpText('afterAll', `\n${codes}`);

process.on('uncaughtException', (error) => leave(explain(error, json)));
// Whoever reads us may stop reading; what had not come to its end by then is not known to be fine.
process.stdout.on('error', () => process.exit(exit ?? exits.unsure));
try {
  for (const command of commands) {
    command(program, (code) => {
      exit = code;
    });
  }
  settle(program);
  await program.parseAsync();
} catch (error) {
  exit = explain(error, json);
}
leave(exit ?? exits.fine);

/** Every command, and those within it, refuses in the same way. */
function settle(command: Command): void {
  command.exitOverride().showHelpAfterError('(farwatch --help shows all commands)');
  // A machine is told by `explain`, in JSON.
  if (json) command.configureOutput({ writeErr: () => {} });
  command.commands.forEach(settle);
}

/** What a hung peer still holds open must not keep the command from ending. */
function leave(code: Exit): void {
  process.stdout.write('', () => process.exit(code));
}
