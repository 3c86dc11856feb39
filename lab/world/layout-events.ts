/** The topics of Event Grid that a watch file describes, and what their publishers read. */

import { keyValueId } from '../../core/publishers.ts';
import type { Service } from '../../core/watch.ts';
import type { PublisherLayout, TopicLayout } from './azure.ts';
import { probesOf, read, stepsOf } from './specs.ts';

/** A topic that is only asked for its health is a host that answers, like every other. */
export function topicsOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly TopicLayout[] {
  return probesOf(service, read.event).flatMap(({ side, settings }) => {
    const { host, schema, key, queue } = settings;
    const told = { key: secrets[key] ?? '', queue: secrets[queue] ?? '' };
    return side === undefined ? [] : [{ host, side, schema, ...told }];
  });
}

/** With them the keys by which workflows know whether they may run: nobody asks those for a side. */
export function publishersOf(service: Service): readonly PublisherLayout[] {
  const pointed = probesOf(service, read.publisher).map(({ settings }) => {
    const { of, resource: id, primary, secondary } = settings;
    return { of, id, values: { primary, secondary } };
  });
  const known = new Set(pointed.map(({ id }) => id.toLowerCase()));
  return [...pointed, ...epochsOf(service).filter(({ id }) => !known.has(id.toLowerCase()))];
}

/** Each once, with what it says for each side. */
export function epochsOf(service: Service): readonly PublisherLayout[] {
  const all = stepsOf(service, read.key).map(({ to, settings }) => {
    const { store, key, label, value, overwrites } = settings;
    const [instead = ''] = overwrites;
    const values =
      to === 'primary'
        ? { primary: value, secondary: instead }
        : { primary: instead, secondary: value };
    return { of: 'app-configuration' as const, id: keyValueId(store, key, label), values };
  });
  return [...new Map(all.map((one) => [one.id.toLowerCase(), one])).values()];
}
