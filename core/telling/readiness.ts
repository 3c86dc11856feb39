/** Whether the move that is asked about would work: what was known when it was offered, or was not. */

import { isAsking } from '../carrying.ts';
import type { Fact } from '../fact.ts';
import type { Incident } from '../incident.ts';
import { lastOf } from './story.ts';

/** Nothing once a move is under way: its own preflight tells more. */
export function readinessOf(
  incident: Incident,
  facts: readonly Fact[],
): { readonly readiness?: readonly string[] } {
  if (!isAsking(incident)) return {};
  const { offer, notOffered } = incident;
  const known = offer ?? (notOffered && lastOf(facts, 'notOffered'));
  return known?.readiness === undefined ? {} : { readiness: known.readiness };
}
