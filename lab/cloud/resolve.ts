/** Resolves what a template leaves open: references, attributes, joined and substituted texts. */

import type { Stack } from './assembly.ts';
import { isData, listOf } from './data.ts';
import { type Physical, physicalOf } from './physical.ts';

export interface Resolver {
  /** The same value without intrinsics. Throws for what it cannot know: nothing is guessed. */
  (value: unknown): unknown;
  physical(id: string): Physical;
}

export function resolverOf(stack: Stack): Resolver {
  const all = new Map(
    Object.entries(stack.resources).map(([id, of]) => [id, physicalOf(of, { stack, id })]),
  );
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Region': stack.region,
    'AWS::AccountId': stack.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
  };

  function physical(id: string): Physical {
    const known = all.get(id);
    if (known !== undefined) return known;
    throw new Error(`${stack.name} refers to ${id}, which it does not have`);
  }

  function attribute(id: string, name: string): string {
    const found = physical(id).attributes[name];
    if (found !== undefined) return found;
    throw new Error(`the lab does not know ${name} of ${stack.resources[id]?.type} (${id})`);
  }

  function named(name: string): string {
    const [id = '', rest] = name.split(/\.(.*)/s, 2);
    if (rest !== undefined) return attribute(id, rest);
    return pseudo[name] ?? physical(name).ref;
  }

  function intrinsic(name: string, told: unknown): unknown {
    switch (name) {
      case 'Ref':
        return named(String(told));
      case 'Fn::GetAtt':
        return named((typeof told === 'string' ? [told] : listOf(told)).map(String).join('.'));
      case 'Fn::Join': {
        const [between, parts] = listOf(told);
        return listOf(resolve(parts)).map(String).join(String(between));
      }
      case 'Fn::Sub':
        return String(told).replace(/\$\{([^}!]+)\}/g, (_, inner: string) => named(inner));
      default:
        throw new Error(`the lab does not resolve ${name}`);
    }
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (!isData(value)) return value;
    const [[name, told] = ['', undefined], ...others] = Object.entries(value);
    const isIntrinsic = others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
    if (isIntrinsic) return intrinsic(name, told);
    return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, resolve(of)]));
  }

  return Object.assign(resolve, { physical });
}
