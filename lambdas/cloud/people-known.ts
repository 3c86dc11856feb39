/** Whom each door knows: the people of the file, by the name that the door verified. */

import type { Estate } from '../../config/estate.ts';
import type { Person } from '../../core/names.ts';

/** `via`: `slack` knows member ids, `aws` knows ARNs. Nobody is known by a name alone. */
export function knownTo(people: Estate['people'], via: string): Readonly<Record<string, Person>> {
  const all = Object.entries(people).flatMap(([name, { slack, aws }]) => {
    const known = via === 'slack' ? slack : via === 'aws' ? aws : undefined;
    return known === undefined ? [] : [[known, name as Person] as const];
  });
  return Object.fromEntries(all);
}
