/** Microsoft.ServiceBus geo-disaster-recovery aliases, api-version 2021-11-01. */

import * as z from 'zod';
import type { Alias } from '../../core/azure.ts';
import { busEntityOperations } from './arm-bus-entities.ts';
import { busRuleOperations } from './arm-bus-rules.ts';
import {
  type ArmCall,
  type ArmState,
  empty,
  json,
  malformed,
  type Operation,
  regionsOf,
  resourceGroup,
} from './arm-route.ts';

const shared = {
  provider: 'servicebus',
  apiVersion: '2021-11-01',
  path: `${resourceGroup}/providers/Microsoft.ServiceBus/namespaces/{namespace}/disasterRecoveryConfigs/{alias}`,
  regions: regionsOf,
} as const;

/** The body is optional: without it a failover is forced. */
const failover = z
  .object({ properties: z.object({ IsSafeFailover: z.boolean().optional() }).optional() })
  .nullish();

const pairing = z.object({ properties: z.object({ partnerNamespace: z.string().min(1) }) });

export const serviceBusOperations: readonly Operation[] = [
  { ...shared, method: 'GET', answer: (arm, call) => json(200, wireOf(arm, call)) },
  { ...shared, method: 'PUT', answer: pair },
  // Not a long-running operation: it answers at once, and the alias moves later.
  { ...shared, method: 'POST', action: 'failover', answer: failOver },
  { ...shared, method: 'POST', action: 'breakPairing', answer: breakPairing },
  ...busEntityOperations,
  ...busRuleOperations,
];

function failOver(arm: ArmState, call: ArmCall) {
  const parsed = failover.safeParse(call.body);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  const safe = parsed.data?.properties?.IsSafeFailover ?? false;
  arm.failOverAlias(call.by, namespaceOf(call), aliasOf(call), safe);
  return empty(200);
}

function breakPairing(arm: ArmState, call: ArmCall) {
  arm.breakPairing(call.by, namespaceOf(call), aliasOf(call));
  return empty(200);
}

function pair(arm: ArmState, call: ArmCall) {
  const parsed = pairing.safeParse(call.body);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  arm.pair(call.by, namespaceOf(call), aliasOf(call), parsed.data.properties.partnerNamespace);
  return json(200, wireOf(arm, call));
}

function namespaceOf({ id }: ArmCall): string {
  return id.slice(0, id.search(/\/disasterRecoveryConfigs\//i));
}

function aliasOf({ params }: ArmCall): string {
  return params['alias'] ?? '';
}

function wireOf(arm: ArmState, call: ArmCall) {
  const told: Alias = arm.alias(namespaceOf(call), aliasOf(call));
  return {
    id: call.id,
    name: aliasOf(call),
    type: 'Microsoft.ServiceBus/Namespaces/disasterrecoveryconfigs',
    properties: {
      provisioningState: told.provisioningState,
      role: told.role,
      partnerNamespace: told.partner ?? '',
      ...(told.pendingReplications !== undefined && {
        pendingReplicationOperationsCount: told.pendingReplications,
      }),
    },
  };
}
