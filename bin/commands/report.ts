/** `farwatch report`: how it is called. What it does is loaded when it is asked for. */

import { type Command, InvalidArgumentError } from 'commander';
import type { ReportOptions } from '../deeds/report.ts';
import type { Exit } from '../exit.ts';
import { whereOptions } from '../where-options.ts';

export function report(program: Command, done: (exit: Exit) => void): void {
  whereOptions(
    program
      .command('report')
      .argument('<file>', 'a farwatch.yaml')
      .description('tell an outage and its move afterwards, as Markdown')
      .option('--watch <name>', 'which watch, when the file has several')
      .option('--incident <number>', 'which; by default the last with an outage', whole),
  )
    .option('--json', 'print JSON')
    .action(async (file: string, options: ReportOptions) => {
      const { report: deed } = await import('../deeds/report.ts');
      done(await deed(file, options));
    });
}

function whole(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number, as cards and `farwatch calm` name it.');
}
