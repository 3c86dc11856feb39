/** What has become of the lab's Azure: read in its own process, or by another one over HTTP. */

import * as z from 'zod';
import { type Side, sides } from '../../core/names.ts';
import type { AzureWorld } from '../world/azure.ts';

const messages = z.record(z.string(), z.number());

/** Instants are milliseconds since the epoch. */
export const labStateSchema = z.object({
  /** Documents that the partner has put out so far, and those not yet answered. */
  documents: z.number(),
  waiting: z.number(),
  /** Documents that were answered more than once. */
  duplicates: z.array(z.string()),
  /** Orders by the region that took them, and lost ones. */
  orders: z.record(z.string(), z.number()),
  ledger: z.array(z.object({ document: z.string(), region: z.string(), at: z.number() })),
  workflows: z.array(z.object({ id: z.string(), side: z.enum(sides), state: z.string() })),
  names: z.array(z.object({ name: z.string(), leads: z.string().optional() })),
  buses: z.array(
    z.object({
      alias: z.string(),
      leads: z.string().optional(),
      messages: z.record(z.string(), messages),
    }),
  ),
  /** Every change of the lab's Azure, in order. */
  writes: z.array(
    z.object({
      at: z.number(),
      by: z.string(),
      operation: z.string(),
      resource: z.string(),
      detail: z.string(),
    }),
  ),
});

export type LabState = z.infer<typeof labStateSchema>;

export function stateOf({
  layout,
  traffic,
  bus,
  arm,
  writes,
}: Pick<AzureWorld, 'layout' | 'traffic' | 'bus' | 'arm' | 'writes'>): LabState {
  return {
    documents: traffic.documents(),
    waiting: traffic.waiting(),
    duplicates: [...traffic.duplicates()],
    orders: { ...traffic.orders() },
    ledger: [...traffic.ledger()],
    workflows: layout.workflows.map(({ id, side }) => ({
      id,
      side,
      state: arm.workflow(id).state,
    })),
    names: layout.names.map(({ name, record }) => ({ name, leads: arm.recordSet(record).cname })),
    buses: layout.aliases.map(({ alias, host, namespaces }) => ({
      alias,
      leads: bus.resolve(host)?.region,
      messages: Object.fromEntries(
        sides.map((side: Side) => [layout.regions[side], { ...bus.counts(namespaces[side].id) }]),
      ),
    })),
    writes: [...writes],
  };
}
