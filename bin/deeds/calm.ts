/** `farwatch calm`: asks the journals whether a deployment may be touched now. */

import type { Exit } from '../exit.ts';
import { deployedJournal } from '../kept.ts';
import { print, printJson, styled } from '../print.ts';
import { readEstate } from '../read-estate.ts';
import { exitOf, isCalm, standingsOf, standingText } from '../standing.ts';

export interface CalmOptions {
  readonly home?: string;
  readonly json?: boolean;
}

export async function calm(file: string, options: CalmOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const names = estate.watches.map(({ name }) => name);
  const standings = await standingsOf(names, deployedJournal(estate, options.home));
  if (options.json) {
    const watches = standings.map((one) => {
      const told = one.is === 'read' ? { stage: one.incident.stage } : { why: one.why };
      return { watch: one.watch, calm: isCalm(one), ...told };
    });
    printJson({ calm: standings.every(isCalm), watches });
  } else {
    for (const one of standings) {
      print(`${isCalm(one) ? styled('green', '●') : styled('red', '▼')} ${standingText(one)}`);
    }
    if (!standings.every(isCalm)) print('Do not deploy now: wait until it is over.');
  }
  return exitOf(standings);
}
