/** What a move of the traffic alone leaves where it is: before anybody says yes to it, and afterwards. */

import type { Plan } from '../plan.ts';
import type { Watch } from '../watch.ts';
import { listed } from './words.ts';

type Told = Pick<Plan, 'trafficOnly' | 'from'>;

/** Empty for any other plan. */
export function warningOf({ trafficOnly, from }: Told, watch: Watch): readonly string[] {
  if (trafficOnly === undefined) return [];
  const { stay, dark } = trafficOnly;
  const why =
    dark.length === 0 ? '' : `, as ${listed(dark)} ${dark.length === 1 ? 'is' : 'are'} down`;
  const stays = `${listed(stay)} ${stay.length === 1 ? 'stays' : 'stay'} in ${watch.regions[from]}`;
  const [what, holds] = stay.length === 1 ? ['it', 'holds'] : ['they', 'hold'];
  return [
    `Only traffic moves: ${stays}${why}; what ${what} ${holds}, and what is received there, does not come along.`,
  ];
}

/** What is left to do about what stayed. */
export function leftBehind({ trafficOnly, from }: Told, watch: Watch): readonly string[] {
  if (trafficOnly === undefined) return [];
  const { stay } = trafficOnly;
  const region = watch.regions[from];
  return [
    `${listed(stay)} stayed in ${region}, and only the traffic has moved: what is down of it is asked about anew as soon as it can be moved. If ${region} comes back before that, bring the traffic home.`,
  ];
}
