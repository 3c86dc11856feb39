/** What the two namespaces of a Service Bus pair say of their alias: who leads, and who is left alone. */

import type { Alias, AzureReader, BusEntity } from '../core/azure.ts';
import { Refusal } from '../core/kinds.ts';
import { nameOf } from './arm-id.ts';

/** 404 is Azure's word for a namespace without the alias; other refusals are not about pairing. */
export async function aliasOrNone(
  azure: AzureReader,
  namespace: string,
  alias: string,
  signal: AbortSignal,
): Promise<Alias | undefined> {
  try {
    return await azure.alias(namespace, alias, signal);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

export function same(one: string | undefined, two: string): boolean {
  return one?.toLowerCase() === two.toLowerCase();
}

/** What a namespace says that does not lead, where it should. */
export function notLeading(alias: Alias | undefined, namespace: string): string {
  const said = alias === undefined ? 'has no such alias' : `says ${alias.role}`;
  return `${nameOf(namespace)} should lead the alias, and ${said}`;
}

/** Whatever waits, is scheduled or was given up. */
export function holds({ active, scheduled, deadLettered }: BusEntity): number {
  return active + scheduled + deadLettered;
}

/** How many entities of a namespace hold nothing any more, and how many there are. */
export function drainedOf(entities: readonly BusEntity[]): { done: number; of: number } {
  return { done: entities.filter((one) => holds(one) === 0).length, of: entities.length };
}
