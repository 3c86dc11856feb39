/** What flows through the estate by itself, and what the partner and the clients saw of it. */

import type { Layout, Traffic } from './azure.ts';
import { createDocuments, type DocumentWorld } from './documents.ts';
import { createOrders, type OrderWorld } from './orders.ts';

export function createTraffic(layout: Layout, world: DocumentWorld & OrderWorld): Traffic {
  const documents = createDocuments(layout, world);
  const orders = createOrders(layout, world);
  return { ...documents, orders };
}
