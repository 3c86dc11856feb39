/** What CloudFormation would call each resource once it exists: names, addresses, ARNs. */

import { createHash } from 'node:crypto';
import type { Resource, Stack } from './assembly.ts';
import { textAt } from './data.ts';

export interface Physical {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface Place {
  readonly stack: Pick<Stack, 'name' | 'region' | 'account'>;
  readonly id: string;
}

/** Names are as the template sets them, or made from stack and logical id as CloudFormation does. */
export function physicalOf({ type, properties }: Resource, place: Place): Physical {
  const make = makers[type];
  return make === undefined
    ? { ref: place.id, attributes: {} }
    : make((property) => textAt(properties, property) ?? made(place), place);
}

type Make = (named: (property: string) => string, place: Place) => Physical;

/** Any moment will do; a stream is named by when it was made. */
const streamBorn = '2026-01-01T00:00:00.000';

const makers: Readonly<Record<string, Make>> = {
  'AWS::IAM::Role': (named, { stack }) => {
    const name = named('RoleName');
    return { ref: name, attributes: { Arn: `arn:aws:iam::${stack.account}:role/${name}` } };
  },
  'AWS::DynamoDB::Table': (named, place) => {
    const name = named('TableName');
    const Arn = arn(place, 'dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn, StreamArn: `${Arn}/stream/${streamBorn}` } };
  },
  'AWS::SQS::Queue': (named, place) => {
    const { region, account } = place.stack;
    const QueueName = named('QueueName');
    const ref = `https://sqs.${region}.amazonaws.com/${account}/${QueueName}`;
    return { ref, attributes: { Arn: arn(place, 'sqs', QueueName), QueueName } };
  },
  'AWS::SNS::Topic': (named, place) => {
    const TopicName = named('TopicName');
    const ref = arn(place, 'sns', TopicName);
    return { ref, attributes: { TopicArn: ref, TopicName } };
  },
  'AWS::KMS::Key': (_named, place) => {
    const ref = keyId(place);
    return { ref, attributes: { Arn: arn(place, 'kms', `key/${ref}`), KeyId: ref } };
  },
  'AWS::Lambda::Function': (named, place) => {
    const name = named('FunctionName');
    return { ref: name, attributes: { Arn: arn(place, 'lambda', `function:${name}`) } };
  },
  'AWS::Logs::LogGroup': (named, place) => {
    const name = named('LogGroupName');
    return { ref: name, attributes: { Arn: arn(place, 'logs', `log-group:${name}:*`) } };
  },
  'AWS::S3::Bucket': (named) => {
    const name = named('BucketName').toLowerCase();
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
  },
  'AWS::ApiGatewayV2::Api': (_named, place) => {
    const ref = keyId(place).slice(0, 10);
    const ApiEndpoint = `https://${ref}.execute-api.${place.stack.region}.amazonaws.com`;
    return { ref, attributes: { ApiEndpoint, ApiId: ref } };
  },
};

function made({ stack, id }: Place): string {
  return `${stack.name}-${id}`;
}

function arn({ stack: { region, account } }: Place, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

function keyId(place: Place): string {
  const hex = createHash('sha256').update(made(place)).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
