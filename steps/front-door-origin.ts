/** Enables or disables one origin of Azure Front Door, and never the only one that is on. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import { type Origin, originIn } from '../core/origins.ts';
import { nameOf, originGroupId } from './arm-id.ts';

const name = z.string().regex(/^[^/?#\s]+$/, 'must be the name of an origin');

const settings = z
  .strictObject({
    group: originGroupId,
    origin: name,
    state: z.enum(['Enabled', 'Disabled']),
    /** Before this one is disabled, that one must be on. */
    unless: name.optional(),
    apiVersion: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  })
  .refine((s) => s.unless?.toLowerCase() !== s.origin.toLowerCase(), {
    path: ['unless'],
    message: 'must be another origin',
  });

type Settings = z.infer<typeof settings>;

export const frontDoorOrigin: StepKind<Settings> = {
  settings,
  example: {
    group:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edge/providers/Microsoft.Cdn/profiles/contoso/originGroups/orders',
    origin: 'orders-ne',
    state: 'Enabled',
    apiVersion: '2024-02-01',
  },
  permissions: [
    'Microsoft.Cdn/profiles/originGroups/origins/read',
    'Microsoft.Cdn/profiles/originGroups/origins/write',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger: 'leads every client of an edge elsewhere: a thief of its right could take what they send',
  // Front Door takes minutes to bring a change to all of its edges.
  stepMsMax: 900_000,
  settleMs: 5_000,
  describe: ({ group, origin, state }) =>
    `Front Door ${profileOf(group)}: ${origin} ${state === 'Enabled' ? 'on' : 'off'}`,
  targets: (s) => [idOf(s, s.origin).toLowerCase()],
  reads: (s) => (s.unless === undefined ? [] : [idOf(s, s.unless)]),

  async inspect(azure, s, signal) {
    const { enabled, provisioning } = await originNamed(azure, s, s.origin, signal);
    if (enabled !== (s.state === 'Enabled')) return { is: 'todo' };
    if (provisioning === 'Succeeded') return { is: 'done' };
    if (provisioning === 'Failed') {
      const why = `Front Door could not change ${s.origin}: set it by hand, and retry`;
      return { is: 'stuck', why };
    }
    return { is: 'moving', why: `Front Door says that ${s.origin} is ${provisioning}` };
  },

  async apply(azure, s, signal) {
    const { enabled } = await originNamed(azure, s, s.origin, signal);
    if (enabled === (s.state === 'Enabled')) return;
    if (s.unless !== undefined && !(await originNamed(azure, s, s.unless, signal)).enabled) {
      const message = `${s.unless} is not enabled: without ${s.origin} nobody would be answered`;
      throw new Refusal({ message, sent: 'no' });
    }
    // Nothing of it but its state: whatever somebody else changes meanwhile stays theirs.
    const body = { properties: { enabledState: s.state } };
    await azure.patch(idOf(s, s.origin), s.apiVersion, body, signal);
  },
};

async function originNamed(
  azure: AzureReader,
  s: Settings,
  origin: string,
  signal: AbortSignal,
): Promise<Origin> {
  return originIn(await azure.resource(idOf(s, origin), s.apiVersion, signal));
}

function idOf({ group }: Settings, origin: string): string {
  return `${group}/origins/${origin}`;
}

/** `contoso/orders`: a profile has many groups. */
function profileOf(group: string): string {
  return `${group.split('/').at(-3)}/${nameOf(group)}`;
}
