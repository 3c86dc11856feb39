/** What stands in the lab's AWS after a deployment: everything the templates declare that can act. */

import type { Stack } from './assembly.ts';
import {
  functionOf,
  invokerOf,
  mappingOf,
  queueOf,
  routesOf,
  scheduleOf,
  tableOf,
} from './declared.ts';
import { identityPoliciesOf, resourcePoliciesOf } from './declared-rights.ts';
import { type Found, foundIn, type Room } from './found.ts';
import type { Statement } from './policy.ts';
import { resolverOf } from './resolve.ts';

export interface FunctionPlan {
  /** `judge`; `probe@us-east-1`, for there is one in each region. */
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** The asset, as it would be unpacked. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly reserved: number | undefined;
  /** The ARN of its role. */
  readonly role: string;
}

export interface Schedule {
  readonly target: string;
  readonly input: unknown;
  readonly everyMs: number;
  /** The role that invokes. */
  readonly role: string;
}

export interface Mapping {
  readonly source: string;
  readonly target: string;
  readonly batchSize: number;
  readonly maxConcurrency: number | undefined;
  readonly bisect: boolean;
  readonly retriesMax: number | undefined;
  readonly maxAgeMs: number | undefined;
  /** Patterns, parsed; none lets everything through. */
  readonly patterns: readonly unknown[];
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly stream: string | undefined;
  /** As `CreateTable` takes them. */
  readonly definition: unknown;
  readonly partition: string;
  readonly sort: string | undefined;
}

export interface Queue {
  readonly url: string;
  readonly arn: string;
  readonly visibilityMs: number;
  /** After so many deliveries a message goes to the other queue. */
  readonly receivesMax: number | undefined;
}

export interface Route {
  /** `POST /slack/interactivity` */
  readonly key: string;
  readonly authorization: 'NONE' | 'AWS_IAM';
  readonly target: string;
}

/** That the HTTP API may invoke a function for one path. */
export interface Invoker {
  readonly fn: string;
  readonly path: string;
}

export interface Deployed {
  readonly functions: readonly FunctionPlan[];
  readonly schedules: readonly Schedule[];
  readonly mappings: readonly Mapping[];
  readonly tables: readonly Table[];
  readonly queues: readonly Queue[];
  readonly topics: readonly string[];
  readonly keys: readonly string[];
  readonly routes: readonly Route[];
  readonly invokers: readonly Invoker[];
  /** By the ARN of the role. */
  readonly identityPolicies: ReadonlyMap<string, readonly Statement[]>;
  /** By the ARN of the resource. */
  readonly resourcePolicies: ReadonlyMap<string, readonly Statement[]>;
}

/** Of all stacks together: the home and the vantages are one deployment. */
export function deployedFrom(stacks: readonly Stack[]): Deployed {
  const rooms = stacks.map((stack): Room => ({ stack, resolve: resolverOf(stack) }));
  const every = <T>(type: string, read: (one: Found) => T): readonly T[] =>
    rooms.flatMap((room) => foundIn(room, type).map(read));
  return {
    functions: every('AWS::Lambda::Function', functionOf),
    schedules: every('AWS::Scheduler::Schedule', scheduleOf),
    mappings: every('AWS::Lambda::EventSourceMapping', mappingOf),
    tables: every('AWS::DynamoDB::Table', tableOf),
    queues: every('AWS::SQS::Queue', queueOf),
    topics: every('AWS::SNS::Topic', ({ physical }) => physical.ref),
    keys: every('AWS::KMS::Key', ({ physical }) => physical.attributes['Arn'] ?? ''),
    routes: rooms.flatMap(routesOf),
    invokers: every('AWS::Lambda::Permission', invokerOf).flatMap((one) => one ?? []),
    identityPolicies: identityPoliciesOf(rooms),
    resourcePolicies: resourcePoliciesOf(rooms),
  };
}
