/** Calls to AWS that only some may make, and who: tried with the credentials of every function. */

import * as dynamo from '@aws-sdk/client-dynamodb';
import { GenerateMacCommand, KMSClient, VerifyMacCommand } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { ServiceName } from '../../lab/cloud/aws.ts';
import type { Cloud } from '../../lab/cloud/cloud.ts';
import type { FunctionPlan } from '../../lab/cloud/deployed.ts';
import type { Credentials } from '../../lab/cloud/rights.ts';

/** What a client of any service is made of. */
interface Means {
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly endpoint: string;
}

type Send = (means: (service: ServiceName) => Means) => Promise<unknown>;

export interface Attempt {
  readonly what: string;
  /** Who may. */
  readonly by: readonly string[];
  readonly send: Send;
}

const probes = ['probe@eu-north-1', 'probe@eu-west-2', 'probe@us-east-1'];
const journal = 'farwatch-contoso-journal';
const key = { watch: { S: 'orders' }, entry: { S: '000001#000001' } };
const brake = '/farwatch/contoso/brake';
const Key = 'anchors/orders/2026-03-01.json';
const MacAlgorithm = 'HMAC_SHA_256' as const;

export function attempts(cloudOf: () => Cloud): readonly Attempt[] {
  const table = (what: string, by: readonly string[], command: () => object): Attempt => ({
    what,
    by,
    send: (means) => new dynamo.DynamoDBClient(means('dynamodb')).send(command() as never),
  });
  const parameter = (what: string, by: readonly string[], command: () => object): Attempt => ({
    what,
    by,
    send: (means) => new SSMClient(means('ssm')).send(command() as never),
  });
  const object = (
    what: string,
    by: readonly string[],
    command: (bucket: string) => object,
  ): Attempt => ({
    what,
    by,
    send: (means) => {
      const bucket = cloudOf().deployed.functions.flatMap(
        ({ env }) => env['FARWATCH_ANCHORS'] ?? [],
      );
      const client = new S3Client({ ...means('s3'), forcePathStyle: true });
      return client.send(command(bucket[0] ?? '') as never);
    },
  });
  return [
    table('append to the journal', ['answer', 'failover', 'judge', 'tell'], () => {
      return new dynamo.PutItemCommand({ TableName: journal, Item: key });
    }),
    table('rewrite an entry', [], () => {
      return new dynamo.UpdateItemCommand({ TableName: journal, Key: key });
    }),
    table('delete an entry', [], () => {
      return new dynamo.DeleteItemCommand({ TableName: journal, Key: key });
    }),
    table('rewrite entries in a batch', [], () => {
      const RequestItems = { [journal]: [{ DeleteRequest: { Key: key } }] };
      return new dynamo.BatchWriteItemCommand({ RequestItems });
    }),
    table('rewrite entries by a statement', [], () => {
      const Statement = `DELETE FROM "${journal}" WHERE watch='orders' AND entry='1'`;
      return new dynamo.ExecuteStatementCommand({ Statement });
    }),
    // Readiness looks with the role of the probe at home.
    table('record what was seen', [...probes, 'readiness'], () => {
      const Item = { watch: { S: 'orders' }, look: { S: '1#x#1' } };
      return new dynamo.PutItemCommand({ TableName: 'farwatch-contoso-sightings', Item });
    }),
    {
      what: 'seal',
      by: ['answer'],
      send: (means) => {
        const [KeyId = ''] = cloudOf().deployed.keys;
        const Message = Buffer.from('forged');
        const command = new GenerateMacCommand({ KeyId, Message, MacAlgorithm });
        return new KMSClient(means('kms')).send(command);
      },
    },
    {
      what: 'check a seal',
      by: ['answer', 'failover'],
      send: (means) => {
        const [KeyId = ''] = cloudOf().deployed.keys;
        const [Message, Mac] = [Buffer.from('forged'), Buffer.from('nothing')];
        const command = new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm });
        return new KMSClient(means('kms')).send(command);
      },
    },
    parameter('publish a watch file', [], () => {
      const Name = '/farwatch/contoso/watch/manifest';
      return new PutParameterCommand({ Name, Value: '{}', Overwrite: true });
    }),
    parameter('read the kill switch', ['answer', 'failover'], () => {
      return new GetParameterCommand({ Name: brake });
    }),
    parameter('stop every move', ['answer'], () => {
      return new PutParameterCommand({ Name: brake, Value: '{}', Overwrite: true });
    }),
    parameter('let moves go on', ['answer'], () => new DeleteParameterCommand({ Name: brake })),
    object('anchor a journal', ['pulse'], (Bucket) => {
      return new PutObjectCommand({ ...{ Bucket, Key, Body: '{}' }, IfNoneMatch: '*' });
    }),
    object('put an anchor over another', [], (Bucket) => {
      return new PutObjectCommand({ Bucket, Key, Body: '{}' });
    }),
    object('take an anchor away', [], (Bucket) => new DeleteObjectCommand({ Bucket, Key })),
    {
      what: 'ring the pager',
      by: ['tell'],
      send: (means) => {
        const [TopicArn = ''] = cloudOf().deployed.topics;
        return new SNSClient(means('sns')).send(new PublishCommand({ TopicArn, Message: 'x' }));
      },
    },
  ];
}

/** Everything but a refusal of the rights is a yes: the request itself may be wrong. */
export async function may(cloud: Cloud, fn: FunctionPlan, send: Send): Promise<boolean> {
  const credentials = cloud.rights.credentialsOf(fn);
  const base = { region: 'eu-north-1', credentials, maxAttempts: 1 };
  try {
    await send((service) => ({ ...base, endpoint: cloud.aws.doors[service].endpoint }));
    return true;
  } catch (error) {
    return !(error instanceof Error && /^AccessDenied|^AuthorizationError/.test(error.name));
  }
}
