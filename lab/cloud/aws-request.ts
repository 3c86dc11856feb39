/** What a call to AWS is to IAM: an action on resources, and the keys that conditions may ask for. */

import type { Call } from '../aws/door.ts';
import { at, isData, textAt, textsOf } from './data.ts';

export interface Scene {
  readonly region: string;
  readonly account: string;
  /** The attribute that a table is partitioned by. */
  partitionOf(table: string): string | undefined;
}

export interface AwsRequest {
  readonly action: string;
  readonly resource: string;
  /** In lower case. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** One for each resource that the call touches. Throws for a service that is not known here. */
export function requestsOf(service: string, call: Call, scene: Scene): readonly AwsRequest[] {
  const read = services[service];
  if (read === undefined) throw new Error(`the lab does not know the rights of ${service}`);
  return read(call, scene);
}

type Read = (call: Call, scene: Scene) => readonly AwsRequest[];

const services: Readonly<Record<string, Read>> = {
  dynamodb: ({ operation, input }, scene) => {
    const batch = at(input, 'RequestItems');
    const tables = isData(batch) ? Object.keys(batch) : [textAt(input, 'TableName') ?? ''];
    const action = partiQl(input) ?? `dynamodb:${operation}`;
    return tables.map((table) => {
      const partition = scene.partitionOf(table) ?? '';
      const leading = ['Item', 'Key'].flatMap((of) => textAt(input, of, partition, 'S') ?? []);
      return {
        action,
        resource: table.startsWith('arn:') ? table : arn(scene, 'dynamodb', `table/${table}`),
        context: {
          'dynamodb:leadingkeys': leading,
          'dynamodb:attributes': attributesIn(input),
          'dynamodb:select': textsOf(input['Select']),
        },
      };
    });
  },
  ssm: ({ operation, input }, scene) => {
    const names = [input['Name'], input['Names'], input['Path']].flatMap(textsOf);
    return names.map((name) => ({
      action: `ssm:${operation}`,
      resource: arn(scene, 'ssm', `parameter${name}`),
      context: {},
    }));
  },
  kms: ({ operation, input }, scene) => {
    const key = textAt(input, 'KeyId') ?? '';
    const resource = key.startsWith('arn:') ? key : arn(scene, 'kms', `key/${key}`);
    const context = { 'kms:macalgorithm': textsOf(input['MacAlgorithm']) };
    return [{ action: `kms:${operation}`, resource, context }];
  },
  sqs: ({ operation, input }, scene) => {
    const name = textAt(input, 'QueueUrl')?.split('/').at(-1) ?? '';
    // A batch takes the right to one; there is no other.
    const action = `sqs:${operation.replace(/Batch$/, '')}`;
    return [{ action, resource: arn(scene, 'sqs', name), context: {} }];
  },
  s3: ({ operation, input, headers }) => {
    const [bucket, key] = [textAt(input, 'Bucket') ?? '', textAt(input, 'Key') ?? ''];
    const resource = `arn:aws:s3:::${key === '' ? bucket : `${bucket}/${key}`}`;
    const action = operation === 'ListObjectsV2' ? 'ListBucket' : operation;
    const context = { 's3:if-none-match': textsOf(headers['if-none-match']) };
    return [{ action: `s3:${action}`, resource, context }];
  },
  sns: ({ operation, input }) => [
    { action: `sns:${operation}`, resource: textAt(input, 'TopicArn') ?? '', context: {} },
  ],
  sts: ({ operation, input }) => {
    const members = Object.entries(input).filter(([name]) => name.startsWith('Audience.member.'));
    const context = {
      'sts:identitytokenaudience': members.map(([, audience]) => String(audience)),
      'sts:signingalgorithm': textsOf(input['SigningAlgorithm']),
      'sts:durationseconds': textsOf(input['DurationSeconds']),
    };
    return [{ action: `sts:${operation}`, resource: '*', context }];
  },
};

/** Every attribute that is named, to be given back or to be compared with. */
function attributesIn(input: Call['input']): readonly string[] {
  const names = at(input, 'ExpressionAttributeNames');
  return isData(names) ? Object.values(names).map(String) : [];
}

/** A statement of PartiQL is what its first word says. */
function partiQl(input: Call['input']): string | undefined {
  const [, verb] =
    /^\s*(insert|update|delete|select)\b/i.exec(textAt(input, 'Statement') ?? '') ?? [];
  if (verb === undefined) return undefined;
  return `dynamodb:PartiQL${verb.charAt(0).toUpperCase()}${verb.slice(1).toLowerCase()}`;
}

function arn({ region, account }: Scene, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}
