/** `farwatch validate`: says everything that is wrong with a file, or what is in it. */

import type { Command } from 'commander';
import { Trouble } from '../../core/trouble.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { Refused, readEstate } from '../read-estate.ts';

export function validate(program: Command, done: (exit: Exit) => void): void {
  program
    .command('validate')
    .argument('<file>', 'a farwatch.yaml')
    .description('check a file: all faults at once, each with its line and a way out')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => done(await run(file, json)));
}

async function run(file: string, json = false): Promise<Exit> {
  try {
    const estate = await readEstate(file);
    const watches = estate.watches.map(({ name, mode, regions, services, vantages, quorum }) => ({
      name,
      mode,
      regions,
      services: services.map((s) => s.title),
      vantages,
      quorum,
    }));
    if (json) printJson({ ok: true, estate: estate.name, watches });
    else {
      print(`${file} is fine.`);
      for (const { name, mode, regions, services, vantages, quorum } of watches) {
        print(`  ${name} (${mode}): ${regions.primary} → ${regions.secondary}`);
        print(`    looked at from ${vantages.join(', ')}; ${quorum} of ${vantages.length} confirm`);
        for (const service of services) print(`    ${service}`);
      }
    }
    return exits.fine;
  } catch (error) {
    if (!json || !(error instanceof Refused || error instanceof Trouble)) throw error;
    const faults =
      error instanceof Refused
        ? error.faults
        : [{ file, message: error.message, next: error.next }];
    printJson({ ok: false, faults });
    return exits.refused;
  }
}
