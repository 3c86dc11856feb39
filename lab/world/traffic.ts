/** What flows through the estate by itself, and what the partner and the clients saw of it. */

import type { Instant, Region } from '../../core/names.ts';
import type { Layout } from './azure.ts';
import { createDocuments, type DocumentWorld } from './documents.ts';
import { createOrders, type OrderWorld } from './orders.ts';

/** One line of the partner's ledger: what it was sent, by whom. */
export interface LedgerLine {
  readonly document: string;
  readonly region: Region;
  readonly at: Instant;
  /** What it was numbered with, `acme-Icn 1042`, where anything numbers it. */
  readonly number?: string;
}

/** A side effect of a receiver: a document that it has sent on. */
export interface HandedOn {
  readonly document: string;
  readonly region: Region;
  readonly at: Instant;
}

/** Orders and EDI documents, flowing all the while; advanced lazily to the clock's now. */
export interface Traffic {
  /** Documents the partner has put out so far. */
  documents(): number;
  /** What the partner was sent for them. A document listed twice is a duplicate. */
  ledger(): readonly LedgerLine[];
  /** Documents put out and not yet answered. */
  waiting(): number;
  duplicates(): readonly string[];
  /** What receivers have done themselves, in order. */
  handedOn(): readonly HandedOn[];
  /** Orders posted to the public name: by the region that took them, and lost ones. */
  orders(): Readonly<Record<Region | 'lost', number>>;
}

export function createTraffic(layout: Layout, world: DocumentWorld & OrderWorld): Traffic {
  const documents = createDocuments(layout, world);
  const orders = createOrders(layout, world);
  return { ...documents, orders };
}
