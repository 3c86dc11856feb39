/** Workers behind the orders queue: they answer the partner from the region the alias leads to. */

import type { Region } from '../../core/names.ts';
import type { AliasLayout, Layout } from './azure.ts';
import type { DocumentWorld } from './documents.ts';

export function startWorkers(
  alias: AliasLayout,
  layout: Layout,
  world: DocumentWorld,
  answer: (document: string, region: Region) => void,
): void {
  const { timeline, dice, pace, faults, aliases, apps, bus, placesOf } = world;
  const state = aliases.all.find((a) => a.layout === alias);
  let awake = false;

  function wake(): void {
    if (awake) return;
    awake = true;
    timeline.after(dice.between(...pace.workMs), work);
  }

  /** Until the queue is empty. What lies in a namespace the alias has left, stays there. */
  function work(): void {
    awake = false;
    if (state === undefined || apps.holdOn(alias)) return;
    const region = layout.regions[state.leads];
    const places = [...placesOf(alias.host), `${region}/logic/worker`];
    if (faults.treatBy(dice, places).is !== 'served') {
      wake();
      return;
    }
    let message = bus.lock(alias.host, alias.orders);
    for (; message !== undefined; message = bus.lock(alias.host, alias.orders)) {
      bus.complete(alias.host, alias.orders, message.lock);
      answer(message.body, region);
    }
  }

  bus.watch((_, queue) => {
    if (queue === alias.orders.toLowerCase()) wake();
  });
  apps.watch((alive) => {
    if (alive === alias) wake();
  });
  aliases.watch((moved) => {
    if (moved === state) wake();
  });
}
