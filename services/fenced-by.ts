/** A stronger fence of a singleton, where a side that wakes cannot reach it: what a file says of it, and its steps. */

import * as z from 'zod';
import type { CheckSpec } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import type { MovePhase, StepSpec } from '../core/plan.ts';
import { calledOf, keyValueId, publisherVersions } from '../core/publishers.ts';
import { apiVersion, configurationStoreId, shortName } from './fields.ts';
import { line } from './publishers.ts';

export const fencedBy = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('app-configuration'),
      store: configurationStoreId.describe(
        'The ARM id of the store, in neither of the two regions.',
      ),
      key: z
        .string()
        .min(1)
        .describe('The key that workflows read before their first side effect.'),
      label: z.string().min(1).optional(),
      primary: line.describe('What it says while the primary may run.'),
      secondary: line.describe('What it says while the secondary may run.'),
      apiVersion: apiVersion.default(publisherVersions['app-configuration']),
    }),
  ])
  .refine((s) => s.primary !== s.secondary, {
    path: ['secondary'],
    error: 'is the same on both sides -> Write what tells the other side, e.g. its region.',
  });

export type FencedBy = z.infer<typeof fencedBy>;

/** Only what must never run twice needs one. */
export const singletonsOnly = {
  path: ['fencedBy'],
  error: 'is for singletons, which must never run twice -> Leave it out, or set singleton: true.',
};

export function isForSingleton(s: {
  readonly singleton: boolean;
  readonly fencedBy?: FencedBy | undefined;
}): boolean {
  return s.singleton || s.fencedBy === undefined;
}

/**
 * What leads it to `to`. On the way home it comes after the drain: what was begun may end, and would be
 * stopped halfway.
 */
export function strongerSteps(
  fence: FencedBy | undefined,
  to: Side,
  { isHome }: { readonly isHome: boolean },
): readonly StepSpec[] {
  if (fence === undefined) return [];
  const phase: MovePhase = isHome ? 'prepare' : 'fence';
  const { kind, primary, secondary, ...where } = fence;
  const told = { primary, secondary };
  const settings = { ...where, value: told[to], overwrites: [told[other(to)]] };
  const holds = `what reads ${calledFor(fence)} before its first side effect stops`;
  return [{ name: `epoch-to-${to}`, kind, phase, settings, holds }];
}

/** Those of them that must be proven before anything is enabled. */
export function guardsIn(steps: readonly StepSpec[]): readonly string[] {
  return steps.flatMap(({ name, holds }) => (holds === undefined ? [] : [name]));
}

/** Whether it is truly fenced, or only as well as possible. */
export function fenceCheck(fence: FencedBy | undefined): CheckSpec {
  const settings =
    fence === undefined
      ? { by: 'nothing' }
      : {
          ...{ by: fence.kind, store: fence.store, resource: idOf(fence) },
          ...{ apiVersion: fence.apiVersion, primary: fence.primary, secondary: fence.secondary },
        };
  return { name: 'fence', kind: 'fence', settings };
}

/** The ids of what a move writes for it. */
export function idsOf(fence: FencedBy | undefined): readonly string[] {
  return fence === undefined ? [] : [idOf(fence)];
}

function idOf({ store, key, label }: FencedBy): string {
  return keyValueId(store, key, label);
}

function calledFor(fence: FencedBy): string {
  return `key ${calledOf(idOf(fence))} of ${shortName(fence.store)}`;
}
