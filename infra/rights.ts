/** What may be asked of AWS, one statement for each need: exact actions on exact resources. */

import { Arn, ArnFormat } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { anchorsPrefix } from '../adapters/aws/anchors.ts';
import { headAttributes } from '../adapters/aws/journal-archive.ts';
import type { HostedRecords } from '../deploy/hosted-records.ts';
import type { Deployment } from './deployment.ts';

type Where = Pick<Deployment, 'names' | 'account' | 'home'>;

/** An ARN from names alone, so that no stack waits for another. */
function arnOf(
  { account }: Where,
  region: string,
  service: string,
  resource: string,
  resourceName?: string,
): string {
  const arnFormat =
    resourceName === undefined ? ArnFormat.NO_RESOURCE_NAME : ArnFormat.SLASH_RESOURCE_NAME;
  const name = resourceName === undefined ? {} : { resourceName };
  return Arn.format({ partition: 'aws', service, region, account, resource, ...name, arnFormat });
}

export function tableArn(where: Where, table: string): string {
  return arnOf(where, where.home, 'dynamodb', 'table', table);
}

export function slotsArn(where: Where, region: string): string {
  return arnOf(where, region, 'sqs', where.names.slots);
}

/** Parameters are kept where the tables are. `path` begins with a slash. */
export function parameterArn(where: Where, path: string): string {
  return arnOf(where, where.home, 'ssm', 'parameter', path.slice(1));
}

function allow(actions: readonly string[], ...resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}

/** What would change or take away an entry that was kept, by whichever road. */
export const rewriting = [
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
] as const;

export function readJournal(where: Where): PolicyStatement {
  return allow(['dynamodb:Query', 'dynamodb:GetItem'], tableArn(where, where.names.journal));
}

/** Where it ends, and nothing of what happened. The names are attributes of an entry's item. */
export function readJournalHeads(where: Where): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [tableArn(where, where.names.journal)],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...headAttributes] },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  });
}

/** Below one prefix of one bucket. What is there is neither read nor changed. */
export function putAnchors({ names, account }: Where): PolicyStatement {
  return allow(['s3:PutObject'], `arn:aws:s3:::${names.anchors(account)}/${anchorsPrefix}*`);
}

/** `PutItem` alone: the chain of hashes finds whoever would put over what is there. */
export function appendToJournal(where: Where): PolicyStatement {
  return allow(['dynamodb:PutItem'], tableArn(where, where.names.journal));
}

/** For every role that we make, whatever else it is ever given. */
export function neverRewriteJournal(where: Where): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: [...rewriting],
    resources: [tableArn(where, where.names.journal)],
  });
}

export function readSightings(where: Where): PolicyStatement {
  return allow(['dynamodb:Query'], tableArn(where, where.names.sightings));
}

export function recordSightings(where: Where): PolicyStatement {
  return allow(['dynamodb:PutItem'], tableArn(where, where.names.sightings));
}

export function useMemory(where: Where): PolicyStatement {
  const memory = tableArn(where, where.names.memory);
  return allow(['dynamodb:GetItem', 'dynamodb:PutItem'], memory);
}

/** The manifest, and the parts that it names by their digest. */
export function readWatchFile(where: Where): PolicyStatement {
  const below = `${parameterArn(where, where.names.watchFile)}/*`;
  return allow(['ssm:GetParameter', 'ssm:GetParameters'], below);
}

export function readParameters(where: Where, paths: readonly string[]): readonly PolicyStatement[] {
  const resources = paths.map((path) => parameterArn(where, path));
  return resources.length === 0 ? [] : [allow(['ssm:GetParameter'], ...resources)];
}

/** Sets the kill switch, lifts it, and sees first what would be lifted. */
export function pullBrake(where: Where): PolicyStatement {
  const actions = ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'];
  return allow(actions, parameterArn(where, where.names.brake));
}

/** Enqueues rounds; `regions` beyond its own are for being asked to look now. */
export function enqueueSlots(where: Where, regions: readonly string[]): readonly PolicyStatement[] {
  const resources = regions.map((region) => slotsArn(where, region));
  return resources.length === 0 ? [] : [allow(['sqs:SendMessage'], ...resources)];
}

/** Reads a hosted zone, and changes in it the CNAMEs of these names: no other name, no other type. */
export function turnHostedRecords({ zone, names }: HostedRecords): readonly PolicyStatement[] {
  const arn = `arn:aws:route53:::hostedzone/${zone}`;
  const change = new PolicyStatement({
    actions: ['route53:ChangeResourceRecordSets'],
    resources: [arn],
    conditions: {
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [...names],
        'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'],
        'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE'],
      },
      // Of values that are not there, anything holds for all.
      Null: { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'false' },
    },
  });
  return [allow(['route53:ListResourceRecordSets'], arn), change];
}

/** A short-lived token that says to Entra which role asks. STS takes no resource for it. */
export function showWhoWeAre(): PolicyStatement {
  return new PolicyStatement({
    actions: ['sts:GetWebIdentityToken'],
    resources: ['*'],
    conditions: {
      'ForAllValues:StringEquals': {
        'sts:IdentityTokenAudience': ['api://AzureADTokenExchange'],
      },
      StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
      NumericLessThanEquals: { 'sts:DurationSeconds': 3_600 },
    },
  });
}

export function grant(role: IRole, ...statements: readonly PolicyStatement[]): void {
  for (const statement of statements) role.addToPrincipalPolicy(statement);
}
