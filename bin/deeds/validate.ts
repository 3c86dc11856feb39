/** `farwatch validate`: says everything that is wrong with a file, or what is in it. */

import { type Unseen, unseenIn } from '../../config/unseen.ts';
import type { Watch } from '../../core/watch.ts';
import { type Exit, exits } from '../exit.ts';
import { type Printing, print, printJson } from '../print.ts';
import { readEstate } from '../read-estate.ts';

export async function validate(file: string, { json }: Printing): Promise<Exit> {
  const estate = await readEstate(file);
  const watches = estate.watches.map(summaryOf);
  const unseen = unseenIn(estate);
  if (json) printJson({ ok: true, estate: estate.name, watches, unseen });
  else show(file, watches, unseen);
  return exits.fine;
}

type Summary = ReturnType<typeof summaryOf>;

function summaryOf({ name, mode, regions, approvers, services, chains, vantages, quorum }: Watch) {
  const titles = services.map((s) => s.title);
  const tested = (chains ?? []).map(({ title, keptFromPartners }) => ({ title, keptFromPartners }));
  return { name, mode, regions, approvers, services: titles, chains: tested, vantages, quorum };
}

const modes = {
  observe: 'observes: judges, and notes what it would have asked',
  advise: 'advises: tells people, and offers no moves',
  ask: 'asks: offers moves, and makes one when it is approved',
} as const;

function show(file: string, watches: readonly Summary[], unseen: readonly Unseen[]): void {
  print(`${file} is fine.`);
  for (const { name, mode, regions, approvers, services, chains, vantages, quorum } of watches) {
    print(`  ${name}: ${regions.primary} → ${regions.secondary}`);
    print(`    ${modes[mode]}`);
    print(`    looked at from ${vantages.join(', ')}; ${quorum} of ${vantages.length} confirm`);
    print(`    ${approvers.length === 0 ? 'nobody' : approvers.join(' or ')} may approve a move`);
    for (const service of services) print(`    ${service}`);
    for (const { title, keptFromPartners } of chains) {
      print(`    ${title}`);
      print(`      test documents are kept from partners: ${keptFromPartners}`);
    }
  }
  for (const { watch, service, why } of unseen) {
    print(`Nobody can see ${watch}/${service}: it ${why}. See docs/private-networks.md.`);
  }
}
