/** Applies a service's kind to its settings: what to ask and what to do becomes plain data. */

import type { ChainSpec, CheckSpec, ProbeSpec, Schema, ServiceKind } from '../core/kinds.ts';
import { type ServiceName, type Side, type StepName, sides } from '../core/names.ts';
import type { Move, MoveMode, Step, StepSpec } from '../core/plan.ts';
import { Trouble } from '../core/trouble.ts';
import type { Chain, Service, ServiceMove } from '../core/watch.ts';
import type { AnyStep } from '../core/world.ts';
import type { Flaw } from './faults.ts';
import { checkKinds, probeKinds, serviceKinds, stepKinds } from './kinds.ts';
import type { ServiceEntry } from './service-schema.ts';

export interface Compiled {
  readonly service: Service;
  /** What it is instead, where its kind is a way through all services. */
  readonly chain?: Chain;
  /** The ids of what its moves change, lower-cased. */
  readonly targets: readonly string[];
  /** What probes and steps refuse of settings that the service accepted, seen from the entry. */
  readonly flaws: readonly Flaw[];
}

const moves: readonly Move[] = ['failover', 'failback', 'drill', 'repair'];
const modes: readonly MoveMode[] = ['forced', 'planned'];
const ways = moves.flatMap((move) =>
  modes.flatMap((mode) => sides.map((from) => ({ move, mode, from }))),
);

/** Same entry, same service: nothing but the entry and the registries is read. */
export function compileService(name: string, entry: ServiceEntry): Compiled {
  const flaws: Flaw[] = [];
  const accept = acceptor(flaws);
  const kind = kindNamed('service', entry.kind, serviceKinds);
  const asked = (specs: readonly ProbeSpec[]) => specs.flatMap((spec) => probeOf(spec, accept));
  const probesOf = (side: Side) => ({
    active: asked(kind.probes(entry.with, side, 'active')),
    passive: asked(kind.probes(entry.with, side, 'passive')),
  });
  const posture = entry.posture === 'active-active' ? { posture: entry.posture } : {};
  const steps = ways.flatMap((way): ServiceMove[] => {
    const specs = kind.steps(entry.with, { ...way, ...posture });
    // A kind that cannot move this way says so by having no steps, and the move is never offered.
    if (specs.length === 0) return [];
    return [{ ...way, steps: specs.flatMap((spec) => stepOf(name, spec, specs, accept)) }];
  });
  const service: Service = {
    name: name as ServiceName,
    kind: entry.kind,
    title: kind.describe(entry.with),
    critical: entry.critical,
    ...(entry.private && { private: true }),
    ...posture,
    movesWith: entry.movesWith.map((other) => other as ServiceName),
    probes: { primary: probesOf('primary'), secondary: probesOf('secondary') },
    pointers: asked(kind.pointers(entry.with)),
    steps,
    checks: (kind.checks?.(entry.with, posture.posture) ?? []).flatMap((spec) =>
      checkOf(spec, accept),
    ),
  };
  const chain =
    kind.chain && chainOf(name, kind.describe(entry.with), kind.chain(entry.with), accept);
  if (chain !== undefined) flaws.push(...sided(entry));
  else flaws.push(...excluding(entry, kind));
  return { service, ...(chain && { chain }), targets: targetsOf(steps), flaws: distinct(flaws) };
}

function chainOf(name: string, title: string, spec: ChainSpec, accept: Accept): Chain {
  const [probe = spec.probe] = probeOf(spec.probe, accept);
  return { ...spec, probe, name: name as ServiceName, title };
}

/** What is said of sides, of a way that has none. */
function sided({ critical, movesWith, posture }: ServiceEntry): readonly Flaw[] {
  const next = 'Leave it out: what the document passes through is declared as services of its own.';
  const of = (key: string, message: string): Flaw => ({ path: [key], message, next });
  return [
    ...(critical ? [of('critical', 'is a chain, which says of no region that it is down')] : []),
    ...(movesWith.length > 0 ? [of('movesWith', 'is a chain, which does not move')] : []),
    ...(posture === 'active-active' ? [of('posture', 'is a chain, which has no sides')] : []),
  ];
}

/** Both sides can serve only what does not lead to one at a time. */
function excluding(
  { kind: named, posture, with: settings }: ServiceEntry,
  kind: ServiceKind<unknown>,
): readonly Flaw[] {
  if (posture === 'active-passive') return [];
  const never = { why: `of ${named} one side serves at a time`, next: 'Leave it out.' };
  const found = kind.exclusive === undefined ? never : kind.exclusive(settings);
  if (found === undefined) return [];
  return [{ path: ['posture'], message: `is active-active, and ${found.why}`, next: found.next }];
}

