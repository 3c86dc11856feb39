/** Tells of a watch file that came into force: once, and on a card of its own. */

import type { FactOf } from '../../core/fact.ts';
import { adoptedCard } from '../../core/telling.ts';
import { draw } from './draw.ts';
import type { Shelf } from './shelf.ts';
import type { Scene, TellWorld } from './tell.ts';

/** Also in `observe`: who silences a watch does it by a watch file. Where nothing changed, nothing is told. */
export async function tellAdoption(scene: Scene, kept: Shelf, world: TellWorld): Promise<void> {
  const { facts, watch, incident } = scene;
  const fact = facts.findLast((one): one is FactOf<'adopted'> => one.kind === 'adopted');
  if (fact === undefined || fact.changes.length === 0) return;
  if (fact.at <= ((await kept.number('adoption/told')) ?? 0)) return;
  const place = `adoption/${fact.at}/`;
  await draw(adoptedCard(fact, watch, incident.number), place, undefined, kept, world);
  await kept.put('adoption/told', fact.at);
}
