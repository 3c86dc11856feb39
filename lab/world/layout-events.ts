/** The topics of Event Grid that a watch file describes, and what their publishers read. */

import type { Service } from '../../core/watch.ts';
import type { PublisherLayout, TopicLayout } from './azure.ts';
import { probesOf, read } from './specs.ts';

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

export function publishersOf(service: Service): readonly PublisherLayout[] {
  return probesOf(service, read.publisher).map(({ settings }) => {
    const { of, resource: id, primary, secondary } = settings;
    return { of, id, values: { primary, secondary } };
  });
}
