/** Reads a watch's items of the journal from the newest back, page by page. */

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { WatchName } from '../../core/names.ts';
import { ask } from './ask.ts';
import type { Item } from './item.ts';
import { type Stored, storedIn } from './journal-item.ts';

/**
 * At most `limit` items, newest first, below the place `before` where one is given. Each is parsed
 * when it is taken: one that nobody asks for may be damaged and stops nobody.
 */
export async function backwards(
  watch: WatchName,
  { client, table }: { readonly client: DynamoDBClient; readonly table: string },
  { before, limit }: { readonly before?: string; readonly limit: number },
): Promise<readonly (() => Stored)[]> {
  const items: Item[] = [];
  let bound = before;
  while (items.length < limit) {
    const command = queryOf(watch, table, bound, limit - items.length);
    const { Items: page = [], LastEvaluatedKey: more } = await ask({
      did: `read the journal of ${watch}`,
      send: (options) => client.send(command, options),
    });
    items.push(...page);
    bound = more?.['entry']?.S;
    if (bound === undefined) break;
  }
  return items.map((item) => () => storedIn(item, watch));
}

function queryOf(
  watch: WatchName,
  table: string,
  before: string | undefined,
  limit: number,
): QueryCommand {
  const bounded = before === undefined ? '' : ' AND #entry < :before';
  return new QueryCommand({
    TableName: table,
    KeyConditionExpression: `#watch = :watch${bounded}`,
    ExpressionAttributeNames: {
      '#watch': 'watch',
      ...(before === undefined ? {} : { '#entry': 'entry' }),
    },
    ExpressionAttributeValues: {
      ':watch': { S: watch },
      ...(before === undefined ? {} : { ':before': { S: before } }),
    },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: limit,
  });
}
