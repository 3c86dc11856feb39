/** `farwatch heal`: makes a place of an open lab work again, or all of it. */

import { Trouble } from '../../core/trouble.ts';
import { labDescribedIn } from '../../lab/play/description.ts';
import { leversAt } from '../../lab/play/remote.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';

export interface HealOptions {
  readonly lab: string;
  readonly json?: boolean;
}

export async function heal(place: string | undefined, { lab, json }: HealOptions): Promise<Exit> {
  const levers = leversAt((await labDescribedIn(lab)).control);
  const broken = [...new Set((await levers.faults()).map((one) => one.place))];
  const meant = place === undefined ? broken : broken.filter((one) => one === place);
  if (place !== undefined && meant.length === 0) throw notBroken(place, broken);
  for (const one of meant) await levers.heal(one);
  if (json) printJson(await levers.faults());
  else print(meant.length === 0 ? 'Nothing is broken.' : `Healed: ${meant.join(', ')}.`);
  return exits.fine;
}

function notBroken(place: string, broken: readonly string[]): Trouble {
  const what = broken.length === 0 ? 'nothing is broken' : `broken are ${broken.join(', ')}`;
  return new Trouble('not-broken', {
    message: `Cannot heal ${place}: ${what}`,
    next: broken.length === 0 ? 'There is nothing to do.' : 'Name one of them, or none for all.',
  });
}
