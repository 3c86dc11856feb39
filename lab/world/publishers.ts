/** What publishers read: named values of API Management and keys of App Configuration, in ARM's words. */

import { type Caller, Denied, type Layout, type PublisherLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

interface PublisherWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
}

interface Kept {
  readonly layout: PublisherLayout;
  /** As somebody made it once: what a write is not about stays. */
  properties: Readonly<Record<string, unknown>>;
  changed: number;
}

const operations = {
  'apim-named-value': 'Microsoft.ApiManagement/service/namedValues/write',
  'app-configuration': 'Microsoft.AppConfiguration/configurationStores/keyValues/write',
} as const;

/** A region of neither side, so that no darkness of theirs takes it along. */
const elsewhere = 'swedencentral';

export interface Publishers extends Keeper {
  /** What one of them says, as whoever reads it without ARM is told. */
  valueOf(id: string): unknown;
}

/** All lead to the primary side when the lab begins. */
export function createPublishers({ publishers = [] }: Layout, world: PublisherWorld): Publishers {
  const { timeline, dice, pace, book } = world;
  const all = publishers.map((layout): Kept => {
    return { layout, properties: begin(layout), changed: timeline.now() };
  });

  function at(id: string): Kept {
    timeline.catchUp();
    const found = all.find(({ layout }) => layout.id.toLowerCase() === id.toLowerCase());
    if (found !== undefined) return found;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function change(by: Caller, kept: Kept, told: unknown, set: (value: string) => void): void {
    const { id, of } = kept.layout;
    const { value } = Object(Object(told).properties);
    book.admit(by, operations[of], id);
    if (typeof value !== 'string') throw new Denied(400, 'ValidationError', 'There is no value.');
    set(value);
    kept.changed = timeline.now();
    book.keep(by, operations[of], id, value);
  }

  const stores = new Set(publishers.flatMap(({ id }) => storeOf(id)));

  return {
    keeps: (id) => among(publishers.map((one) => one.id))(id) || stores.has(id.toLowerCase()),
    valueOf: (id) => at(id).properties['value'],
    resource(id) {
      if (stores.has(id.toLowerCase())) return wireOf(id);
      const { layout, properties, changed } = at(id);
      const isKey = layout.of === 'app-configuration';
      const tellsOfKey = { eTag: `e${changed}`, lastModified: new Date(changed).toISOString() };
      return {
        id: layout.id,
        name: layout.id.split('/').at(-1),
        type: operations[layout.of].replace(/\/write$/, ''),
        properties: isKey ? { ...properties, locked: false, ...tellsOfKey } : properties,
      };
    },

    /** Accepted, and seen a little later. */
    patch(by, id, body, ifMatch) {
      const kept = at(id);
      if (kept.layout.of !== 'apim-named-value') throw notSo('PATCH', id);
      if (ifMatch === undefined) {
        throw new Denied(400, 'ValidationError', 'The If-Match header is required.');
      }
      change(by, kept, body, (value) => {
        timeline.after(dice.between(...pace.recordMs), () => {
          kept.properties = { ...kept.properties, value };
        });
      });
      return undefined;
    },

    /** What is not named is gone. */
    put(by, id, body) {
      const kept = at(id);
      if (kept.layout.of !== 'app-configuration') throw notSo('PUT', id);
      change(by, kept, body, (value) => {
        const { contentType, tags } = Object(Object(body).properties);
        const { key, label } = kept.properties;
        kept.properties = { key, label, value, contentType, tags };
      });
      return 'replaced';
    },
  };
}

/** Of a key, in lower case; nothing else lies in a store. */
function storeOf(id: string): readonly string[] {
  const [, store] = /^(.*\/configurationStores\/[^/]+)\/keyValues\//i.exec(id) ?? [];
  return store === undefined ? [] : [store.toLowerCase()];
}

function wireOf(id: string) {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const type = 'Microsoft.AppConfiguration/configurationStores';
  const properties = {
    provisioningState: 'Succeeded',
    endpoint: `https://${name}.azconfig.io`,
    creationDate: '2026-01-05T08:00:00+00:00',
    publicNetworkAccess: 'Enabled',
  };
  return { id, name, type, location: elsewhere, sku: { name: 'standard' }, properties };
}

function begin({ of, id, values }: PublisherLayout): Kept['properties'] {
  const { primary: value } = values;
  const name = id.slice(id.lastIndexOf('/') + 1);
  if (of === 'apim-named-value') {
    return { displayName: name, value, secret: false, tags: ['integration'] };
  }
  const [key = '', label] = name.split('$').map((part) => {
    return decodeURIComponent(part.replaceAll('~', '%'));
  });
  return { key, label, value, contentType: 'text/plain', tags: { owner: 'integration' } };
}

function notSo(method: string, id: string): Denied {
  return new Denied(405, 'MethodNotAllowed', `'${id}' does not support '${method}'.`);
}
