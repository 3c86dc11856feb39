/** Whether each of two instances of API Management could be restored from a backup of the other. */

import * as z from 'zod';
import { canBeBackedUp, type Instance, instanceIn } from '../core/apim-instances.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { apimServiceId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  services: z.tuple([apimServiceId, apimServiceId]),
  /** By which of its identities an instance reaches its backups: `system`, or a client id. */
  identity: z.string().min(1),
  /** Whether a move restores one: if that cannot be, the move cannot succeed. */
  needed: z.boolean(),
  apiVersion: z.string().min(1),
});

type Settings = z.infer<typeof settings>;
type Named = Instance & { readonly name: string };

const service = (side: 'we' | 'ne') =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-${side}/providers/Microsoft.ApiManagement/service/orders-${side}`;

export const apimTwins: CheckKind<Settings> = {
  settings,
  example: {
    services: [service('we'), service('ne')],
    identity: 'system',
    needed: true,
    apiVersion: '2024-05-01',
  },
  describe: ({ services }) => `${services.map(nameOf).join(' and ')} as twins`,
  rights: ({ services }) =>
    services.map((scope) => {
      return { action: 'Microsoft.ApiManagement/service/read', scope, plane: 'control' };
    }),

  async check({ net }, s, signal) {
    const told = await Promise.all(
      s.services.map(async (id): Promise<Named> => {
        const body = await net.azure.resource(id, s.apiVersion, signal);
        return { ...instanceIn(body), name: nameOf(id) };
      }),
    );
    const found = [...ofTiers(told, s), ...told.flatMap((one) => ofIdentity(one, s))];
    return worstOf(found, told.map(({ name, tier }) => `${name} is ${tier}`).join(', '));
  },
};

/** A restore wants the tier that the backup was made in. */
function ofTiers(told: readonly Named[], { needed }: Settings): readonly CheckFinding[] {
  const is = needed ? 'fails' : 'warns';
  const odd = told.filter((one) => !canBeBackedUp(one));
  if (odd.length > 0) {
    const why = odd.map(({ name, tier }) => `${name} is ${tier}, which Azure backs up for nobody`);
    const next = 'Take backup out of the watch file, and keep both alike by your pipeline.';
    return [{ is, why: why.join('; '), next }];
  }
  if (new Set(told.map(({ tier }) => tier)).size === 1) return [];
  const why = `${told.map(({ name, tier }) => `${name} is ${tier}`).join(', ')}: a backup is restored to its own tier alone`;
  return [{ is, why, next: 'Give both the same tier.' }];
}

function ofIdentity(
  { name, identities }: Named,
  { identity, needed }: Settings,
): readonly CheckFinding[] {
  if (identities.includes(identity.toLowerCase())) return [];
  const which = identity === 'system' ? 'system-assigned identity' : `identity ${identity}`;
  const why = `${name} has no ${which} to reach its backups by`;
  const next = `Give ${name} one, and run what \`farwatch azure setup\` prints again.`;
  return [{ is: needed ? 'fails' : 'warns', why, next }];
}
