/** What services in front of a public name have in common: who follows it when it is led elsewhere. */

import * as z from 'zod';
import type { CheckSpec } from '../core/kinds.ts';
import type { Side } from '../core/names.ts';

const address = z
  .string()
  .refine(
    isAddress,
    'must be the address of a resolver -> For instance 1.1.1.1; no name, no port.',
  );

/** Of their settings. */
export const resolvers = z
  .array(address)
  .default(['1.1.1.1', '8.8.8.8', '9.9.9.9'])
  .describe('Public resolvers that readiness asks where the name leads; [] asks none.');

interface Followed extends Readonly<Record<Side, { readonly host: string }>> {
  /** What leads to either side by itself, where the name leads through it. */
  readonly through?: string;
  readonly resolvers: readonly string[];
}

export function resolversOf(
  name: string,
  { primary, secondary, resolvers: asked, through }: Followed,
): readonly CheckSpec[] {
  if (asked.length === 0) return [];
  const settings = {
    name,
    ...(through !== undefined && { through }),
    primary: primary.host,
    secondary: secondary.host,
    resolvers: asked,
  };
  return [{ name: 'resolvers', kind: 'resolvers-follow', settings }];
}

function isAddress(text: string): boolean {
  return [z.ipv4(), z.ipv6()].some((one) => one.safeParse(text).success);
}
