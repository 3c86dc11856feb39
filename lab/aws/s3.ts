/** S3 as its client knows it, as far as buckets with object lock go: what is put once stays. */

import { AwsRefusal, type Call, type Door, openDoor, type Served, type Wire } from './door.ts';
import { textOf } from './wires.ts';

export interface S3Lab extends Door {
  /** As somebody else would have put it, past every rule of the bucket. */
  put(key: string, text: string): void;
  keys(): readonly string[];
}

/** Fewer than AWS gives, so that a page has a next one. */
const pageMax = 3;

export async function openS3(): Promise<S3Lab> {
  const kept = new Map<string, string>();

  function serve(call: Call): unknown {
    const { operation, input } = call;
    if (operation === 'ListObjectsV2') return listed(kept, input);
    const name = `${textOf(input, 'Bucket')}/${textOf(input, 'Key')}`;
    switch (operation) {
      case 'PutObject':
        kept.set(name, wanted(call, kept.has(name)));
        return '';
      case 'GetObject': {
        const found = kept.get(name);
        if (found !== undefined) return found;
        throw new AwsRefusal('NoSuchKey', 'The specified key does not exist.', 404);
      }
      default:
        throw new AwsRefusal('AccessDenied', 'Access Denied because object protected by lock', 403);
    }
  }

  return {
    ...(await openDoor(restWire, serve)),
    put: (key, text) => void kept.set(key, text),
    keys: () => [...kept.keys()].toSorted(),
  };
}

/** The bucket asks for a condition and, as it locks, for a checksum (S3 user guide, "Object Lock"). */
function wanted({ headers, body }: Call, isThere: boolean): string {
  if (headers['if-none-match'] !== '*') throw new AwsRefusal('AccessDenied', 'Access Denied', 403);
  const checked = Object.keys(headers).some((name) => /^(content-md5|x-amz-checksum-)/.test(name));
  if (!checked) {
    const said = 'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests';
    throw new AwsRefusal('InvalidRequest', `${said} with Object Lock parameters`);
  }
  if (isThere) {
    const said = 'At least one of the pre-conditions you specified did not hold';
    throw new AwsRefusal('PreconditionFailed', said, 412);
  }
  return body;
}

function listed(kept: ReadonlyMap<string, string>, input: Call['input']): string {
  const bucket = `${textOf(input, 'Bucket')}/`;
  const below = [...kept.keys()]
    .filter((key) => key.startsWith(`${bucket}${String(input['prefix'] ?? '')}`))
    .map((key) => key.slice(bucket.length))
    .toSorted();
  const from = Number(input['continuation-token'] ?? 0);
  const page = below.slice(from, from + pageMax);
  const more = from + pageMax < below.length;
  const next = `<NextContinuationToken>${from + pageMax}</NextContinuationToken>`;
  const contents = page.map((key) => `<Contents><Key>${escaped(key)}</Key></Contents>`).join('');
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? next : ''}${contents}</ListBucketResult>`;
}

const plain = { 'content-type': 'application/xml' };

/** Buckets are in the path; what is asked is the method, and what stands in the query. */
const restWire: Wire = {
  read: ({ method, target, headers, body }) => {
    const { pathname, searchParams } = new URL(target, 'http://s3');
    const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    const query = Object.fromEntries(searchParams);
    const input = { ...query, Bucket: bucket, Key: decodeURIComponent(key) };
    return { operation: operationOf(method, key, query), input, headers, body };
  },
  answer: (_call, output): Served => ({ status: 200, headers: plain, body: String(output) }),
  refuse: ({ type, message, status }) => ({
    status,
    headers: plain,
    body: `<Error><Code>${type}</Code><Message>${escaped(message)}</Message></Error>`,
  }),
};

function operationOf(
  method: string,
  key: string,
  query: Readonly<Record<string, unknown>>,
): string {
  if (method === 'GET')
    return key === '' && query['list-type'] === '2' ? 'ListObjectsV2' : 'GetObject';
  return { PUT: 'PutObject', DELETE: 'DeleteObject' }[method] ?? method;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
