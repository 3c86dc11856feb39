/** How a rehearsal is introduced and summed up at the terminal. */

import { took } from '../core/telling/words.ts';
import type { LabState } from '../lab/estate/state.ts';
import type { Ending } from '../lab/play/rehearsal.ts';
import type { Report } from '../lab/play/report.ts';
import { print, styled } from './print.ts';
import type { Stage } from './stage.ts';

export function introduce({ theatre, where, file, base }: Stage): void {
  const { watch, lab } = theatre;
  const { regions, policy, vantages, quorum, name } = watch;
  print(
    `${styled('bold', 'farwatch')} rehearses ${name}: ${regions.primary} → ${regions.secondary}, in ${where}.`,
  );
  print(
    `Rounds every ${policy.roundMs / 1_000} s from ${vantages.join(', ')}; ${quorum} of them confirm. Nothing leaves this machine.`,
  );
  print(`The room where people are asked: ${styled('underline', lab.slack.page)}`);
  const [person] = watch.mayStop;
  if (person !== undefined) {
    const stop = `npm run farwatch -- stop ${file} --as ${person} --state ${base}`;
    print(`To stop the move from another terminal: ${stop}`);
  }
  print();
}

const endings: Readonly<Record<Ending, string>> = {
  proven: 'Moved and proven.',
  held: 'The move is held: a step did not do what it should, and nobody is here to decide.',
  declined: 'Declined: nothing was moved.',
  cleared: 'Cleared: what was down came back before anybody said yes.',
  abandoned: 'Abandoned: the move stays where it was.',
  'not settled': 'Moved and proven, but what is owed was not settled in time.',
  'too slow': 'Not proven: nothing happened any more.',
  left: 'Left before the end.',
};

export function conclude({ timings, steps }: Report, ending: Ending, state: LabState): void {
  const { darkAt, suspectedAt, confirmedAt, askedAt, approvedAt, movedAt, provenAt } = timings;
  const part = (name: string, from: number | undefined, to: number | undefined) => {
    if (from !== undefined && to !== undefined) print(`  ${name.padEnd(22)} ${took(to - from)}`);
  };
  print();
  print(styled('bold', endings[ending]));
  part('dark → suspected', darkAt, suspectedAt);
  part('dark → confirmed', darkAt, confirmedAt);
  part('confirmed → asked', confirmedAt, askedAt);
  part('asked → approved', askedAt, approvedAt);
  part('approved → moved', approvedAt, movedAt);
  part('moved → proven', movedAt, provenAt);
  part('dark → proven', darkAt, provenAt);
  for (const { name, standing, tookMs } of steps) {
    print(`  ${name.padEnd(36)} ${standing.padEnd(8)} ${tookMs === undefined ? '' : took(tookMs)}`);
  }
  print(`  ${flowOf(state, provenAt)}`);
}

/** What flowed all the while, in a sentence. */
function flowOf({ orders, ledger, waiting, duplicates }: LabState, provenAt = Infinity): string {
  const taken = Object.entries(orders).map(([where, n]) => `${n} ${where}`);
  // What went dark comes back after the proof: only from then on can both sides have run.
  const last = (name: string) => ledger.findLast(({ document }) => document === name)?.at ?? 0;
  const overlapping = duplicates.filter((name) => last(name) >= provenAt).length;
  const others = duplicates.length - overlapping;
  const twice = [
    ...(overlapping > 0 ? [`${overlapping} of them twice while both sides ran`] : []),
    ...(others > 0 ? [`${others} of them twice without such a reason`] : []),
  ];
  return `orders: ${taken.join(', ')}; EDI documents answered: ${ledger.length}, ${twice.join(', ') || 'none twice'}; still waiting: ${waiting}`;
}
