/** Reads off a watch file who may do what to what, so that two of them can be compared. */

import type { Estate } from '../config/estate.ts';
import type { ProbeSpec } from '../core/kinds.ts';
import type { Mandate } from '../core/mandate.ts';
import { type Person, sides } from '../core/names.ts';
import type { Digester } from '../core/ports.ts';
import type { Service, Watch } from '../core/watch.ts';
import { rightsOf } from './rights.ts';
import type { Scope } from './scope.ts';

export function mandateOf(estate: Estate, watch: Watch, digest: Digester): Mandate {
  const who = (name: Person): Line => [name, estate.people[name]];
  return {
    mode: watch.mode,
    approvers: marked(watch.approvers.map(who), digest),
    responders: marked(watch.mayStop.map(who), digest),
    targets: marked([...roomOf(estate), ...targetsOf(watch)], digest),
    rights: marked(
      [...identitiesOf(estate, watch), ...acknowledgedBy(watch), ...grantsOf(estate, watch)],
      digest,
    ),
  };
}

/** What a line stands for; a change of it is a change of the line's mark. */
type Line = readonly [words: string, what: unknown];

function roomOf({ slack, pagers }: Estate): readonly Line[] {
  const room: readonly Line[] = slack === undefined ? [] : [['the room in Slack', slack]];
  return [...room, ...pagers.map((one): Line => [`the pager ${one.kind}`, one])];
}

function targetsOf({ regions, controls, services, chains = [], ...watch }: Watch): readonly Line[] {
  const { trafficOnly = [] } = watch;
  return [
    ...sides.map((side): Line => [`${side} region ${regions[side]}`, '']),
    ...controls.map(({ control, spec }) => looking(control, spec)),
    ...services.flatMap((service) => [...lookedAt(service), ...changed(service)]),
    ...trafficOnly.map((name): Line => [`failover: the traffic of ${name} alone`, '']),
    ...chains.map(({ name, probe }) => looking(`${name}/chain`, probe)),
  ];
}

function lookedAt({ name, probes, pointers }: Service): readonly Line[] {
  return [
    ...sides.flatMap((side) =>
      [...probes[side].active, ...probes[side].passive].map((spec) =>
        looking(`${name}/${side}`, spec),
      ),
    ),
    ...pointers.map((spec) => looking(`${name}/public`, spec)),
  ];
}

function looking(subject: string, { name, kind, settings }: ProbeSpec): Line {
  return [`look ${subject}/${name}`, [kind, settings]];
}

function changed({ steps: moves }: Service): readonly Line[] {
  return moves.flatMap(({ move, mode, from, steps }) =>
    steps.map(({ title, ...step }): Line => [`${move}: ${title}`, [mode, from, step]]),
  );
}

function identitiesOf({ azure }: Estate, { mode }: Watch): readonly Line[] {
  const { tenant, look, switch: mover } = azure;
  const identity = (name: string, of: unknown): Line => [`${name}: who it is`, [tenant, of]];
  return [identity('look', look), ...(mode === 'ask' ? [identity('switch', mover)] : [])];
}

function acknowledgedBy({ acknowledged = [] }: Watch): readonly Line[] {
  return acknowledged.map((kind) => [`acknowledges ${kind}`, '']);
}

/** By resource group: which resources of it, only the mark tells. */
function grantsOf(estate: Estate, watch: Watch): readonly Line[] {
  return rightsOf({ ...estate, watches: [watch] }).map(({ identity, action, scope }) => [
    `${identity}: ${action} in ${groupOf(scope)}`,
    scope.id.toLowerCase(),
  ]);
}

function groupOf({ subscription, group }: Scope): string {
  return `${group} (${subscription.slice(0, 8)})`;
}

/** Eight digits of SHA-256: they tell a difference, and are no proof against anybody. */
const markLength = 8;

function marked(lines: readonly Line[], digest: Digester): Readonly<Record<string, string>> {
  const groups = Map.groupBy(lines, ([words]) => words);
  return Object.fromEntries(
    [...groups].map(([words, of]) => {
      const what = of.map(([, one]) => JSON.stringify(one)).toSorted();
      return [words, `${of.length} ${digest(what.join('\n')).slice(0, markLength)}`];
    }),
  );
}
