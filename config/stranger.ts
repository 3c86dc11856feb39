/** Refuses a name that leads nowhere. */

import type { Flaw, Path } from './faults.ts';
import { nearest } from './nearest.ts';
import { shown } from './secrets.ts';

/** Says which was meant, perhaps. */
export function stranger(path: Path, name: string, known: readonly string[], where: string): Flaw {
  const said = shown(name);
  const meant = nearest(name, known);
  const all = known.length === 0 ? 'There are none yet.' : `Known: ${known.join(', ')}.`;
  return {
    path,
    message: `${said === undefined ? 'is' : `${said} is`} not among ${where}`,
    next: meant === undefined ? all : `Did you mean ${meant}?`,
  };
}
