/** The options that say where a journal lies, the same for every command that reads one. */

import type { Command } from 'commander';

/** What `Where` in `kept.ts` is read from. */
export function whereOptions(command: Command): Command {
  return command
    .option('--state <folder>', 'where the journal of this machine lies', '.farwatch')
    .option('--deployed', 'the journal of the deployed functions instead')
    .option('--home <region>', 'the AWS region of its tables; by default the first vantage');
}
