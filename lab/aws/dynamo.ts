/** DynamoDB on the loopback: dynalite behind a door, with our tables. */

import { once } from 'node:events';
import { request } from 'node:http';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tables } from '../../adapters/aws/tables.ts';
import { type Call, type Door, openDoor, type Served, type Wire } from './door.ts';
import { jsonWire } from './wires.ts';

/**
 * What dynalite does not do: TTL (nothing is ever deleted), streams, transactions, and
 * `ReturnValuesOnConditionCheckFailure`.
 */
export async function openDynamo({
  onWritten = () => {},
}: {
  /** Hears of each `PutItem` that was kept: what a stream would tell. */
  readonly onWritten?: (call: Call) => void;
} = {}): Promise<Door> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const door = await openDoor(passing, async (call) => {
    const served = await pass(port, call);
    if (call.operation === 'PutItem' && served.status === 200) onWritten(call);
    return served;
  });
  return {
    ...door,
    async close() {
      await door.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One of our tables under a name; `client` must point at the door. */
export async function createTable(
  client: DynamoDBClient,
  name: string,
  kind: keyof typeof tables,
): Promise<void> {
  const { partition, ...rest } = tables[kind];
  const keys = 'sort' in rest ? [partition, rest.sort] : [partition];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map((key, at) => ({
        AttributeName: key,
        KeyType: at === 0 ? 'HASH' : 'RANGE',
      })),
    }),
  );
}

/** What dynalite answered goes on as it is. */
const passing: Wire = {
  ...jsonWire('1.0'),
  answer: (call, output) => (isServed(output) ? output : jsonWire('1.0').answer(call, output)),
};

function isServed(output: unknown): output is Served {
  return typeof output === 'object' && output !== null && 'status' in output && 'body' in output;
}

function pass(port: number, { headers, body }: Call): Promise<Served> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method: 'POST', headers: { ...headers } };
    const onward = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const plain = Object.entries(answer.headers).map(([name, of]) => [name, String(of)]);
        const status = answer.statusCode ?? 500;
        resolve({ status, headers: Object.fromEntries(plain), body: Buffer.concat(chunks) });
      });
    });
    onward.on('error', reject);
    onward.end(body);
  });
}
