/** Whether a Service Bus alias is paired as declared, and has nothing left to replicate. */

import * as z from 'zod';
import type { Alias } from '../core/azure.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import { nameOf, namespaceId, sameId } from './arm-id.ts';
import { orNone, worstOf } from './finding.ts';

const settings = z.strictObject({
  alias: z.string().min(1),
  /** The namespaces of the two sides; which one leads is told by Azure. */
  primary: namespaceId,
  secondary: namespaceId,
});

type Settings = z.infer<typeof settings>;
type Told = Readonly<Record<Side, Alias | undefined>>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

export const aliasPaired: CheckKind<Settings> = {
  settings,
  example: {
    alias: 'orders-bus',
    primary: `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we`,
    secondary: `${group}/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne`,
  },
  describe: (s) =>
    `alias ${s.alias} paired between ${nameOf(s.primary)} and ${nameOf(s.secondary)}`,
  rights: (s) =>
    sides.map((side) => ({
      action: 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read',
      scope: `${s[side]}/disasterRecoveryConfigs/${s.alias}`,
      plane: 'control',
    })),

  async check({ net }, s, signal) {
    const [primary, secondary] = await Promise.all(
      sides.map((side) => orNone(net.azure.alias(s[side], s.alias, signal))),
    );
    const told = { primary, secondary };
    const found = sides.flatMap((side) => ofSide(told, side, s));
    return worstOf(
      [...found, ...ofPair(told, s)],
      `alias ${s.alias} is paired as declared, and nothing waits to be replicated`,
    );
  },
};

function ofSide(told: Told, side: Side, s: Settings): readonly CheckFinding[] {
  const alias = told[side];
  const here = nameOf(s[side]);
  if (alias === undefined) {
    const next = `Pair ${nameOf(s.primary)} with ${nameOf(s.secondary)} under the alias ${s.alias}.`;
    return [{ is: 'fails', why: `${here} has no alias ${s.alias}`, next }];
  }
  const { provisioningState, pendingReplications = 0, partner } = alias;
  const declared = s[other(side)];
  if (partner !== undefined && !sameId(partner, declared)) {
    const why = `${here} is paired with ${nameOf(partner)}, not with ${nameOf(declared)}`;
    return [{ is: 'fails', why, next: 'Correct the watch file, or pair it as declared.' }];
  }
  if (provisioningState === 'Failed') {
    const next = `Read the activity log of ${here}.`;
    return [{ is: 'fails', why: `${here} reports Failed for alias ${s.alias}`, next }];
  }
  if (provisioningState === 'Accepted') {
    return [{ is: 'warns', why: `alias ${s.alias} is being changed`, next: 'Look again later.' }];
  }
  if (pendingReplications > 0) {
    const why = `${pendingReplications} changes wait to be replicated from ${here}`;
    return [{ is: 'warns', why, next: 'Look again; if they stay, ask Azure support.' }];
  }
  return [];
}

/** One side leads and knows its partner: a pair that was failed over has to be made anew. */
function ofPair(told: Told, { alias }: Settings): readonly CheckFinding[] {
  const known = sides.flatMap((side) => told[side] ?? []);
  const next = 'Pair the alias anew, with an empty namespace on the other side.';
  if (known.some(({ role }) => role === 'PrimaryNotReplicating')) {
    const why = `alias ${alias} has no partner: nothing is replicated and it cannot be moved`;
    return [{ is: 'fails', why, next }];
  }
  if (known.length < sides.length) return [];
  const leading = known.filter(({ role }) => role === 'Primary').length;
  if (leading === 1 && known.every(({ partner }) => partner !== undefined)) return [];
  const roles = sides.map((side) => `${side} ${told[side]?.role ?? 'none'}`).join(', ');
  return [{ is: 'fails', why: `alias ${alias} is no pair: ${roles}`, next }];
}
