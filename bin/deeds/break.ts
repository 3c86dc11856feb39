/** `farwatch break`: makes a place of an open lab fail. */

import { Trouble } from '../../core/trouble.ts';
import { faultIn } from '../../lab/estate/breakable.ts';
import { labDescribedIn } from '../../lab/play/description.ts';
import { leversAt } from '../../lab/play/remote.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';

export interface BreakOptions {
  readonly lab: string;
  readonly json?: boolean;
}

export async function breaks(
  place: string,
  words: readonly string[],
  { lab, json }: BreakOptions,
): Promise<Exit> {
  const fault = faultOf(words);
  const levers = leversAt((await labDescribedIn(lab)).control);
  await levers.break(place, fault);
  if (json) printJson(await levers.faults());
  else print(`${place} is ${words.join(' ')}. Heal it with: farwatch heal ${place}`);
  return exits.fine;
}

/** `slow ms=2000 share=0.5`. */
function faultOf([is, ...settings]: readonly string[]): Fault {
  const pairs = settings.map((word) => {
    const [name = '', value = ''] = word.split('=');
    return [name, value === '' ? Number.NaN : Number(value)] as const;
  });
  const read = faultIn({ is, ...Object.fromEntries(pairs) });
  if ('fault' in read) return read.fault;
  throw new Trouble('fault-refused', {
    message: `Cannot break anything like that: ${read.errors.join('; ')}`,
    next: 'See the faults and what they need with: farwatch break --help',
  });
}
