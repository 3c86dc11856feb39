/** Workflows of a singleton that are the same flow twice: by their name, once on each side. */

import type { Instant, ServiceName, Side } from '../../core/names.ts';
import type { Service, Watch } from '../../core/watch.ts';
import type { Layout } from '../world/azure.ts';
import { read, stepsOf } from '../world/specs.ts';
import type { Book } from './book.ts';

export interface Twin {
  readonly service: ServiceName;
  /** Lower-cased, as all ids here. */
  readonly ids: Readonly<Record<Side, string>>;
}

export function twinsOf({ services }: Watch, layout: Layout): readonly Twin[] {
  return services.filter(isSingleton).flatMap((service) => {
    const groups = stepsOf(service, read.state).map(({ settings }) => settings.resourceGroup);
    const within = (id: string) => groups.some((group) => id.startsWith(`${group.toLowerCase()}/`));
    const all = layout.workflows
      .map(({ id, side }) => ({ id: id.toLowerCase(), side }))
      .filter(({ id }) => within(id));
    return all.flatMap(({ id: primary, side }) => {
      const twin = all.find((one) => one.side !== side && nameOf(one.id) === nameOf(primary));
      if (side !== 'primary' || twin === undefined) return [];
      return [{ service: service.name, ids: { primary, secondary: twin.id } }];
    });
  });
}

function isSingleton({ steps }: Service): boolean {
  return steps.some((move) => move.steps.some(({ guardedBy }) => guardedBy.length > 0));
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** Since when its trigger works, as it was at that moment; undefined while it rests. */
export function enabledSince(
  id: string,
  at: Instant,
  { landings, stage }: Pick<Book, 'landings' | 'stage'>,
): Instant | undefined {
  const last = landings.findLast((landing) => landing.id === id && landing.at <= at);
  if (last !== undefined) return last.enabled ? last.at : undefined;
  const first = stage.world.layout.workflows.find((one) => one.id.toLowerCase() === id);
  return first?.enabled ? (0 as Instant) : undefined;
}
