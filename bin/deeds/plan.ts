/** `farwatch plan`: shows what a move would do, step by step, without asking or changing anything. */

import { planOf } from '../../core/draft.ts';
import type { ServiceName, Side } from '../../core/names.ts';
import type { Plan } from '../../core/plan.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { allUp } from '../../core/ways.ts';
import { digest } from '../digest.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';

export interface PlanOptions {
  readonly watch?: string;
  readonly from: Side;
  readonly services?: readonly string[];
  readonly json?: boolean;
}

export async function plan(file: string, options: PlanOptions): Promise<Exit> {
  const watch = watchIn(await readEstate(file), options.watch);
  return show(drafted(watch, options), watch, options.json);
}

function drafted(watch: Watch, { from, services }: PlanOptions): Plan {
  const all = watch.services.map((s) => s.name);
  const unknown = (services ?? []).filter((name) => !all.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Trouble('service-unknown', {
      message: `Cannot plan for ${unknown.join(', ')}: ${watch.name} has ${all.join(', ')}`,
      next: 'Name services of the watch, or none for the whole region.',
    });
  }
  const chosen = all.filter((name: ServiceName) => services?.includes(name) ?? true);
  const because = { side: from, services: chosen };
  const what = { move: 'failover', mode: 'forced' } as const;
  return planOf(watch, because, chosen, what, { digest, planes: allUp });
}

function show(drawn: Plan, watch: Watch, json = false): Exit {
  if (json) {
    printJson(drawn);
    return exits.fine;
  }
  const way = `${watch.regions[drawn.from]} → ${watch.regions[drawn.to]}`;
  print(`${drawn.move} of ${watch.name}: ${way}, while ${watch.regions[drawn.from]} is down`);
  let phase = '';
  for (const step of drawn.steps) {
    if (step.phase !== phase) print(`  ${styled('bold', step.phase)}`);
    phase = step.phase;
    const marks = [
      ...(step.irreversible ? ['irreversible'] : []),
      ...(step.owable ? ['may be owed while its region is dark'] : []),
      ...(step.note === undefined ? [] : [step.note]),
      ...(step.guardedBy.length > 0 ? [`after ${step.guardedBy.join(', ')}`] : []),
    ];
    print(`    ${step.title}${marks.length > 0 ? styled('dim', `  (${marks.join('; ')})`) : ''}`);
  }
  print(`  ${styled('bold', 'prove')}`);
  print(
    `    ${watch.quorum} of ${watch.vantages.length} vantages see it served from ${watch.regions[drawn.to]}`,
  );
  for (const { title, keptFromPartners } of watch.chains ?? []) {
    print(`    ${title}: a test document goes the whole way`);
    print(styled('dim', `      kept from partners: ${keptFromPartners}`));
  }
  const approvers = watch.approvers.length === 0 ? 'nobody' : watch.approvers.join(' or ');
  print(`${approvers} may approve it. Digest ${drawn.digest}. Nothing was changed.`);
  return exits.fine;
}
