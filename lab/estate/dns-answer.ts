/** One question answered on the wire: aliases first, each with the TTL that it has left. */

import { Packet, type Resource } from 'dns2';
import type { RecordType } from '../../core/net.ts';
import { never } from '../../core/never.ts';
import type { AzureWorld } from '../world/azure.ts';
import { type NameRecord, recordTypes, resolve } from './resolve.ts';

/** Whoever knows, and what its answers say of it: authority, or that it asks others. */
export interface Answering extends Pick<AzureWorld, 'answer'> {
  readonly flags: { readonly aa?: 1; readonly ra?: 1 };
}

export function answer(voice: Answering, request: Packet): Packet {
  const question = request.questions[0];
  if (question === undefined || request.header.opcode !== 0) {
    return Packet.createErrorResponseFromRequest(request, Packet.RCODE.NOTIMP);
  }
  const type = typeNamed(question.type);
  const found = resolve(voice, question.name, type ?? 'A');
  const response = Packet.createResponseFromRequest(request);
  Object.assign(response.header, voice.flags);
  if (type !== undefined) response.answers.push(...found.records.flatMap(written));
  if (!found.exists) response.header.rcode = Packet.RCODE.NXDOMAIN;
  return response;
}

/** Undefined for a type the lab's zones have no records of. */
function typeNamed(code: number): RecordType | undefined {
  return recordTypes.find((type) => Packet.TYPE[type] === code);
}

function written(record: NameRecord): readonly Resource[] {
  return record.values.map((value) =>
    Object.assign(new Packet.Resource(record.name, Packet.TYPE[record.type], Packet.CLASS.IN), {
      ttl: record.ttlSeconds,
      ...held(record.type, value),
    }),
  );
}

function held(type: RecordType, value: string): Partial<Resource> {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { address: value };
    case 'CNAME':
      return { domain: value };
    case 'NS':
      return { ns: value };
    case 'TXT':
      return { data: value };
    default:
      return never(type);
  }
}
