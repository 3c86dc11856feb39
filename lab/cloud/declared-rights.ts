/** Reads who may do what: the policies of roles, and those of tables, keys, queues, topics, buckets. */

import { at, listOf, textAt, textsOf } from './data.ts';
import { type Found, foundIn, type Room } from './found.ts';
import { type Statement, statementsOf } from './policy.ts';

type Owned = readonly [arn: string, statements: readonly Statement[]];

/** By the ARN of each role, also of those that have none. */
export function identityPoliciesOf(
  rooms: readonly Room[],
): ReadonlyMap<string, readonly Statement[]> {
  return grouped(
    rooms.flatMap((room) => {
      const account = room.stack.account;
      return [
        ...foundIn(room, 'AWS::IAM::Role').map(ofRole),
        ...foundIn(room, 'AWS::IAM::Policy').flatMap(({ get }): readonly Owned[] => {
          const statements = statementsOf(get('PolicyDocument'));
          return textsOf(get('Roles')).map((name) => [
            `arn:aws:iam::${account}:role/${name}`,
            statements,
          ]);
        }),
      ];
    }),
  );
}

function ofRole({ physical, get }: Found): Owned {
  if (get('ManagedPolicyArns') !== undefined) {
    throw new Error(`the lab does not know the managed policies of ${physical.ref}`);
  }
  const inline = listOf(get('Policies')).flatMap((policy) =>
    statementsOf(at(policy, 'PolicyDocument')),
  );
  return [physical.attributes['Arn'] ?? '', inline];
}

export function resourcePoliciesOf(
  rooms: readonly Room[],
): ReadonlyMap<string, readonly Statement[]> {
  const policies = (room: Room): readonly Owned[] => [
    ...foundIn(room, 'AWS::DynamoDB::Table').map((table): Owned => {
      const document = at(table.get('ResourcePolicy'), 'PolicyDocument');
      return [arnOf(table), statementsOf(document)];
    }),
    ...foundIn(room, 'AWS::KMS::Key').map(
      (key): Owned => [arnOf(key), statementsOf(key.get('KeyPolicy'))],
    ),
    ...foundIn(room, 'AWS::SQS::QueuePolicy').flatMap(attached('Queues', arnOfQueue)),
    ...foundIn(room, 'AWS::SNS::TopicPolicy').flatMap(attached('Topics', (topic) => topic)),
    ...foundIn(room, 'AWS::S3::BucketPolicy').flatMap(
      attached('Bucket', (bucket) => `arn:aws:s3:::${bucket}`),
    ),
  ];
  return grouped(rooms.flatMap(policies));
}

function attached(property: string, arn: (ref: string) => string) {
  return ({ get }: Found): readonly Owned[] => {
    const statements = statementsOf(get('PolicyDocument'));
    return textsOf(get(property)).map((ref) => [arn(ref), statements]);
  };
}

/** `https://sqs.eu-north-1.amazonaws.com/111122223333/name` */
function arnOfQueue(url: string): string {
  const [, region, account, name] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(url) ?? [];
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

function arnOf({ physical }: Found): string {
  return textAt(physical.attributes, 'Arn') ?? '';
}

function grouped(all: readonly Owned[]): ReadonlyMap<string, readonly Statement[]> {
  const groups = new Map<string, Statement[]>();
  for (const [arn, statements] of all) {
    groups.set(arn, [...(groups.get(arn) ?? []), ...statements]);
  }
  return groups;
}
