/** Reads through ARM whether resources are there and settled: for what answers nobody while it waits. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import {
  idPattern,
  provisionedIn,
  provisionedTypes,
  typeOf,
  versionOf,
} from '../core/provisioned.ts';

const settings = z.strictObject({
  resources: z
    .array(
      z
        .string()
        .regex(
          idPattern(provisionedTypes),
          `must be the ARM id of one of ${provisionedTypes.join(', ')}`,
        ),
    )
    .min(1),
});

type Settings = z.infer<typeof settings>;

export const provisioned: ProbeKind<Settings> = {
  settings,
  example: {
    resources: [
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.Web/serverfarms/orders-ne',
    ],
  },
  indirect: true,
  describe: ({ resources }) => `state of ${resources.map(nameOf).join(', ')}`,
  rights: ({ resources }) =>
    resources.map((scope) => ({ action: `${typeOf(scope)}/read`, scope, plane: 'control' })),

  async ask(net, { resources }, signal) {
    const troubles: string[] = [];
    for (const id of resources) {
      const body = await net.azure.resource(id, versionOf(typeOf(id)), signal);
      const { state } = provisionedIn(body);
      if (state === 'failed' || state === 'unknown') troubles.push(`${nameOf(id)} says ${state}`);
    }
    if (troubles.length === 0) return { finding: { is: 'up' }, phases: {} };
    return { finding: { is: 'unsure', why: troubles.join('; '), whose: 'ours' }, phases: {} };
  },
};

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
