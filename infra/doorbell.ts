/** A table's stream as a doorbell: it wakes a function soon, and carries nothing that is relied on. */

import { CfnElement, type Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Fn } from './fn.ts';
import { grant } from './rights.ts';

export interface DoorbellProps {
  readonly table: Table;
  readonly fn: Fn;
  readonly deadLetters: IQueue;
  /** Only items whose sort key ends so ring. */
  readonly endings?: { readonly key: string; readonly of: readonly string[] };
  /** A ring older than this is not heard: the tick has come since. */
  readonly maxAge: Duration;
}

export class Doorbell extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { table, fn, deadLetters, endings, maxAge }: DoorbellProps,
  ) {
    super(scope, id);
    const { tableStreamArn } = table;
    if (tableStreamArn === undefined) throw new Error(`${table.node.path} has no stream`);
    const keys =
      endings === undefined
        ? {}
        : { Keys: { [endings.key]: { S: endings.of.map((suffix) => ({ suffix })) } } };
    fn.lambda.addEventSourceMapping('Ring', {
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.LATEST,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 2,
      maxRecordAge: maxAge,
      onFailure: new SqsDlq(deadLetters),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          ...(endings === undefined ? {} : { dynamodb: keys }),
        }),
      ],
    });
    grant(
      fn.role,
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [tableStreamArn],
      }),
      // Lambda makes no mapping for a role that may not list the streams of the table.
      new PolicyStatement({
        actions: ['dynamodb:ListStreams'],
        resources: [`${table.tableArn}/stream/*`],
      }),
    );
    acknowledgeStreams(fn, table);
  }
}

function acknowledgeStreams({ role }: Fn, table: Table): void {
  const own = table.node.defaultChild;
  if (!CfnElement.isCfnElement(own)) throw new Error(`${table.node.path} is no resource`);
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${Stack.of(table).getLogicalId(own)}.Arn>/stream/*]`,
    reason:
      'Listing has no one stream for its resource. Names of streams of one table, and reading only.',
  });
}
