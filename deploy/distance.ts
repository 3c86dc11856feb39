/** How far two regions are from each other, as far as an estimate needs it: a continent or an ocean. */

import { waits } from './waits.ts';

/** By the words that names of regions are made of, Azure's and those of AWS. */
const continents: readonly (readonly [continent: string, names: RegExp])[] = [
  ['africa', /^af-|southafrica/],
  ['middle east', /^(?:il|me)-|israel|qatar|uae/],
  ['south america', /^sa-|brazil|chile/],
  ['oceania', /^ap-southeast-[246]|australia|newzealand/],
  ['asia', /^ap-|asia|india|indonesia|japan|korea|malaysia/],
  ['north america', /^(?:us|ca|mx)-|us\d?$|canada|mexico/],
];

/** From one to the other and back, in ms. All other names are Europe's. */
export function roundTripMs(one: string, another: string): number {
  return continentOf(one) === continentOf(another) ? waits.nearMs : waits.farMs;
}

function continentOf(region: string): string {
  return continents.find(([, names]) => names.test(region))?.[0] ?? 'europe';
}
