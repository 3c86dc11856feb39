/** The lab's AWS for tests: opened when first needed, closed when the file is over. */

import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { dynamoAt } from '../../../adapters/aws/dynamo.ts';
import { kmsAt } from '../../../adapters/aws/kms.ts';
import { s3At } from '../../../adapters/aws/s3.ts';
import { snsAt } from '../../../adapters/aws/sns.ts';
import { sqsAt } from '../../../adapters/aws/sqs.ts';
import { ssmAt } from '../../../adapters/aws/ssm.ts';
import { stsAt } from '../../../adapters/aws/sts.ts';
import type { tables } from '../../../adapters/aws/tables.ts';
import type { Door } from '../../../lab/aws/door.ts';
import { createTable, openDynamo } from '../../../lab/aws/dynamo.ts';
import { openKms } from '../../../lab/aws/kms.ts';
import { openS3 } from '../../../lab/aws/s3.ts';
import { openSns } from '../../../lab/aws/sns.ts';
import { openSqs } from '../../../lab/aws/sqs.ts';
import { openSsm } from '../../../lab/aws/ssm.ts';
import { openSts } from '../../../lab/aws/sts.ts';

// What Lambda gives its functions; the lab checks no signatures.
process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
process.env['AWS_SECRET_ACCESS_KEY'] = 'canary-aws-secret';

const open: Door[] = [];
afterAll(async () => {
  await Promise.all(open.map((door) => door.close()));
});

export const region = 'eu-north-1';

async function opened<D extends Door>(opening: Promise<D>): Promise<D> {
  const door = await opening;
  open.push(door);
  return door;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const sharedDynamo = once(() => opened(openDynamo()));

/** A table of its own behind the one DynamoDB of this file. */
export async function aTable(kind: keyof typeof tables) {
  const door = await sharedDynamo();
  const client = dynamoAt({ region, endpoint: door.endpoint });
  const table = `farwatch-lab-${kind}-${randomUUID()}`;
  await createTable(client, table, kind);
  return { door, client, table };
}

export async function anSsm() {
  const ssm = await opened(openSsm());
  return { ssm, client: ssmAt({ region, endpoint: ssm.endpoint }) };
}

export async function aKms() {
  const kms = await opened(openKms());
  return { kms, client: kmsAt({ region, endpoint: kms.endpoint }) };
}

export async function anSts(options: Parameters<typeof openSts>[0]) {
  const sts = await opened(openSts(options));
  return { sts, client: stsAt({ region, endpoint: sts.endpoint }) };
}

export async function anSns() {
  const sns = await opened(openSns());
  return { sns, client: snsAt({ region, endpoint: sns.endpoint }) };
}

export async function anS3() {
  const s3 = await opened(openS3());
  return { s3, client: s3At({ region, endpoint: s3.endpoint }) };
}

export async function anSqs() {
  const sqs = await opened(openSqs());
  return { sqs, client: sqsAt({ region, endpoint: sqs.endpoint }) };
}
