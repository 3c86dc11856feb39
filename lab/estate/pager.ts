/** A pager that can be looked at: what rings, who made it quiet, what is over. */

import type { Instant } from '../../core/names.ts';
import type { Pager } from '../../core/ports.ts';
import type { AzureWorld } from '../world/azure.ts';

export interface Page {
  readonly key: string;
  readonly text: string;
  readonly is: 'ringing' | 'acknowledged' | 'resolved';
  readonly at: Instant;
  /** Who acknowledged it. */
  readonly by?: string;
}

export interface LabPager extends Pager {
  /** In the order they first rang. */
  pages(): readonly Page[];
  onChange(listener: () => void): void;
}

/** Broken by faults on the place `pager`. */
export function openPager(options: {
  readonly clock: { now(): Instant };
  readonly world: Pick<AzureWorld, 'faults'>;
}): LabPager {
  const pages = new Map<string, Page>();
  const listeners = new Set<() => void>();

  function turn(key: string, to: Pick<Page, 'is'> & Partial<Page>): void {
    const treatment = options.world.faults.treat(['pager']);
    if (treatment.is !== 'served') throw new Error('the pager does not answer');
    const known = pages.get(key) ?? { key, text: key };
    pages.set(key, { ...known, ...to, at: options.clock.now() });
    for (const tell of listeners) tell();
    if (treatment.loseAnswer) throw new Error('the pager did not say whether it rang');
  }

  return {
    // Ringing twice is ringing once: an answered question does not start again by itself.
    ring: async (key, text) => {
      if (!pages.has(key)) turn(key, { is: 'ringing', text });
    },
    acknowledge: async (key, by) => turn(key, { is: 'acknowledged', by }),
    resolve: async (key) => turn(key, { is: 'resolved' }),
    pages: () => [...pages.values()],
    onChange: (listener) => void listeners.add(listener),
  };
}
