/** An estate with a page's worth of workflows and more, asked through Microsoft's own clients. */

import { azureOf } from '../../adapters/azure/arm.ts';
import { credentialOf } from '../../adapters/azure/identity.ts';
import type { Azure } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { type Estate, openEstate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout, WorkflowLayout } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { ordersLayout, workflowId } from '../lab/world/orders-layout.ts';
import { type Recorder, recorder } from './exchanges.ts';

/** More than three of ARM's pages, and more than its limit of writes at once. */
export const receivers = Array.from({ length: 65 }, (_, n) => `receive-${100 + n}`);

const layout: Layout = {
  ...ordersLayout,
  workflows: [
    ...ordersLayout.workflows,
    ...receivers.map(
      (name): WorkflowLayout => ({
        id: workflowId('primary', name),
        side: 'primary',
        enabled: true,
        tags: { role: 'receiver' },
        does: 'receiver',
      }),
    ),
  ],
};

export interface ArmEstate {
  readonly world: AzureWorld;
  readonly estate: Estate;
  /** Lets the effects of what was ordered come true. */
  pass(ms: number): void;
  /** Through the real clients, as `switch` unless told; resting moves the world's clock. */
  azureAs(who?: Partial<Who>): Azure;
}

interface Who {
  readonly name: string;
  readonly secret: string;
  readonly timeoutMs: number;
}

/** Everything ARM was asked in this file of tests. */
export const seen: Recorder = recorder();

export async function openArmEstate(): Promise<ArmEstate> {
  let at = Date.now();
  const pass = (ms: number) => {
    at += ms;
  };
  const clock = { now: () => at as Instant };
  const world = createAzure(layout, { clock, dice: diceOf('arm'), pace: { flowing: false } });
  const estate = await openEstate(world, { witness: seen.witness });
  return {
    world,
    estate,
    pass,
    azureAs({ name = 'switch', secret, timeoutMs = 5_000 } = {}) {
      const identity = layout.identities.find((one) => one.name === name);
      const means = { dial: estate.dialOf('operator'), ca: estate.ca };
      const login = {
        tenant: layout.tenant,
        client: identity?.client ?? name,
        secret: secret ?? identity?.secret ?? '',
      };
      const credential = credentialOf(login, means);
      return { ...azureOf({ ...means, credential, timeoutMs }), pause: async (ms) => pass(ms) };
    },
  };
}
