/** Reads what the templates declare: functions, what wakes them, and what they keep things in. */

import { at, numberAt, textAt, textsOf } from './data.ts';
import type { FunctionPlan, Invoker, Mapping, Queue, Route, Schedule, Table } from './deployed.ts';
import { type Found, foundIn, type Room } from './found.ts';

const secondMs = 1_000;

export function functionOf({ id, stack, physical, get }: Found): FunctionPlan {
  const env = get('Environment');
  const variables = Object.entries(Object(at(env, 'Variables')));
  return {
    name: nameOf(id, stack.region),
    arn: physical.attributes['Arn'] ?? '',
    region: stack.region,
    folder: stack.assetFolder(textAt(get('Code'), 'S3Key') ?? ''),
    handler: text(get('Handler')),
    env: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    // As CloudFormation has it where nothing is said.
    timeoutMs: number(get('Timeout'), 3) * secondMs,
    memoryMb: number(get('MemorySize'), 128),
    reserved: numberOrNone(get('ReservedConcurrentExecutions')),
    role: text(get('Role')),
  };
}

/** `JudgeFunction02136838`, `VantageProbeFunction13C7BFFE`: there is a probe in each region. */
function nameOf(id: string, region: string): string {
  const [, vantage, name = id] = /^(Vantage)?(\w+?)Function[0-9A-F]{8}$/.exec(id) ?? [];
  return vantage === undefined ? name.toLowerCase() : `${name.toLowerCase()}@${region}`;
}

export function scheduleOf({ get }: Found): Schedule {
  const target = get('Target');
  const rate = text(get('ScheduleExpression'));
  const [, many, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  const units: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 };
  if (many === undefined || unit === undefined) throw new Error(`the lab cannot tick by ${rate}`);
  return {
    target: textAt(target, 'Arn') ?? '',
    input: JSON.parse(textAt(target, 'Input') ?? '{}'),
    everyMs: Number(many) * (units[unit] ?? 0) * secondMs,
    role: textAt(target, 'RoleArn') ?? '',
  };
}

export function mappingOf({ stack, get }: Found): Mapping {
  const filters = at(get('FilterCriteria'), 'Filters');
  const name = text(get('FunctionName'));
  const maxAge = numberOrNone(get('MaximumRecordAgeInSeconds'));
  return {
    source: text(get('EventSourceArn')),
    target: `arn:aws:lambda:${stack.region}:${stack.account}:function:${name}`,
    batchSize: number(get('BatchSize'), 1),
    maxConcurrency: numberAt(get('ScalingConfig'), 'MaximumConcurrency'),
    bisect: get('BisectBatchOnFunctionError') === true,
    retriesMax: numberOrNone(get('MaximumRetryAttempts')),
    maxAgeMs: maxAge === undefined ? undefined : maxAge * secondMs,
    patterns: (Array.isArray(filters) ? filters : []).map((filter: unknown) =>
      JSON.parse(textAt(filter, 'Pattern') ?? '{}'),
    ),
  };
}

export function tableOf({ stack, physical, get }: Found): Table {
  const schema = get('KeySchema');
  const keys = (Array.isArray(schema) ? schema : []).map((key: unknown) => ({
    name: textAt(key, 'AttributeName') ?? '',
    type: textAt(key, 'KeyType'),
  }));
  const streamed = get('StreamSpecification') !== undefined;
  return {
    name: physical.ref,
    arn: physical.attributes['Arn'] ?? '',
    region: stack.region,
    stream: streamed ? physical.attributes['StreamArn'] : undefined,
    definition: {
      TableName: physical.ref,
      BillingMode: get('BillingMode'),
      AttributeDefinitions: get('AttributeDefinitions'),
      KeySchema: schema,
    },
    partition: keys.find(({ type }) => type === 'HASH')?.name ?? '',
    sort: keys.find(({ type }) => type === 'RANGE')?.name,
  };
}

export function queueOf({ physical, get }: Found): Queue {
  return {
    url: physical.ref,
    arn: physical.attributes['Arn'] ?? '',
    visibilityMs: number(get('VisibilityTimeout'), 30) * secondMs,
    receivesMax: numberAt(get('RedrivePolicy'), 'maxReceiveCount'),
  };
}

/** Of the HTTP API: each route leads through an integration to a function. */
export function routesOf(room: Room): readonly Route[] {
  const integrations = new Map(
    foundIn(room, 'AWS::ApiGatewayV2::Integration').map(({ physical, get }) => [
      `integrations/${physical.ref}`,
      text(get('IntegrationUri')),
    ]),
  );
  return foundIn(room, 'AWS::ApiGatewayV2::Route').map(({ get }) => {
    const authorization = text(get('AuthorizationType'));
    if (authorization !== 'NONE' && authorization !== 'AWS_IAM') {
      throw new Error(`the lab has no authorisation by ${authorization}`);
    }
    const target = integrations.get(text(get('Target'))) ?? '';
    return { key: text(get('RouteKey')), authorization, target };
  });
}

/** Its source names an API and a path of it, in any stage and for any method. */
export function invokerOf({ get }: Found): Invoker | undefined {
  const path = /:execute-api:[^/]+\/\*\/\*(\/.+)$/.exec(text(get('SourceArn')))?.[1];
  const isApi = text(get('Principal')) === 'apigateway.amazonaws.com';
  if (path === undefined || !isApi || text(get('Action')) !== 'lambda:InvokeFunction')
    return undefined;
  return { fn: text(get('FunctionName')), path };
}

function text(value: unknown): string {
  const [only = ''] = textsOf(value);
  return only;
}

function number(value: unknown, otherwise: number): number {
  return numberOrNone(value) ?? otherwise;
}

function numberOrNone(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
