/** The main job as a rehearsal: a region goes dark, a person is asked, the estate moves, is proven. */

import type { Click } from '../../core/click.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Instant, Person } from '../../core/names.ts';
import type { AzureWorld } from '../world/azure.ts';
import { type Report, reportOf } from './report.ts';
import type { Theatre } from './theatre.ts';

export interface Rehearsal {
  /** What happens in the lab that is no fact. */
  say(text: string): void;
  /** Undefined: people answer, at the page or the terminal. */
  readonly approver: Person | undefined;
}

/** A person may take their time; machines may not. */
const patienceMs = { person: 20 * 60_000, move: 5 * 60_000, settle: 30_000 };

export type Ending = 'proven' | 'not proven' | 'not settled';

export async function rehearsal(
  theatre: Theatre,
  { say, approver }: Rehearsal,
): Promise<{ readonly ending: Ending; readonly report: Report }> {
  const { watch, clock, world, house } = theatre;
  const region = watch.regions.primary;
  let darkAt = clock.now();
  const ending = await theatre.perform(async (): Promise<Ending> => {
    // The quiet part, shortened: two looks in a row make an opinion, whatever the interval is.
    await house.lookNow();
    await house.lookNow();
    darkAt = clock.now();
    say(`${region} goes dark`);
    world.faults.set(region, { is: 'dark' });

    if (!(await until(theatre, 'asked', patienceMs.move))) return 'not proven';
    if (approver !== undefined) {
      say(`nobody is asked: the lab approves in the name of ${approver}, as only a lab can`);
      say(await house.answer(yesOf(await theatre.incident(), approver)));
    }
    const wait = approver === undefined ? patienceMs.person : patienceMs.move;
    if (!(await until(theatre, 'proven', wait))) return 'not proven';

    if ((await theatre.incident()).stage !== 'settling') return 'proven';
    say(`${region} comes back, with what is owed to it`);
    world.faults.clear(region);
    return (await until(theatre, 'over', patienceMs.settle)) ? 'proven' : 'not settled';
  });
  const incident = await theatre.incident();
  return { ending, report: reportOf(incident, theatre.facts(), watch, darkAt) };
}

function yesOf(incident: Incident, person: Person): Click {
  if (incident.stage !== 'confirmed' || incident.offer === undefined) {
    throw new Error(`nothing is on offer while ${incident.stage}`);
  }
  const { plans, number } = incident.offer;
  const [plan] = plans;
  if (plan === undefined) throw new Error('an offer without plans was made');
  return {
    kind: 'answer',
    via: 'lab',
    user: person,
    name: person,
    watch: plan.watch,
    incident: incident.number,
    nonce: 'rehearsal',
    yes: true,
    digest: plan.digest,
    offer: number,
  };
}

/** Whether such a fact came; a move that is held, declined or cleared will not go on by itself. */
async function until(theatre: Theatre, kind: Fact['kind'], ms: number): Promise<boolean> {
  const deadline = (theatre.clock.now() + ms) as Instant;
  const dead = new Set<Fact['kind']>(['held', 'cleared', 'over']);
  while (theatre.clock.now() < deadline) {
    const facts = theatre.facts();
    if (facts.some((fact) => fact.kind === kind)) return true;
    if (facts.some((fact) => dead.has(fact.kind))) return false;
    await theatre.clock.sleep(100);
  }
  return false;
}

/** What flowed all the while, in a sentence. */
export function flowOf({ traffic }: AzureWorld): string {
  const orders = Object.entries(traffic.orders()).map(([where, n]) => `${n} ${where}`);
  const twice = traffic.duplicates().length;
  return `orders: ${orders.join(', ')}; EDI documents answered: ${traffic.ledger().length}, still waiting: ${traffic.waiting()}, answered twice: ${twice}`;
}
