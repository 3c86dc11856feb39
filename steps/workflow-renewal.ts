/** A workflow's definition as it is written back with its polling triggers marked, and nothing else changed. */

import { workflowIn } from '../core/workflows.ts';

/** In the metadata of each polling trigger: a trigger that was edited forgets where it was. */
const markName = 'farwatchRenewed';

type Fields = Readonly<Record<string, unknown>>;

export function isMarked(raw: unknown, mark: string): boolean {
  const triggers: Fields = Object(definitionOf(raw).triggers);
  return workflowIn(raw).polling.every(
    (name) => Object(Object(triggers[name]).metadata)[markName] === mark,
  );
}

/** What ARM only tells is left out: it refuses to be told. Everything else goes back as it came. */
export function markedBody(raw: unknown, mark: string): Fields {
  const { id: _id, name: _name, type: _type, identity, properties, ...resource } = Object(raw);
  const {
    provisioningState: _state,
    createdTime: _created,
    changedTime: _changed,
    version: _version,
    accessEndpoint: _endpoint,
    sku: _sku,
    ...kept
  } = Object(properties);
  return {
    ...resource,
    ...(identity !== undefined && { identity: identityOf(identity) }),
    properties: {
      ...kept,
      ...referencesIn(kept),
      definition: markedDefinition(raw, mark),
    },
  };
}

function markedDefinition(raw: unknown, mark: string): Fields {
  const { polling } = workflowIn(raw);
  const definition = definitionOf(raw);
  const triggers = Object.entries<Fields>(Object(definition.triggers)).map(([name, trigger]) => {
    const metadata = { ...Object(trigger['metadata']), [markName]: mark };
    return [name, polling.includes(name) ? { ...trigger, metadata } : trigger];
  });
  return { ...definition, triggers: Object.fromEntries(triggers) };
}

function definitionOf(raw: unknown): { readonly triggers?: unknown } & Fields {
  return Object(Object(Object(raw).properties).definition);
}

/** Of another resource only the id may be said. */
function referencesIn(properties: Fields): Fields {
  const names = ['integrationAccount', 'integrationServiceEnvironment'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const { id } = Object(properties[name]);
      return typeof id === 'string' ? [[name, { id }]] : [];
    }),
  );
}

/** Which identities, without what Entra calls them. */
function identityOf(identity: unknown): Fields {
  const { type, userAssignedIdentities } = Object(identity);
  if (userAssignedIdentities === undefined) return { type };
  const ids = Object.keys(Object(userAssignedIdentities)).map((id) => [id, {}]);
  return { type, userAssignedIdentities: Object.fromEntries(ids) };
}
