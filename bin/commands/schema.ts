/** `farwatch schema`: the JSON schema by which editors complete and check a watch file. */

import type { Command } from 'commander';
import { jsonSchema } from '../../config/json-schema.ts';
import { type Exit, exits } from '../exit.ts';
import { printJson } from '../print.ts';

export function schema(program: Command, done: (exit: Exit) => void): void {
  program
    .command('schema')
    .description('print the JSON schema of farwatch.yaml, for editors')
    .option('--json', 'as always: a schema is JSON')
    .action(() => {
      printJson(jsonSchema());
      done(exits.fine);
    });
}
