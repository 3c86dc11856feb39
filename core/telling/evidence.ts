/** What was seen, service by service: how it is told while it lasts, and afterwards. */

import type { Seen } from '../fact.ts';
import type { Outage } from '../incident.ts';
import type { ServiceName } from '../names.ts';
import type { Watch } from '../watch.ts';
import { listed } from './words.ts';

/** `now`: whether it goes on, as far as this card knows; afterwards it is told as past. */
export type Tense = 'now' | 'then';

/** The name and the verdict on the first line; below it what the service is, and who saw what. */
export function evidenceOf(
  { service, side, is, votes, of, why }: Seen,
  watch: Watch,
  tense: Tense,
): string {
  const title = titleOf(watch, service);
  const verdict = is === 'down' ? 'down' : 'failing';
  const was = tense === 'now' ? verdict : `was ${verdict}`;
  const first = `${service}: ${was} in ${watch.regions[side]} from ${votes} of ${of} vantages`;
  return [first, ...(title === service ? [] : [title]), ...alike(why, of)].join('\n');
}

/** In the words of whoever reads it at night, not of those who built the probes. */
const phases: Readonly<Record<string, string>> = {
  resolve: 'name lookup',
  connect: 'connection',
  secure: 'TLS',
};

/** "north: connect: timed out", "west: connect: timed out": one line for those who say the same. */
function alike(why: readonly string[], of: number): readonly string[] {
  const said = why.map((line) => {
    const [from = '', phase = '', ...words] = line.split(': ');
    return { from, words: [phases[phase] ?? phase, ...words].join(': ') };
  });
  const groups = [...Map.groupBy(said, ({ words }) => words)];
  return groups.map(([words, all]) => {
    const who = all.length === of && of > 1 ? 'every vantage' : listed(all.map((one) => one.from));
    return `${who}: ${words}`;
  });
}

/** What answered all the same: planes, and services that the evidence does not name. */
export function besideOf({ seen, layers }: Outage, watch: Watch, tense: Tense): readonly string[] {
  const named = seen.map(({ service }) => `${titleOf(watch, service)} in `);
  const beside = layers.filter((line) => !named.some((start) => line.startsWith(start)));
  if (tense === 'now') return beside;
  return beside.map((line) => line.replace(/ (up|down|unsure)(?= from |$)/, ' was $1'));
}

/** A newer file may not have it any more: an ending is told all the same. */
function titleOf({ services }: Watch, name: ServiceName): string {
  return services.find((service) => service.name === name)?.title ?? name;
}
