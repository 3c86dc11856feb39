/** Reads what a publisher is told, and so which side it publishes to. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import { sides } from '../core/names.ts';
import type { Answer } from '../core/observation.ts';
import { calledOf, publisherSorts, type Reading, readingIn, rightsOn } from '../core/publishers.ts';

const settings = z.strictObject({
  of: z.enum(publisherSorts),
  resource: z.string().regex(/^\/subscriptions\/[^?]+$/, 'must be an ARM id'),
  apiVersion: z.string().min(1),
  /** What it says while the publisher publishes to that side. */
  primary: z.string().min(1),
  secondary: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

export const publisher: ProbeKind<Settings> = {
  settings,
  example: {
    of: 'apim-named-value',
    resource:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-api/providers/Microsoft.ApiManagement/service/orders/namedValues/orders-topic',
    apiVersion: '2024-05-01',
    primary: 'https://orders-we.westeurope-1.eventgrid.azure.net/api/events',
    secondary: 'https://orders-ne.northeurope-1.eventgrid.azure.net/api/events',
  },
  indirect: true,
  describe: ({ resource }) => `side that ${calledOf(resource)} leads publishers to`,
  rights: ({ of, resource }) => rightsOn(of, resource, ['read']),

  async ask(net, s, signal) {
    return answerOf(readingIn(await net.azure.resource(s.resource, s.apiVersion, signal)), s);
  },
};

function answerOf(reading: Reading, s: Settings): Answer {
  const unsure = (why: string): Answer => {
    return { finding: { is: 'unsure', why: `it ${why}`, whose: 'ours' }, phases: {} };
  };
  if (reading.is === 'withheld') return unsure(reading.why);
  const points = sides.find((side) => s[side] === reading.value);
  // What it says instead is told to nobody: farwatch does not know what that is.
  if (points === undefined) return unsure('has a value that is neither side');
  return { finding: { is: 'up' }, phases: {}, points };
}
