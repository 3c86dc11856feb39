/** Whether what fences a singleton lies where no darkness of its two regions takes it along. */

import type { CheckFinding } from '../core/kinds.ts';
import { type Side, sides } from '../core/names.ts';
import { regionIn } from './arm-id.ts';

export interface Place {
  /** Empty where ARM does not tell. */
  readonly region: string;
  readonly found: readonly CheckFinding[];
}

/** `resource`: as ARM tells it. */
export function placeOf(
  name: string,
  resource: unknown,
  regions: Readonly<Record<Side, string>>,
): Place {
  const { location } = Object(resource);
  if (typeof location !== 'string') {
    const why = `ARM does not tell where ${name} lies`;
    return { region: '', found: [{ is: 'unsure', why, next: 'Look at it in the portal.' }] };
  }
  const region = regionIn(location);
  if (!sides.some((side) => regionIn(regions[side]) === region)) return { region, found: [] };
  const why = `${name} lies in ${region}, which may go dark itself: nothing can be enabled then, and whoever needs it stops`;
  return { region, found: [{ is: 'warns', why, next: `Keep ${name} in a third region.` }] };
}
