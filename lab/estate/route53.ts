/** Route 53 on the wire, api-version 2013-04-01, as far as CNAMEs go: listed, and changed in a batch. */

import type { PlainRecord } from '../../core/elsewhere.ts';
import { type AzureWorld, type Caller, Denied, type HttpServed } from '../world/azure.ts';
import type { Asked, Site } from './https.ts';

/** Whoever signs with a key: signatures themselves are not checked here. */
const caller: Caller = 'switch';
const shape = /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/;
const namespace = 'https://route53.amazonaws.com/doc/2013-04-01/';

export function route53Site({ hosted }: Pick<AzureWorld, 'hosted'>): Site {
  return {
    places: () => ['route53'],
    answer(asked) {
      try {
        return answer(hosted, asked);
      } catch (error) {
        if (error instanceof Denied) return refusal(error);
        throw error;
      }
    },
  };
}

function answer(hosted: AzureWorld['hosted'], asked: Asked): HttpServed {
  if (!/^AWS4-HMAC-SHA256 Credential=\S+\/us-east-1\/route53\//.test(signatureOf(asked))) {
    throw new Denied(403, 'MissingAuthenticationToken', 'Missing Authentication Token');
  }
  const { pathname, searchParams: query } = new URL(asked.path, `https://${asked.host}`);
  const [, zone] = shape.exec(pathname) ?? [];
  if (zone === undefined) throw new Denied(404, 'UnknownOperationException', pathname);
  if (asked.method === 'GET') return listed(hosted, zone, query.get('name') ?? '');
  const changes = [...asked.body.matchAll(/<Change>(.*?)<\/Change>/gs)].map(([, one = '']) => one);
  const [was, now] = [changeIn(changes, 'DELETE'), changeIn(changes, 'CREATE')];
  if (was === undefined || now === undefined || changes.length !== 2) {
    throw new Denied(400, 'InvalidChangeBatch', 'The lab knows a change of one record only.');
  }
  hosted.replace(caller, zone, now.name, { was, now });
  const info = '<Id>/change/C0123456789</Id><Status>PENDING</Status>';
  const at = '<SubmittedAt>2026-01-06T02:00:00Z</SubmittedAt>';
  return xml(
    200,
    `<ChangeResourceRecordSetsResponse xmlns="${namespace}"><ChangeInfo>${info}${at}</ChangeInfo></ChangeResourceRecordSetsResponse>`,
  );
}

/** From that name on: what is not there is not in the list. */
function listed(hosted: AzureWorld['hosted'], zone: string, name: string): HttpServed {
  const record = hosted.record(zone, name);
  const sets = record === undefined ? '' : setOf(name.replace(/\.$/, ''), record);
  const rest = '<IsTruncated>false</IsTruncated><MaxItems>1</MaxItems>';
  return xml(
    200,
    `<ListResourceRecordSetsResponse xmlns="${namespace}"><ResourceRecordSets>${sets}</ResourceRecordSets>${rest}</ListResourceRecordSetsResponse>`,
  );
}

function setOf(name: string, { cname, ttlSeconds }: PlainRecord): string {
  const values = `<ResourceRecords><ResourceRecord><Value>${cname}</Value></ResourceRecord></ResourceRecords>`;
  return `<ResourceRecordSet><Name>${name}.</Name><Type>CNAME</Type><TTL>${ttlSeconds}</TTL>${values}</ResourceRecordSet>`;
}

function changeIn(
  changes: readonly string[],
  action: 'DELETE' | 'CREATE',
): (PlainRecord & { readonly name: string }) | undefined {
  const change = changes.find((one) => textIn(one, 'Action') === action);
  if (change === undefined || textIn(change, 'Type') !== 'CNAME') return undefined;
  const ttlSeconds = Number(textIn(change, 'TTL'));
  return { name: textIn(change, 'Name'), cname: textIn(change, 'Value'), ttlSeconds };
}

function textIn(text: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? '';
}

function signatureOf({ headers }: Asked): string {
  return headers['authorization'] ?? '';
}

function refusal({ status, code, message }: Denied): HttpServed {
  return xml(
    status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>lab</RequestId></ErrorResponse>`,
  );
}

function xml(status: number, body: string): HttpServed {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}
