/** The lab's AWS with what a deployment has put into it: its services, each behind the rights of all. */

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsRefusal, type Call, type Door, type Meddling } from '../aws/door.ts';
import { openDynamo } from '../aws/dynamo.ts';
import { type KmsLab, openKms } from '../aws/kms.ts';
import { openS3, type S3Lab } from '../aws/s3.ts';
import { openSns, type SnsLab } from '../aws/sns.ts';
import { openSqs, type Queued, type SqsLab } from '../aws/sqs.ts';
import { openSsm, type SsmLab } from '../aws/ssm.ts';
import { openSts, type StsLab } from '../aws/sts.ts';
import type { Deployed, Table } from './deployed.ts';
import { operator, type Rights } from './rights.ts';

export type ServiceName = 'dynamodb' | 'ssm' | 'kms' | 'sqs' | 'sns' | 'sts' | 's3';

/** What is to become of a call that is allowed; `serve` when it is none of anybody's business. */
export type Meddler = (service: ServiceName, call: Call, by: string) => Meddling;

export interface LabAws {
  readonly doors: Readonly<Record<ServiceName, Door>>;
  readonly ssm: SsmLab;
  readonly sts: StsLab;
  readonly kms: KmsLab;
  readonly sqs: SqsLab;
  readonly sns: SnsLab;
  readonly s3: S3Lab;
  /** Clients of the lab's own hand, to which nothing is refused. */
  readonly hand: { readonly dynamo: DynamoDBClient; readonly ssm: SSMClient };
  meddle(how: Meddler): void;
  close(): Promise<void>;
}

export interface LabAwsMeans {
  readonly deployed: Deployed;
  readonly rights: Rights;
  readonly home: string;
  readonly now: () => number;
  readonly onSent: (message: Queued) => void;
  /** An item was put; `key` holds its attributes of the key, `call` all that was asked. */
  readonly onWritten: (table: Table, key: Readonly<Record<string, unknown>>, call: Call) => void;
}

export async function openLabAws(means: LabAwsMeans): Promise<LabAws> {
  const { deployed, rights, home, now, onSent } = means;
  const role = (call: Call) => rights.callerOf(call.headers)?.arn ?? '';
  const [dynamodb, ssm, kms, sqs, sns, sts, s3] = await Promise.all([
    openDynamo({ onWritten: (call) => written(call, means) }),
    openSsm(),
    openKms(),
    openSqs({ onSent }),
    openSns(),
    openSts({ now, role }),
    openS3(),
  ]);
  const doors = { dynamodb, ssm, kms, sqs, sns, sts, s3 };
  let how: Meddler = () => 'serve';
  for (const [service, door] of Object.entries(doors) as [ServiceName, Door][]) {
    door.meddle((call) => {
      const elsewhere = service === 'dynamodb' && isAbroad(call, rights, home);
      if (elsewhere) return new AwsRefusal('ResourceNotFoundException', 'no table in this region');
      const refused = rights.refuse(service, call);
      return refused ?? how(service, call, rights.callerOf(call.headers)?.name ?? '');
    });
  }
  for (const arn of deployed.keys) kms.newKey(arn);
  const client = { region: home, credentials: operator, maxAttempts: 1 };
  const dynamo = new DynamoDBClient({ ...client, endpoint: dynamodb.endpoint });
  for (const table of deployed.tables) await dynamo.send(createTable(table));
  return {
    doors,
    ssm,
    sts,
    kms,
    sqs,
    sns,
    s3,
    hand: { dynamo, ssm: new SSMClient({ ...client, endpoint: ssm.endpoint }) },
    meddle(next) {
      how = next;
    },
    async close() {
      dynamo.destroy();
      await Promise.all(Object.values(doors).map((door) => door.close()));
    },
  };
}

/** Tables are in one region; whoever signs for another finds none. */
function isAbroad({ headers }: Call, rights: Rights, home: string): boolean {
  const caller = rights.callerOf(headers);
  return caller !== undefined && caller.region !== home;
}

function createTable({ definition }: Table): CreateTableCommand {
  // The template's own words, which are those of the API.
  return new CreateTableCommand(definition as ConstructorParameters<typeof CreateTableCommand>[0]);
}

function written(call: Call, { deployed, onWritten }: LabAwsMeans): void {
  const table = deployed.tables.find(({ name }) => name === call.input['TableName']);
  if (table === undefined) return;
  const item = Object.entries(Object(call.input['Item']));
  const key = item.filter(([name]) => name === table.partition || name === table.sort);
  onWritten(table, Object.fromEntries(key), call);
}
