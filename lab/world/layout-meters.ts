/** Whose requests a watch file has counted, and by which host they come. */

import { sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { MeterLayout } from './azure.ts';
import { read } from './specs.ts';

export function metersOf({ checks = [] }: Service): readonly MeterLayout[] {
  return checks
    .flatMap(read.arrivals)
    .flatMap(({ metric, ...s }) =>
      sides.map((side) => ({ id: s[side].resource, side, host: s[side].host, metric })),
    );
}
