/** The public resolvers that a watch file has asked, and the names that the world asks them for. */

import type { Service } from '../../core/watch.ts';
import type { ResolverLayout } from './azure.ts';
import { read } from './specs.ts';

export function resolversOf(services: readonly Service[]): readonly ResolverLayout[] {
  const asked = services
    .flatMap(({ checks = [] }) => checks.flatMap(read.resolvers))
    .flatMap(({ resolvers, name, through }) =>
      resolvers.flatMap((address) =>
        [name, through ?? name].map((one) => ({ address, name: one.toLowerCase() })),
      ),
    );
  return [...Map.groupBy(asked, ({ address }) => address)].map(([address, all]) => {
    return { address, names: [...new Set(all.map(({ name }) => name))] };
  });
}
