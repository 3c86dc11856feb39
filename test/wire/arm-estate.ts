/** An estate with a page's worth of workflows and more, asked through Microsoft's own clients. */

import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout, WorkflowLayout } from '../../lab/world/azure.ts';
import { ordersLayout, workflowId } from '../lab/world/orders-layout.ts';
import { type Recorder, recorder } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

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
  const { world, estate, as } = await openLabEstate(layout, {
    now: () => at,
    seed: 'arm',
    witness: seen.witness,
  });
  return {
    world,
    estate,
    pass,
    azureAs({ name = 'switch', ...told } = {}) {
      return { ...azureOf(as(name, told)), pause: async (ms) => pass(ms) };
    },
  };
}
