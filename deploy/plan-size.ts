/** Refuses a watch whose plan could not be kept: an offer is one entry of the journal, and that has an end. */

import type { Estate } from '../config/estate.ts';
import { planOf } from '../core/draft.ts';
import { sides } from '../core/names.ts';
import { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { allUp } from '../core/ways.ts';

/** A DynamoDB item holds 400 KB; the rest of an entry takes its part. */
const planBytesMax = 350 * 1_024;

/** Throws a `Trouble` that says what to split. */
export function refuseLargePlans({ watches }: Estate): void {
  for (const watch of watches) {
    const bytes = planBytesOf(watch);
    if (bytes <= planBytesMax) continue;
    const [largest] = watch.services
      .map(({ name, steps }) => ({ name, bytes: Buffer.byteLength(JSON.stringify(steps)) }))
      .toSorted((a, b) => b.bytes - a.bytes);
    throw new Trouble('plan-too-large', {
      message: `Cannot publish ${watch.name}: a plan of it takes ${kilobytes(bytes)}, and ${kilobytes(planBytesMax)} can be kept`,
      next: `Split the watch; the largest of its services is ${largest?.name}.`,
    });
  }
}

const failover = { move: 'failover', mode: 'forced' } as const;

export function planBytesOf(watch: Watch): number {
  const services = watch.services.map(({ name }) => name);
  const plans = sides.map((side) =>
    planOf(watch, { side, services }, services, failover, { digest: () => '', planes: allUp }),
  );
  return Math.max(...plans.map((plan) => Buffer.byteLength(JSON.stringify(plan))));
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_024)} KB`;
}
