/** The stacks as they would be deployed, without bundling: templates as plain data. */

import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import type { WatchMode } from '../../core/watch.ts';
import { farwatchApp } from '../../infra/app.ts';
import { type Choices, deploymentOf } from '../../infra/deployment.ts';

export interface Resource {
  readonly Type: string;
  // What a template may hold is CloudFormation's to say; tests look at what they name.
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Staged {
  /** By the name of the stack. */
  readonly stacks: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
  readonly home: Readonly<Record<string, Resource>>;
  readonly warnings: readonly string[];
}

export const account = '111111111111';

export function estateIn(mode: WatchMode = 'ask', change = (text: string) => text): Estate {
  const text = readFileSync('examples/orders.yaml', 'utf8').replace('mode: ask', `mode: ${mode}`);
  const loaded = loadEstate(change(text), 'orders.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(loaded.faults.map(({ message }) => message).join('; '));
}

/** Throws when cdk-nag finds something that nobody has given a reason for. */
export function staged(estate: Estate, choices: Partial<Choices> = {}): Staged {
  const app = new App({
    analyticsReporting: false,
    context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:target-partitions': ['aws'] },
  });
  const { home, vantages } = farwatchApp(app, deploymentOf(estate, { account, ...choices }));
  const assembly = app.synth();
  const warnings = assembly.stacks.flatMap(({ messages }) =>
    messages.map(({ entry }) => String(entry.data)),
  );
  const resourcesOf = (stack: typeof home | (typeof vantages)[number]) =>
    Template.fromStack(stack).toJSON()['Resources'] as Readonly<Record<string, Resource>>;
  const stacks = Object.fromEntries(
    [home, ...vantages].map((stack) => [stack.stackName, resourcesOf(stack)]),
  );
  return { stacks, home: resourcesOf(home), warnings };
}

export function ofType(
  resources: Readonly<Record<string, Resource>>,
  type: string,
): readonly (readonly [id: string, properties: Resource['Properties']])[] {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties] as const);
}

/** What lies at `path`, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined;
  }, value);
}

/** The logical id that a reference names. */
export function target(value: unknown): string | undefined {
  const id = at(value, 'Ref') ?? at(value, 'Fn::GetAtt', 0);
  return typeof id === 'string' ? id : undefined;
}

export interface Statement {
  /** The logical id of the role it belongs to. */
  readonly role: string;
  readonly effect: string;
  readonly actions: readonly string[];
  /** As the template spells them; references as JSON. */
  readonly resources: readonly string[];
}

/** Every statement of every role of a stack. */
export function statementsIn(resources: Readonly<Record<string, Resource>>): readonly Statement[] {
  return ofType(resources, 'AWS::IAM::Policy').flatMap(([, properties]) => {
    const role = target(at(properties, 'Roles', 0)) ?? '';
    return list(at(properties, 'PolicyDocument', 'Statement')).map((statement) => ({
      role,
      effect: String(at(statement, 'Effect')),
      actions: list(at(statement, 'Action')).map(String),
      resources: list(at(statement, 'Resource')).map((resource) =>
        typeof resource === 'string' ? resource : JSON.stringify(resource),
      ),
    }));
  });
}

/** CloudFormation writes a list of one without its brackets. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
