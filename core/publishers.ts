/** What publishers read to know where to publish, as ARM words it: named values, and keys with values. */

import type { Right } from './kinds.ts';

/** A named value of API Management, or a key of App Configuration. */
export const publisherSorts = ['apim-named-value', 'app-configuration'] as const;
export type PublisherSort = (typeof publisherSorts)[number];

/** Those that this is written for; whoever needs another may say so. */
export const publisherVersions: Readonly<Record<PublisherSort, string>> = {
  'apim-named-value': '2024-05-01',
  'app-configuration': '2024-05-01',
};

export type Reading = Readonly<
  | { is: 'told'; value: string; locked: boolean }
  /** `why`: goes on after its name. */
  | { is: 'withheld'; why: string }
>;

/**
 * Reads either. Sources: `NamedValueContractProperties` of Microsoft.ApiManagement and
 * `KeyValueProperties` of Microsoft.AppConfiguration, both of 2024-05-01.
 */
export function readingIn(body: unknown): Reading {
  const { value, secret, keyVault, locked } = Object(Object(body).properties);
  // ARM tells no value of these, and nobody here should ask for it.
  if (secret === true || Object(keyVault) === keyVault) {
    return { is: 'withheld', why: 'is a secret, which farwatch neither reads nor writes' };
  }
  if (typeof value !== 'string') return { is: 'withheld', why: 'has no value that ARM tells' };
  return { is: 'told', value, locked: locked === true };
}

/** The ARM id of one key of a store. ARM has `~` where a URL would have a percent sign. */
export function keyValueId(store: string, key: string, label?: string): string {
  const name = [key, ...(label === undefined ? [] : [label])].map(escaped).join('$');
  return `${store}/keyValues/${name}`;
}

/** `orders-topic`, or `Orders:Topic (production)`: what people call it. */
export function calledOf(resource: string): string {
  const [name = resource, label] = resource
    .slice(resource.lastIndexOf('/') + 1)
    .split('$')
    .map((part) => decodeURIComponent(part.replaceAll('~', '%')));
  return label === undefined ? name : `${name} (${label})`;
}

function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, (odd) =>
    [...new TextEncoder().encode(odd)]
      .map((byte) => `~${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** A store lets its keys be reached by who may do so both at ARM and at the store, and as a whole. */
export function rightsOn(
  of: PublisherSort,
  resource: string,
  verbs: readonly ('read' | 'write')[],
): readonly Right[] {
  if (of === 'apim-named-value') {
    return verbs.map((verb) => {
      const action = `Microsoft.ApiManagement/service/namedValues/${verb}`;
      return { action, scope: resource, plane: 'control' };
    });
  }
  const scope = resource.replace(/\/keyValues\/[^/]+$/i, '');
  const actions = verbs.map(
    (verb) => `Microsoft.AppConfiguration/configurationStores/keyValues/${verb}`,
  );
  return (['control', 'data'] as const).flatMap((plane) =>
    actions.map((action) => ({ action, scope, plane })),
  );
}
