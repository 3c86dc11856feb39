/** The client of DynamoDB, bounded. Each has a file of its own, so that a function bundles what it uses. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AwsMeans, bounded } from './bounds.ts';

export function dynamoAt(means: AwsMeans): DynamoDBClient {
  return new DynamoDBClient(bounded(means));
}
