/** Where checks are made in these tests: a net of a few lines, and two regions. */

import type { Alias, AzureReader, Workflow } from '../../core/azure.ts';
import type { CheckFinding, CheckGround, CheckKind } from '../../core/kinds.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Region } from '../../core/names.ts';
import type { HttpAnswer } from '../../core/net.ts';
import { at } from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { answered, netWith, signal } from '../probes/nets.ts';

export const group = '/subscriptions/s-1/resourceGroups';

export const regions: CheckGround['regions'] = {
  primary: 'westeurope' as Region,
  secondary: 'northeurope' as Region,
};

/** When checks are made here. */
export const now = at(Date.parse('2026-03-01T10:00:00Z'));

/** What a check leans on, where its story gives a net alone. */
export function groundOf(
  net: CheckGround['net'],
  on: CheckGround['regions'] = regions,
): CheckGround {
  return { net, regions: on, at: now, ledger: ledgerFrom(() => now) };
}

export function checkOn<S>(
  kind: CheckKind<S>,
  settings: S,
  azure: Partial<AzureReader>,
  ledger = ledgerFrom(() => now),
): Promise<CheckFinding> {
  const net = netWith({ azure: { ...netWith({}).azure, ...azure } });
  return kind.check({ net, regions, at: now, ledger }, settings, signal);
}

export function checkWith<S>(
  kind: CheckKind<S>,
  settings: S,
  answer: Partial<HttpAnswer>,
  ledger = ledgerFrom(() => now),
): Promise<CheckFinding> {
  const net = netWith({ http: { fetch: async () => answered(200, answer) } });
  return kind.check({ net, regions, at: now, ledger }, settings, signal);
}

export function gone(): Refusal {
  return new Refusal({ message: 'ARM answered 404', sent: 'no', status: 404, code: 'NotFound' });
}

export function workflow(where: string, name: string, also: Partial<Workflow> = {}): Workflow {
  const id = `${where}/providers/Microsoft.Logic/workflows/${name}`;
  return { id, state: 'Enabled', tags: {}, ...also };
}

export function alias(given: Partial<Alias>): Alias {
  const usual = { role: 'Primary', provisioningState: 'Succeeded' } as const;
  return { ...usual, partner: undefined, pendingReplications: 0, ...given };
}
