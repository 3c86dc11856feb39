/** Which records of which hosted zones the moves of an estate change: what its role needs a right on. */

import type { Estate } from '../config/estate.ts';
import { mayBeOffered } from '../core/draft.ts';
import { plainName } from '../core/host-names.ts';
import { 'route53-record' as route53Record } from '../steps/registry.ts';

export interface HostedRecords {
  /** The id of the hosted zone. */
  readonly zone: string;
  /** As Route 53 normalises them: in lower case, without the root's dot. */
  readonly names: readonly string[];
}

/** Where no watch offers moves, there are none. */
export function hostedRecordsOf({ watches }: Estate): readonly HostedRecords[] {
  const steps = watches
    .filter(({ mode }) => mode === 'ask')
    .flatMap(({ services }) => services.flatMap(({ steps: moves }) => moves.filter(mayBeOffered)))
    .flatMap((move) => move.steps.filter(({ kind }) => kind === 'route53-record'));
  const records = steps.map(({ settings }) => route53Record.settings.safeParse(settings));
  const read = records.flatMap((one) => (one.success ? [one.data] : []));
  return [...Map.groupBy(read, ({ zone }) => zone)].map(([zone, all]) => {
    return { zone, names: [...new Set(all.map(({ name }) => plainName(name)))].toSorted() };
  });
}
