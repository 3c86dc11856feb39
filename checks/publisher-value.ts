/** Whether what a publisher reads is ours to move: it exists, can be told, and is that of one of the two sides. */

import * as z from 'zod';
import { type CheckFinding, type CheckKind, Refusal } from '../core/kinds.ts';
import { sides } from '../core/names.ts';
import { calledOf, publisherSorts, type Reading, readingIn, rightsOn } from '../core/publishers.ts';

const settings = z.strictObject({
  of: z.enum(publisherSorts),
  resource: z.string().regex(/^\/subscriptions\/[^?]+$/, 'must be an ARM id'),
  apiVersion: z.string().min(1),
  /** What it says while either side serves: the only values that a move replaces. */
  primary: z.string().min(1),
  secondary: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

export const publisherValue: CheckKind<Settings> = {
  settings,
  example: {
    of: 'app-configuration',
    resource:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-api/providers/Microsoft.AppConfiguration/configurationStores/orders/keyValues/orders-topic',
    apiVersion: '2024-05-01',
    primary: 'https://orders-we.westeurope-1.eventgrid.azure.net/api/events',
    secondary: 'https://orders-ne.northeurope-1.eventgrid.azure.net/api/events',
  },
  describe: ({ resource }) => `what publishers read of ${calledOf(resource)}`,
  rights: ({ of, resource }) => rightsOn(of, resource, ['read']),

  async check({ net }, s, signal) {
    const name = calledOf(s.resource);
    try {
      const body = await net.azure.resource(s.resource, s.apiVersion, signal);
      return findingOf(name, readingIn(body), s);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
      const next = 'Create it with the value of the primary side, or correct the watch file.';
      return { is: 'fails', why: `there is no ${name}`, next };
    }
  },
};

function findingOf(name: string, reading: Reading, s: Settings): CheckFinding {
  const fails = (why: string, next: string): CheckFinding => {
    return { is: 'fails', why: `${name} ${why}`, next };
  };
  if (reading.is === 'withheld') {
    return fails(reading.why, 'Keep the address in one of its own that is no secret.');
  }
  const points = sides.find((side) => s[side] === reading.value);
  if (points === undefined) {
    const next = 'Put it back, or correct the watch file: a move overwrites nothing of others.';
    return fails('has a value that is neither side', next);
  }
  if (reading.locked) return fails('is locked in its store', `Unlock ${name}.`);
  return { is: 'fine', why: `${name} leads publishers to the ${points} side` };
}
