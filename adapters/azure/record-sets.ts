/** CNAME record sets through Microsoft.Network/dnsZones 2018-05-01. */

import type { Azure } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { armIdOf, nameIn } from './arm-id.ts';
import type { Arm } from './clients.ts';

type RecordSets = Pick<Azure, 'recordSet' | 'putRecordSet'>;

export function recordSetsOf(arm: Arm): RecordSets {
  return {
    async recordSet(id, signal) {
      const { group, zone, name } = partsOf(id);
      const what = `read the CNAME ${name}.${zone}`;
      const found = await arm.read({ id, what, signal }, (on, abortSignal) =>
        on.dns.recordSets.get(group, zone, name, 'CNAME', { abortSignal }),
      );
      const { ttl, etag, metadata = {}, cnameRecord } = found;
      if (ttl === undefined || etag === undefined) {
        throw new Between(`${what}: ARM told neither its TTL nor its etag`);
      }
      return { ttlSeconds: ttl, cname: cnameRecord?.cname, metadata, etag };
    },

    async putRecordSet(id, { ttlSeconds, cname, metadata }, etag, signal) {
      const { group, zone, name } = partsOf(id);
      const set = { ttl: ttlSeconds, metadata, cnameRecord: { cname } };
      await arm.write(
        { id, what: `point ${name}.${zone} at ${cname}`, signal },
        (on, abortSignal) =>
          on.dns.recordSets.createOrUpdate(group, zone, name, 'CNAME', set, {
            ifMatch: etag,
            abortSignal,
          }),
      );
    },
  };
}

function partsOf(id: string): { group: string; zone: string; name: string } {
  return { group: armIdOf(id).group, zone: nameIn(id, 'dnsZones'), name: nameIn(id, 'CNAME') };
}
