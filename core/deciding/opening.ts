/** How the next incident begins: nothing is written behind an ending. */

import type { Fact } from '../fact.ts';
import type { Incident } from '../incident.ts';
import type { Instant } from '../names.ts';

/** News of an incident that is over opens the next one, which carries on what still stands. */
export function behindEnding(
  incident: Incident,
  facts: readonly Fact[],
  at: Instant,
): readonly Fact[] {
  if (incident.stage !== 'over' || facts.length === 0) return facts;
  const { number, conditions, active, quietUntil, stopped, adopted, parting } = incident;
  const still = {
    ...(stopped === undefined ? {} : { stopped }),
    ...(adopted === undefined ? {} : { adopted }),
    ...(parting === undefined ? {} : { parting }),
  };
  const next = { incident: number + 1, conditions, active, quietUntil, ...still };
  return [{ kind: 'opened', at, ...next }, ...facts];
}
