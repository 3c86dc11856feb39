/** `farwatch azure`: prints what somebody with the right to do so makes in Azure, or takes away again. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAwsRegion } from '../../config/aws-regions.ts';
import { Trouble } from '../../core/trouble.ts';
import { azureRemove } from '../../deploy/azure-remove.ts';
import { azureSetup, type Setup } from '../../deploy/azure-setup.ts';
import { script } from '../../deploy/shell.ts';
import { type Exit, exits } from '../exit.ts';
import { type Printing, print, printJson } from '../print.ts';
import { readEstate } from '../read-estate.ts';

export interface SetupOptions extends Printing {
  readonly account?: string;
  readonly home?: string;
  readonly out?: string;
}

export async function setUp(file: string, options: SetupOptions): Promise<Exit> {
  const { home } = options;
  const choices = { account: accountIn(options.account), home: regionIn(home) };
  const setup = azureSetup(await readEstate(file), choices);
  if (options.out !== undefined) await write(setup, options.out);
  else if (options.json) printJson(setup);
  else showSetup(setup);
  return exits.fine;
}

export async function remove(file: string, { json }: Printing): Promise<Exit> {
  const removal = azureRemove(await readEstate(file));
  if (json) printJson(removal);
  else {
    print(script(removal.chapters));
    showManual(removal.manual);
  }
  return exits.fine;
}

function accountIn(account: string | undefined): string | undefined {
  if (account === undefined || /^\d{12}$/.test(account)) return account;
  throw new Trouble('account-unknown', {
    message: `Cannot trust the account ${account}: the id of an AWS account has 12 digits`,
    next: 'Ask `aws sts get-caller-identity`, or leave --account out.',
  });
}

function regionIn(home: string | undefined): string | undefined {
  if (home === undefined || isAwsRegion(home)) return home;
  throw new Trouble('home-unknown', {
    message: `Cannot trust functions in ${home}: it is no region of AWS`,
    next: 'Name the region of the tables, such as eu-north-1.',
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
