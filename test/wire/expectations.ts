/** What each kind of probe must make of each fault, on the place that it meets. */

import type { ProbeSpec } from '../../core/kinds.ts';
import { never } from '../../core/never.ts';
import type { Finding } from '../../core/observation.ts';
import type { Fault, Place } from '../../lab/world/azure.ts';
import { armHost, entraHost } from '../../lab/world/hosts.ts';
import { read } from '../../lab/world/specs.ts';
import type { WholeEstate } from './whole-estate.ts';

export const faults = [
  { is: 'dark' },
  { is: 'refused' },
  { is: 'reset' },
  { is: 'badTls' },
  { is: 'halfOpen' },
  { is: 'slow', ms: 60_000 },
  { is: 'failing', status: 503 },
  { is: 'throttled', retryAfterMs: 1_000 },
] as const satisfies readonly Fault[];

type Outcomes = Readonly<Record<(typeof faults)[number]['is'], string>>;

/** One row of the table: where the question is put, and what becomes of it there. */
export interface Row {
  /** Undefined: such a probe is not of this row. */
  meets(spec: ProbeSpec, whole: WholeEstate): readonly Place[] | undefined;
  readonly outcomes: Outcomes;
}

const https: Outcomes = {
  dark: 'down secure',
  refused: 'down connect',
  reset: 'down secure',
  badTls: 'down secure',
  halfOpen: 'down answer',
  slow: 'down request',
  failing: 'down answer',
  throttled: 'unsure ours',
};

const all = (said: string): Outcomes => ({
  ...{ dark: said, refused: said, reset: said, badTls: said },
  ...{ halfOpen: said, slow: said, failing: said, throttled: said },
});

const at = (hosts: readonly string[], { world }: WholeEstate) =>
  hosts.length === 0 ? undefined : hosts.flatMap((host) => world.placesOf(host));

const above = (place: Place) => place.slice(0, place.lastIndexOf('/'));
const hostOf = (url: string) => new URL(url).hostname;

/** By kind, or by a part of a kind that asks in a way of its own. */
export const table: Readonly<Record<string, Row>> = {
  http: {
    meets: (spec, whole) =>
      at(
        read.http(spec).map(({ url }) => hostOf(url)),
        whole,
      ),
    outcomes: https,
  },
  'apim-gateway': {
    meets: (spec, whole) =>
      at(
        read.gateway(spec).map(({ host }) => host),
        whole,
      ),
    outcomes: https,
  },
  'logic-app': {
    meets: (spec, whole) =>
      at(
        read.workflow(spec).map(({ url }) => hostOf(whole.secret(url))),
        whole,
      ),
    outcomes: https,
  },
  'service-bus, amqp': {
    // On loopback the client tells TLS no name of a namespace, so all of a region share one fate.
    meets: (spec, whole) =>
      at(
        read.bus(spec).flatMap((s) => (s.through === 'amqp' ? [s.host] : [])),
        whole,
      )?.map(above),
    // The client shows no more of a conversation than that it was not connected, or not trusted.
    outcomes: {
      ...https,
      ...{ dark: 'down request', reset: 'down request', halfOpen: 'down request' },
      failing: 'down request',
    },
  },
  'service-bus, arm': {
    meets: (spec) => (read.bus(spec).some((s) => s.through === 'arm') ? ['arm'] : undefined),
    // ARM stands between us and the namespace: whatever befalls it is no news of that.
    outcomes: { ...all('unsure between'), throttled: 'unsure ours' },
  },
  dns: {
    meets: (spec) => (read.dns(spec).length > 0 ? ['dns'] : undefined),
    outcomes: all('down resolve'),
  },
  entra: {
    meets: ({ kind }, whole) => at(kind === 'entra' ? [entraHost] : [], whole),
    outcomes: https,
  },
  arm: {
    meets: ({ kind }, whole) => at(kind === 'arm' ? [armHost] : [], whole),
    outcomes: https,
  },
  reference: {
    meets: (spec, whole) =>
      at(
        read.reference(spec).map(({ url }) => hostOf(url)),
        whole,
      ),
    // Even a refusal came from the outside: our network works.
    outcomes: { ...https, throttled: 'up' },
  },
};

export function rowOf(spec: ProbeSpec, whole: WholeEstate): { row: Row; places: readonly Place[] } {
  for (const row of Object.values(table)) {
    const places = row.meets(spec, whole);
    if (places !== undefined) return { row, places };
  }
  throw new Error(`the table has no row for ${spec.name}, of kind ${spec.kind}`);
}

export function said(finding: Finding): string {
  switch (finding.is) {
    case 'up':
      return 'up';
    case 'down':
      return `down ${finding.phase}`;
    case 'unsure':
      return `unsure ${finding.whose}`;
    default:
      return never(finding);
  }
}
