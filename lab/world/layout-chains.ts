/** The ways through the estate that a watch file has tested, as the lab recognises what goes them. */

import type { Watch } from '../../core/watch.ts';
import type { ChainLayout } from './azure.ts';
import { aliasesOf } from './layout-aliases.ts';
import { workflowsOf } from './layout-workflows.ts';
import { read, type SettingsOf } from './specs.ts';

type Settings = SettingsOf<typeof read.chain>;
type Headers = NonNullable<Settings['entry']['headers']>;

export function chainsOf(
  { chains = [], services }: Watch,
  secrets: Readonly<Record<string, string>>,
): readonly ChainLayout[] {
  const told = (headers: Headers = {}) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), secrets[value] ?? value]),
    );
  const at = (url: string) => {
    const { hostname, pathname, search } = new URL(url);
    return { host: hostname, path: decodeURI(`${pathname}${search}`) };
  };
  const [alias] = services.flatMap((service) => aliasesOf(service, secrets));
  const along = {
    ...(alias && { alias: alias.host }),
    flows: services.flatMap((service) => workflowsOf(service, secrets).map(({ id }) => id)),
  };
  return chains
    .flatMap(({ probe }) => read.chain(probe))
    .map(({ entry, end, document }) => ({
      entry: {
        ...at(entry.url),
        method: entry.method,
        headers: told(entry.headers),
        status: entry.statuses[0] ?? 202,
        document,
      },
      end: { ...at(end.url), headers: told(end.headers), status: end.statuses[0] ?? 200 },
      ...along,
    }));
}
