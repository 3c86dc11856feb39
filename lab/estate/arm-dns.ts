/** Microsoft.Network/dnsZones, api-version 2018-05-01: CNAME record sets, read and written. */

import * as z from 'zod';
import type { RecordSet } from '../../core/azure.ts';
import { Denied } from '../world/azure.ts';
import {
  type ArmCall,
  type ArmState,
  json,
  malformed,
  type Operation,
  resourceGroup,
} from './arm-route.ts';

const shared = {
  provider: 'dns',
  apiVersion: '2018-05-01',
  path: `${resourceGroup}/providers/Microsoft.Network/dnsZones/{zone}/CNAME/{name}`,
  // Azure DNS is served from everywhere; no region of ours darkens it.
  regions: () => [],
} as const;

const wanted = z.object({
  properties: z.object({
    TTL: z.int().min(1).max(2_147_483_647),
    metadata: z.record(z.string(), z.string()).default({}),
    CNAMERecord: z.object({ cname: z.string().min(1) }),
  }),
});

export const dnsOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'GET',
    answer: (arm, call) => json(200, wireOf(arm.recordSet(call.id), call)),
  },
  { ...shared, method: 'PUT', answer: put },
];

function put(arm: ArmState, call: ArmCall) {
  const parsed = wanted.safeParse(call.body);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  const { TTL: ttlSeconds, metadata, CNAMERecord } = parsed.data.properties;
  const existed = existing(arm, call.id) !== undefined;
  if (existed && call.headers['if-none-match'] === '*') {
    throw new Denied(
      412,
      'PreconditionFailed',
      `The Record set ${call.params['name']} exists already.`,
    );
  }
  const set = { ttlSeconds, metadata, cname: CNAMERecord.cname };
  const kept = arm.putRecordSet(call.by, call.id, set, call.headers['if-match']);
  return json(existed ? 200 : 201, wireOf(kept, call));
}

function existing(arm: ArmState, id: string): RecordSet | undefined {
  try {
    return arm.recordSet(id);
  } catch (error) {
    if (error instanceof Denied && error.status === 404) return undefined;
    throw error;
  }
}

function wireOf({ ttlSeconds, cname, metadata, etag }: RecordSet, { id, params }: ArmCall) {
  return {
    id,
    name: params['name'],
    type: 'Microsoft.Network/dnszones/CNAME',
    etag,
    properties: {
      fqdn: `${params['name']}.${params['zone']}.`,
      TTL: ttlSeconds,
      metadata,
      targetResource: {},
      ...(cname !== undefined && { CNAMERecord: { cname } }),
      provisioningState: 'Succeeded',
    },
  };
}
