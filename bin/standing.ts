/** How the watches of a deployment stand: whether one of them is in the middle of something. */

import { createHash } from 'node:crypto';
import { dynamoAt } from '../adapters/aws/dynamo.ts';
import { dynamoJournal } from '../adapters/aws/journal.ts';
import { factsOf } from '../core/chronicle.ts';
import { replay } from '../core/evolve.ts';
import type { Incident } from '../core/incident.ts';
import type { WatchName } from '../core/names.ts';
import { Trouble } from '../core/trouble.ts';
import { namesOf } from '../infra/names.ts';

export type Standing = Readonly<
  { watch: WatchName } & (
    | { is: 'read'; incident: Incident }
    /** Its journal cannot be reached or trusted. */
    | { is: 'unsure'; why: string }
  )
>;

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export async function standingsOf(
  estate: string,
  watches: readonly WatchName[],
  { region }: { readonly region: string },
): Promise<readonly Standing[]> {
  const table = { client: dynamoAt({ region }), table: namesOf(estate).journal, digest };
  const journal = dynamoJournal(table);
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
