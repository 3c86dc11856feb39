/** The services of API Management with several regions that a watch file describes. */

import type { Service } from '../../core/watch.ts';
import type { MultiRegionLayout } from './azure.ts';
import { read } from './specs.ts';

export function multiRegionsOf({ checks = [] }: Service): readonly MultiRegionLayout[] {
  return checks.flatMap(read.locations).map((settings) => {
    const { service: id, host, primary, secondary, master, standby } = settings;
    const gateways = { primary: primary.host, secondary: secondary.host };
    return { id, host, gateways, master, standby };
  });
}
