/** What a watch file scales, as large as it is while the primary serves. */

import type { Service } from '../../core/watch.ts';
import type { SizeLayout } from './azure.ts';
import { read, stepsOf } from './specs.ts';

export function sizesOf(service: Service): readonly SizeLayout[] {
  const all = stepsOf(service, read.scale).map(({ from, to, settings }) => ({
    id: settings.resource,
    side: settings.direction === 'up' ? to : from,
    size: settings.to,
  }));
  return [...Map.groupBy(all, ({ id }) => id.toLowerCase()).values()].flatMap(
    ([first, ...rest]) => {
      if (first === undefined) return [];
      const sizes = [first, ...rest].map(({ size }) => size);
      return [
        { ...first, size: first.side === 'primary' ? Math.max(...sizes) : Math.min(...sizes) },
      ];
    },
  );
}
