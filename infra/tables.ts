/** The three tables: what happened, what was seen, and what is only remembered. */

import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { tables as keys, type TableKeys } from '../adapters/aws/tables.ts';
import type { Deployment } from './deployment.ts';
import { rewriting, tableArn } from './rights.ts';

export class Tables extends Construct {
  readonly journal: Table;
  readonly sightings: Table;
  readonly memory: Table;

  /** `writers`: the ARNs of the only roles that may append to the journal. */
  constructor(scope: Construct, id: string, deployment: Deployment, writers: readonly string[]) {
    super(scope, id);
    const { names } = deployment;
    // Doorbells need to know that something is new, never what: the functions read the table.
    const stream = StreamViewType.KEYS_ONLY;
    this.journal = new Table(this, 'Journal', {
      ...propsOf(names.journal, keys.journal),
      stream,
      resourcePolicy: journalPolicy(deployment, writers),
    });
    const sightings = propsOf(names.sightings, keys.sightings);
    this.sightings = new Table(this, 'Sightings', { ...sightings, stream });
    this.memory = new Table(this, 'Memory', propsOf(names.memory, keys.memory));
  }
}

function propsOf(tableName: string, { partition, sort, ttl }: TableKeys): TableProps {
  const key = (name: string) => ({ name, type: AttributeType.STRING });
  return {
    tableName,
    partitionKey: key(partition),
    ...(sort === undefined ? {} : { sortKey: key(sort) }),
    ...(ttl === undefined ? {} : { timeToLiveAttribute: ttl }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  };
}

/** Nobody rewrites it, administrators included; and nobody but the functions that learn appends. */
function journalPolicy(deployment: Deployment, writers: readonly string[]): PolicyDocument {
  const resources = [tableArn(deployment, deployment.names.journal)];
  const deny = (sid: string, actions: readonly string[], conditions = {}) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [...actions],
      resources,
      conditions,
    });
  return new PolicyDocument({
    statements: [
      deny('NobodyRewrites', rewriting),
      deny('OnlyFunctionsAppend', ['dynamodb:PutItem'], {
        ArnNotEquals: { 'aws:PrincipalArn': [...writers] },
      }),
    ],
  });
}
