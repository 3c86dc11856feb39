/** Makes the follower of a resource that Azure keeps in two regions its leader: one shape for all of them. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { expansions, type Replicated, replicasIn, sameLocation } from '../core/replicas.ts';
import { nameOf } from './arm-id.ts';

interface Way<S> {
  readonly of: Replicated;
  readonly how: 'planned' | 'forced';
  /** The POST: what follows the id of the resource, its query, and its body. */
  order(location: string): { readonly path: string; readonly body?: unknown };
  readonly settings: z.ZodType<S>;
  readonly example: S;
  readonly permissions: readonly string[];
  readonly danger?: string;
  describe(settings: S): string;
}

interface Promotion {
  readonly resource: string;
  readonly location: string;
  readonly apiVersion: string;
}

export function promotion<S extends Promotion>(way: Way<S>): StepKind<S> {
  const { settings, example, permissions, describe, danger } = way;
  const inspect = async (azure: AzureReader, s: S, signal: AbortSignal) =>
    (await look(azure, s, way, signal)).standing;
  return {
    ...{ settings, example, permissions, describe },
    ...(danger !== undefined && { danger }),
    requires: ['entra', 'arm'],
    owable: false,
    irreversible: danger !== undefined,
    stepMsMax: 3_600_000,
    settleMs: 15_000,
    targets: (s) => [s.resource.toLowerCase()],
    inspect,

    async apply(azure, s, signal) {
      const { standing, spelt } = await look(azure, s, way, signal);
      if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
      if (standing.is !== 'todo') return;
      const { path, body } = way.order(spelt);
      await azure.act(`${s.resource}${path}`, s.apiVersion, body, signal);
    },
  };
}

/** The settings of all of them, of one kind of resource. */
export function promotionSettings(resource: z.ZodString, apiVersion: string) {
  return z.strictObject({
    resource,
    /** The region that shall lead. */
    location: z.string().regex(/^[a-z0-9]+$/, 'must be a region as Azure names it: westeurope'),
    apiVersion: z.string().min(1).default(apiVersion),
  });
}

async function look<S extends Promotion>(
  azure: AzureReader,
  { resource, location, apiVersion }: S,
  { of, how }: Way<S>,
  signal: AbortSignal,
): Promise<{ readonly standing: Standing; readonly spelt: string }> {
  const told = await azure.resource(`${resource}${expansions[of]}`, apiVersion, signal);
  const { leads, follows, state, refuses } = replicasIn(of, told);
  const spelt = follows.find((one) => sameLocation(one, location)) ?? location;
  const name = nameOf(resource);
  const stuck = (why: string) => ({ standing: { is: 'stuck', why } as const, spelt });
  if (state === 'changing') return { standing: { is: 'moving' }, spelt };
  if (state === 'failed') return stuck(`${name} reports Failed: see its activity log`);
  if (sameLocation(leads, location)) return { standing: { is: 'done' }, spelt };
  if (!follows.some((one) => sameLocation(one, location))) {
    return stuck(`${name} has no replica in ${location}`);
  }
  if (refuses[how]) return stuck(`Azure says that ${name} cannot be failed over now, ${how}`);
  return { standing: { is: 'todo' }, spelt };
}