/** The settings as their kind reads them, in a list; an empty one, and a flaw, where it refuses. */
type Accept = (what: string, schema: Schema<unknown>, settings: unknown) => readonly unknown[];

function acceptor(flaws: Flaw[]): Accept {
  return (what, schema, settings) => {
    const parsed = schema.safeParse(settings);
    if (parsed.success) return [parsed.data];
    for (const { path, message } of parsed.error.issues) {
      const why = [...path, message].map(String).join(': ');
      flaws.push({
        path: ['with'],
        message: `makes settings that ${what} refuses: ${why}`,
        next: 'Correct the setting that this comes from.',
      });
    }
    return [];
  };
}

function probeOf({ name, kind, settings }: ProbeSpec, accept: Accept): readonly ProbeSpec[] {
  const { settings: schema } = kindNamed('probe', kind, probeKinds);
  return accept(`probe ${name}`, schema, settings).map((read) => ({ name, kind, settings: read }));
}

function checkOf(spec: CheckSpec, accept: Accept): readonly CheckSpec[] {
  const { settings: schema } = kindNamed('check', spec.kind, checkKinds);
  return accept(`check ${spec.name}`, schema, spec.settings).map((settings) => ({
    ...spec,
    settings,
  }));
}

function stepOf(
  service: string,
  spec: StepSpec,
  all: readonly StepSpec[],
  accept: Accept,
): readonly Step[] {
  const kind = kindNamed('step', spec.kind, stepKinds);
  const nameOf = (name: string) => `${service}/${name}` as StepName;
  return accept(`step ${spec.name}`, kind.settings, spec.settings).map((settings) =>
    placed(kind, {
      name: nameOf(spec.name),
      service: service as ServiceName,
      kind: spec.kind,
      phase: spec.phase,
      settings,
      guardedBy: (spec.guardedBy ?? []).map((guard) => nameOf(stepNamed(spec, guard, all))),
      ...(spec.holds !== undefined && { holds: spec.holds }),
      ...(spec.insteadOf !== undefined && {
        insteadOf: nameOf(stepNamed(spec, spec.insteadOf, all)),
      }),
    }),
  );
}

type Told = Pick<
  Step,
  'name' | 'service' | 'kind' | 'phase' | 'settings' | 'guardedBy' | 'insteadOf' | 'holds'
>;

/** A step with what its kind says of it, once that accepts the settings. */
export function placed(kind: AnyStep, told: Told): Step {
  const { name, service, phase, settings, guardedBy, insteadOf, holds } = told;
  return {
    ...{ name, service, kind: told.kind, phase, settings },
    title: kind.describe(settings),
    requires: kind.requires,
    // Only what is done to the dark side may wait for it: the same kind enables the other side. What
    // holds meanwhile must be proven.
    owable: kind.owable && phase === 'fence' && holds === undefined,
    irreversible: kind.irreversible,
    ...(kind.awaits && { awaits: true as const }),
    guardedBy,
    ...(holds !== undefined && { holds }),
    ...(insteadOf !== undefined && { insteadOf }),
    ...(kind.fix && { fixes: true as const }),
    stepMsMax: kind.stepMsMax,
    settleMs: kind.settleMs,
  };
}

function stepNamed(spec: StepSpec, named: string, all: readonly StepSpec[]): string {
  if (all.some(({ name }) => name === named)) return named;
  throw new Trouble('step-unknown', {
    message: `Cannot place ${spec.name} beside ${named} because the service has no such step`,
    next: 'Correct guardedBy or insteadOf in the file of that service under services/.',
  });
}

function targetsOf(steps: readonly ServiceMove[]): readonly string[] {
  const all = steps.flatMap((move) =>
    move.steps.flatMap(({ kind, settings }) =>
      kindNamed('step', kind, stepKinds).targets(settings),
    ),
  );
  return [...new Set(all)].toSorted();
}

function kindNamed<Kind>(
  family: string,
  name: string,
  kinds: Readonly<Record<string, Kind>>,
): Kind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return kind;
  throw new Trouble(`${family}-kind-unknown`, {
    message: `Cannot find the ${family} kind ${name} in its registry`,
    next: `Use one of ${Object.keys(kinds).join(', ')}.`,
  });
}

/** Both roles and all moves ask alike, and refuse alike: once is enough to be told. */
function distinct(flaws: readonly Flaw[]): readonly Flaw[] {
  return [...new Map(flaws.map((flaw) => [flaw.message, flaw])).values()];
}
