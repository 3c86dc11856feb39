/** The tables of the house, for a function that was told their names. */

import { createHash } from 'node:crypto';
import { dynamoAt } from '../../adapters/aws/dynamo.ts';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import { log, loggedJournal, logTrouble } from '../../adapters/aws/log.ts';
import { dynamoMemory } from '../../adapters/aws/memory.ts';
import { dynamoSightings } from '../../adapters/aws/sightings.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Digester, Journal, Memory, Sightings } from '../../core/ports.ts';
import { type Environment, told } from './environment.ts';

/** Each is made when it is asked for: a function is told only of what it uses. */
export interface Stores {
  journal(): Journal;
  sightings(): Sightings;
  memory(): Memory;
}

/** Longer than any window over which looks are judged, and long enough to look back at a morning. */
const keepMs = 2 * 86_400_000;

export const digest: Digester = (text) => createHash('sha256').update(text).digest('hex');

export function storesOf(env: Environment): Stores {
  const client = dynamoAt({ region: told(env, 'FARWATCH_HOME') });
  return {
    journal: () => {
      const table = told(env, 'FARWATCH_JOURNAL');
      return loggedJournal(dynamoJournal({ client, table, digest }), log);
    },
    sightings: () => {
      const table = told(env, 'FARWATCH_SIGHTINGS');
      const onTrouble = (trouble: unknown) => logTrouble('sightings', trouble);
      return dynamoSightings({ client, table, keepMs, onTrouble });
    },
    memory: () => {
      const table = told(env, 'FARWATCH_MEMORY');
      return dynamoMemory({ client, table, clock: wallClock });
    },
  };
}
