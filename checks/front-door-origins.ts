/** Whether the two origins of a group are the two sides, and the one that shall lead does. */

import * as z from 'zod';
import { type CheckFinding, type CheckKind, Refusal } from '../core/kinds.ts';
import { type Origin, originIn } from '../core/origins.ts';
import { nameOf, originGroupId } from './arm-id.ts';
import { worstOf } from './finding.ts';

const side = z.strictObject({ origin: z.string().min(1), host: z.string().min(1) });

const settings = z.strictObject({
  group: originGroupId,
  primary: side,
  secondary: side,
  /** Whether the one of the secondary is on while the primary serves, or both serve. */
  standby: z.enum(['enabled', 'disabled', 'both']),
  apiVersion: z.string().regex(/^\d{4}-\d\d-\d\d$/),
});

type Settings = z.infer<typeof settings>;
type Asked = Settings['primary'];

const read = 'Microsoft.Cdn/profiles/originGroups/origins/read';

export const frontDoorOrigins: CheckKind<Settings> = {
  settings,
  example: {
    group:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edge/providers/Microsoft.Cdn/profiles/contoso/originGroups/orders',
    primary: { origin: 'orders-we', host: 'orders-we.azure-api.net' },
    secondary: { origin: 'orders-ne', host: 'orders-ne.azure-api.net' },
    standby: 'enabled',
    apiVersion: '2024-02-01',
  },
  describe: ({ group }) => `origins of ${nameOf(group)}`,
  rights: (s) =>
    [s.primary, s.secondary].map(({ origin }) => {
      return { action: read, scope: idOf(s, origin), plane: 'control' };
    }),

  async check({ net }, s, signal) {
    const ask = async ({ origin }: Asked) =>
      originOrNone(net.azure.resource(idOf(s, origin), s.apiVersion, signal));
    const [here, there] = await Promise.all([ask(s.primary), ask(s.secondary)]);
    const found = [...ofOne(s.primary, here), ...ofOne(s.secondary, there)];
    return worstOf([...found, ...ofBoth(s, here, there)], `${nameOf(s.group)} has both sides`);
  },
};

async function originOrNone(asked: Promise<unknown>): Promise<Origin | undefined> {
  try {
    return originIn(await asked);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

function ofOne({ origin, host }: Asked, said: Origin | undefined): readonly CheckFinding[] {
  if (said === undefined) {
    return [{ is: 'fails', why: `there is no origin ${origin}`, next: `Create ${origin}.` }];
  }
  if (said.host?.toLowerCase() === host.toLowerCase()) return [];
  const why = `${origin} leads to ${said.host ?? 'no host'}, not to ${host}`;
  return [{ is: 'fails', why, next: 'Correct the origin, or the watch file.' }];
}

/** Whoever writes that both serve should have both be led to. */
function ofPriorities(
  primary: Asked,
  secondary: Asked,
  here: number,
  there: number,
): readonly CheckFinding[] {
  if (here === there) return [];
  const why = `${primary.origin} has priority ${here} and ${secondary.origin} ${there}: only the lower number is led to`;
  return [{ is: 'warns', why, next: 'Give both the same priority, or write active-passive.' }];
}

/** With both on, the better priority leads; with one priority both do. */
function ofBoth(
  { primary, secondary, standby }: Settings,
  here: Origin | undefined,
  there: Origin | undefined,
): readonly CheckFinding[] {
  if (here?.priority === undefined || there?.priority === undefined) return [];
  if (standby === 'both') return ofPriorities(primary, secondary, here.priority, there.priority);
  if (standby === 'disabled' || here.priority < there.priority) return [];
  const why = `${secondary.origin} has priority ${there.priority} and ${primary.origin} ${here.priority}: with both on, both are led to`;
  const next = `Give ${primary.origin} the lower number, or write standby: disabled.`;
  return [{ is: 'warns', why, next }];
}

function idOf({ group }: Settings, origin: string): string {
  return `${group}/origins/${origin}`;
}
