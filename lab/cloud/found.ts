/** Finds the resources of one type in a stack, their properties resolved. */

import type { Stack } from './assembly.ts';
import type { Physical } from './physical.ts';
import type { Resolver } from './resolve.ts';

/** One stack, and how its references are resolved. */
export interface Room {
  readonly stack: Stack;
  readonly resolve: Resolver;
}

export interface Found {
  readonly id: string;
  readonly stack: Stack;
  readonly physical: Physical;
  /** A property, or what lies deeper in it, without intrinsics. */
  get(name: string): unknown;
}

export function foundIn({ stack, resolve }: Room, type: string): readonly Found[] {
  return Object.entries(stack.resources)
    .filter(([, resource]) => resource.type === type)
    .map(([id, { properties }]) => ({
      id,
      stack,
      physical: resolve.physical(id),
      get: (name) => resolve(properties[name]),
    }));
}
