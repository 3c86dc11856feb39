/** How the watches of a deployment stand: whether one of them is in the middle of something. */

import { factsOf } from '../core/chronicle.ts';
import { replay } from '../core/evolve.ts';
import type { Incident } from '../core/incident.ts';
import type { WatchName } from '../core/names.ts';
import type { Journal } from '../core/ports.ts';
import { Trouble } from '../core/trouble.ts';
import { type Exit, exits } from './exit.ts';

export type Standing = Readonly<
  { watch: WatchName } & (
    | { is: 'read'; incident: Incident }
    /** Its journal cannot be reached or trusted. */
    | { is: 'unsure'; why: string }
  )
>;

export async function standingsOf(
  watches: readonly WatchName[],
  journal: Pick<Journal, 'read'>,
): Promise<readonly Standing[]> {
  return await Promise.all(
    watches.map(async (watch): Promise<Standing> => {
      try {
        const { entries } = await journal.read(watch);
        return { watch, is: 'read', incident: replay(factsOf(entries)) };
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        return { watch, is: 'unsure', why: error.message };
      }
    }),
  );
}

/** Nothing is suspected, asked or under way. */
export function isCalm(standing: Standing): boolean {
  return standing.is === 'read' && ['calm', 'over'].includes(standing.incident.stage);
}

/** "orders: incident 4 is moving" */
export function standingText(standing: Standing): string {
  if (standing.is === 'unsure') return `${standing.watch}: ${standing.why}`;
  const { incident, watch } = standing;
  if (isCalm(standing)) return `${watch}: calm`;
  return `${watch}: incident ${incident.number} is ${incident.stage}`;
}

/** To a pipeline that would change something: 1 while it must wait. */
export function exitOf(standings: readonly Standing[]): Exit {
  if (standings.some((one) => one.is === 'read' && !isCalm(one))) return exits.failed;
  return standings.every(isCalm) ? exits.fine : exits.unsure;
}
