/** `farwatch heal`: makes a place of an open lab work again, or all of it. */

import type { Command } from 'commander';
import { Trouble } from '../../core/trouble.ts';
import { labDescribedIn } from '../../lab/play/description.ts';
import { leversAt } from '../../lab/play/remote.ts';
import { type Exit, exits } from '../exit.ts';
import { labFile } from '../lab-file.ts';
import { print, printJson } from '../print.ts';

interface Options {
  readonly lab: string;
  readonly json?: boolean;
}

export function heal(program: Command, done: (exit: Exit) => void): void {
  program
    .command('heal')
    .argument('[place]', 'what is broken; all of it when none is named')
    .description('heal a place of an open lab')
    .option('--lab <file>', 'the file that describes the lab', labFile)
    .option('--json', 'print JSON')
    .action(async (place: string | undefined, { lab, json }: Options) => {
      const levers = leversAt((await labDescribedIn(lab)).control);
      const broken = [...new Set((await levers.faults()).map((one) => one.place))];
      const meant = place === undefined ? broken : broken.filter((one) => one === place);
      if (place !== undefined && meant.length === 0) throw notBroken(place, broken);
      for (const one of meant) await levers.heal(one);
      if (json) printJson(await levers.faults());
      else print(meant.length === 0 ? 'Nothing is broken.' : `Healed: ${meant.join(', ')}.`);
      done(exits.fine);
    });
}

function notBroken(place: string, broken: readonly string[]): Trouble {
  const what = broken.length === 0 ? 'nothing is broken' : `broken are ${broken.join(', ')}`;
  return new Trouble('not-broken', {
    message: `Cannot heal ${place}: ${what}`,
    next: broken.length === 0 ? 'There is nothing to do.' : 'Name one of them, or none for all.',
  });
}
