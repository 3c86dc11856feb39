/** Any layout of the lab on the wire, for clients that log in as one of its identities. */

import type { ArmMeans } from '../../adapters/azure/arm.ts';
import { credentialOf } from '../../adapters/azure/identity.ts';
import type { Instant } from '../../core/names.ts';
import { type Estate, type EstateOptions, openEstate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';

export interface LabEstate {
  readonly world: AzureWorld;
  readonly estate: Estate;
  /** Logs in by the identity's own secret unless told another. */
  as(identity: string, told?: Told): ArmMeans;
}

interface Told {
  readonly secret?: string;
  readonly timeoutMs?: number;
}

interface LabOptions extends Pick<EstateOptions, 'witness'> {
  /** Milliseconds since the epoch: what the effects of what was ordered go by. */
  readonly now: () => number;
  readonly seed: string;
  /** Whether orders and documents flow. Unless told, only what the test does happens. */
  readonly flowing?: boolean;
}

export async function openLabEstate(
  layout: Layout,
  { now, seed, flowing = false, ...witnessed }: LabOptions,
): Promise<LabEstate> {
  const clock = { now: () => now() as Instant };
  const world = createAzure(layout, { clock, dice: diceOf(seed), pace: { flowing } });
  const estate = await openEstate(world, witnessed);
  return {
    world,
    estate,
    as(name, { secret, timeoutMs = 5_000 } = {}) {
      const identity = layout.identities.find((one) => one.name === name);
      if (identity === undefined) throw new Error(`the layout has no identity ${name}`);
      const reach = { dial: estate.dialOf('operator'), ca: estate.ca };
      const login = { tenant: layout.tenant, client: identity.client };
      const credential = credentialOf({ ...login, secret: secret ?? identity.secret }, reach);
      return { ...reach, credential, timeoutMs };
    },
  };
}
