/** Leaves out of a bundle what its function never asks of the kinds, and all that only this needs. */

import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ObjectExpression, type Property, parse, type SpreadElement } from '@swc/core';
import type { Plugin } from 'esbuild';
import type { CheckKind, ProbeKind, ServiceKind, StepKind } from '../core/kinds.ts';

/** By the folder of a family: what its kinds do, apart from what they tell of themselves. */
export const hands = {
  probes: ['ask'],
  steps: ['fix', 'inspect', 'apply'],
  checks: ['check', 'record'],
  services: [],
} as const satisfies {
  readonly probes: readonly (keyof ProbeKind<unknown>)[];
  readonly steps: readonly (keyof StepKind<unknown>)[];
  readonly checks: readonly (keyof CheckKind<unknown>)[];
  readonly services: readonly (keyof ServiceKind<unknown>)[];
};

export type Hand = (typeof hands)[keyof typeof hands][number];

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const leftOut = here('./bundled/left-out.ts');

/** A hand that is not `called` stays, as a kind tells by what it has, and rejects with words. */
export function withoutIdleHands(called: readonly Hand[]): Plugin {
  return {
    name: 'without hands that are never called, and without examples',
    setup: ({ onLoad }) => {
      for (const [family, all] of Object.entries(hands)) {
        const idle = all.filter((hand) => !called.includes(hand));
        const filter = new RegExp(`[\\\\/]${family}[\\\\/][^\\\\/]+\\.ts$`);
        onLoad({ filter }, async ({ path }) => {
          if (dirname(path) !== here(`../${family}`)) return undefined;
          const text = await readFile(path);
          const contents = await without(idle, text, `${family}/${basename(path)}`);
          return { contents, loader: 'ts' };
        });
      }
    },
  };
}

async function without(idle: readonly string[], text: Buffer, file: string): Promise<string> {
  // On the first line, so that what esbuild says of any other names the right one.
  const parts = [`import { leftOut as farwatchLeftOut } from ${JSON.stringify(leftOut)};`];
  let at = 0;
  for (const { name, from, to } of await membersOf(text)) {
    if (!idle.includes(name) && name !== example) continue;
    const instead = name === example ? 'undefined' : `farwatchLeftOut('${name} of ${file}')`;
    parts.push(text.toString('utf8', at, from), `${name}: ${instead}`);
    at = to;
  }
  return [...parts, text.toString('utf8', at)].join('');
}

/** For the docs, the tests and the lab; no function reads it. */
const example = 'example';

/** What a kind has, or what makes one up, and where in the bytes of its file. */
interface Member {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** By these an object is known to be a kind: each tells them, and nothing else does. */
const telling = ['describe', 'targets'];

/** In the order of the file. */
async function membersOf(text: Buffer): Promise<readonly Member[]> {
  const found: Member[] = [];
  const module = await parse(text.toString(), { syntax: 'typescript' });
  JSON.stringify(module, (_, node: unknown) => {
    const members = isObject(node) ? node.properties.flatMap(memberOf) : [];
    if (members.some(({ name }) => telling.includes(name))) found.push(...members);
    return node;
  });
  return found.toSorted((a, b) => a.from - b.from);
}

function isObject(node: unknown): node is ObjectExpression {
  return (node as Partial<ObjectExpression> | null)?.type === 'ObjectExpression';
}

function memberOf(property: Property | SpreadElement): readonly Member[] {
  const key = 'key' in property ? property.key : property;
  if (key.type !== 'Identifier') return [];
  const start = 'span' in property ? property : key;
  const end = property.type === 'KeyValueProperty' ? property.value : property;
  if (!('span' in end)) return [];
  // swc counts bytes, and from 1.
  return [{ name: key.value, from: start.span.start - 1, to: end.span.end - 1 }];
}
