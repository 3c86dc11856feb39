/** What a deployed function says: one JSON line for each fact and each trouble, for people and filters. */

import type { Journal } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';

export type Line = Readonly<Record<string, string | number | boolean | undefined>>;
export type Log = (line: Line) => void;

/** As it is: the runtime's own `console` would put its words before the JSON. */
export const log: Log = (line) => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** `where`: the watch, or the part of us, that is in trouble. */
export function logTrouble(where: string, error: unknown): void {
  log(troubleLine(where, error));
}

export function troubleLine(where: string, error: unknown): Line {
  const code = error instanceof Trouble ? error.code : undefined;
  return { level: 'error', where, code, trouble: withoutQueries(wordsOf(error)) };
}

/** Says each fact that was kept; alarms count some of them. */
export function loggedJournal(journal: Journal, say: Log): Journal {
  return {
    ...journal,
    append: async (watch, head, facts) => {
      const kept = await journal.append(watch, head, facts);
      if (kept === 'kept') {
        for (const { kind, at } of facts) {
          say({ level: 'info', watch, fact: kind, at: new Date(at).toISOString() });
        }
      }
      return kept;
    },
  };
}

function withoutQueries(text: string): string {
  return text.replace(/\?[^\s'"]*/g, '');
}
