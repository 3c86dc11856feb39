/** `farwatch azure`: prints what somebody with the right to do so makes in Azure, or takes away again. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Trouble } from '../../core/trouble.ts';
import { azureRemove } from '../../deploy/azure-remove.ts';
import { azureSetup, type Setup } from '../../deploy/azure-setup.ts';
import { script } from '../../deploy/shell.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { readEstate } from '../read-estate.ts';

interface SetupOptions {
  readonly account?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export function azure(program: Command, done: (exit: Exit) => void): void {
  const group = program
    .command('azure')
    .description('print what farwatch needs in Azure, or how to take it away (--json: as JSON)');
  named(group, 'setup', 'print the commands and Bicep modules that make what farwatch needs')
    .option('--account <id>', 'the AWS account of the functions; else the commands ask for it')
    .option('--out <folder>', 'write the files there: setup.sh and the Bicep modules')
    .action(async (file: string, options: SetupOptions) => {
      const setup = azureSetup(await readEstate(file), { account: accountIn(options.account) });
      if (options.out !== undefined) await write(setup, options.out);
      else if (options.json) printJson(setup);
      else showSetup(setup);
      done(exits.fine);
    });
  named(group, 'remove', 'print the commands that take it away, and prove that it is gone').action(
    async (file: string, { json }: { json?: boolean }) => {
      const removal = azureRemove(await readEstate(file));
      if (json) printJson(removal);
      else {
        print(script(removal.chapters));
        showManual(removal.manual);
      }
      done(exits.fine);
    },
  );
}

function named(group: Command, name: string, does: string): Command {
  return group
    .command(name)
    .argument('<file>', 'a farwatch.yaml')
    .description(does)
    .option('--json', 'print JSON')
    .exitOverride()
    .showHelpAfterError('(farwatch --help shows all commands)');
}

function accountIn(account: string | undefined): string | undefined {
  if (account === undefined || /^\d{12}$/.test(account)) return account;
  throw new Trouble('account-unknown', {
    message: `Cannot trust the account ${account}: the id of an AWS account has 12 digits`,
    next: 'Ask `aws sts get-caller-identity`, or leave --account out.',
  });
}

async function write(setup: Setup, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = `${script(setup.chapters)}\n${remarks(setup.manual).join('\n')}\n`;
  await writeFile(join(folder, 'setup.sh'), `#!/usr/bin/env bash\n${text}`);
  for (const file of setup.files) await writeFile(join(folder, file.name), file.text);
  print(`Written to ${folder}: setup.sh, ${setup.files.map(({ name }) => name).join(', ')}.`);
  print('Read them; then run `bash setup.sh` there, as somebody who may give rights.');
}

function showSetup({ chapters, files, manual }: Setup): void {
  print(script(chapters));
  for (const { name, text } of files) {
    print(`# ----- ${name}`);
    print(text);
  }
  showManual(manual);
}

function showManual(manual: readonly string[]): void {
  for (const line of remarks(manual)) print(line);
}

function remarks(manual: readonly string[]): readonly string[] {
  if (manual.length === 0) return [];
  return ['# By hand, because no command can:', ...manual.map((step) => `#   ${step}`)];
}
