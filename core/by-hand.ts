/** A plan that a person has changed: what it must hold to all the same, and how it differs. */

import { alterations } from './alterations.ts';
import { type Drafting, digested, inPhases, mayBeOffered, planOf, stepsOf } from './draft.ts';
import { opened } from './guarding.ts';
import type { Person, ServiceName, StepName } from './names.ts';
import type { Loss } from './outage.ts';
import { movePhases, type Plan, type Step, type TrafficOnly, type WishedMove } from './plan.ts';
import { isTraffic } from './traffic-only.ts';
import type { Watch } from './watch.ts';

export interface HandSteps extends Pick<Plan, 'mode' | 'from' | 'steps'> {
  /** Only traffic is led away; what stays behind is found when it is asked about. */
  readonly trafficOnly?: true;
}

export interface HandMade extends HandSteps, Pick<Plan, 'services'> {
  readonly move: WishedMove;
}

export type HandRule =
  | 'way'
  | 'service unknown'
  | 'service idle'
  | 'name twice'
  | 'step of no service'
  | 'kind changed'
  | 'guard missing'
  | 'guard late'
  | 'guard opened'
  | 'fence missing'
  | 'not forced'
  | 'not declared'
  | 'more than traffic';

export interface Objection {
  readonly rule: HandRule;
  /** The index of the step it is about, or the part of the head. */
  readonly at: number | 'mode' | 'services' | 'trafficOnly';
  readonly why: string;
}

export interface HandDrafting extends Drafting {
  /** What stays, of a plan of the traffic alone. */
  readonly left?: TrafficOnly;
}

/** The plan that people are asked about; what guards what is never a matter of hands. */
export function planByHand(
  watch: Watch,
  because: Loss,
  made: HandMade,
  by: Person,
  { left, ...drafting }: HandDrafting,
): Plan {
  const { move, mode, from, services: named } = made;
  const services = watch.services.map(({ name }) => name).filter((name) => named.includes(name));
  const what = { move, mode, ...(left && { trafficOnly: left }) };
  const { digest, ...drafted } = planOf(watch, because, services, what, drafting);
  const known = knownTo(watch, made);
  const steps = inPhases(made.steps).map((step): Step => {
    const { guardedBy = [], insteadOf, holds } = known.get(step.name) ?? {};
    return {
      ...{ ...step, guardedBy },
      ...(insteadOf === undefined ? {} : { insteadOf }),
      ...(holds === undefined ? {} : { holds }),
    };
  });
  const byHand = { by, changes: alterations(drafted.steps, steps) };
  return digested(watch, because, { ...drafted, from, steps, byHand }, drafting.digest);
}

/** Why nobody may be asked about it, whatever the estate looks like; empty when they may. */
export function objectionsTo(made: HandMade, watch: Watch): readonly Objection[] {
  const known = knownTo(watch, made);
  const { mode, move } = made;
  const all = [
    ...(mayBeOffered(made)
      ? []
      : [{ rule: 'way', at: 'mode', why: `nobody is asked about a ${mode} ${move}` } as const]),
    ...ofServices(made, watch),
    ...made.steps.flatMap((step, at) => ofStep(step, at, made, known)),
    ...ofFences(made, known),
    ...ofTraffic(made, watch),
  ];
  // Of a step with two guards the same may be said twice.
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

type Known = ReadonlyMap<StepName, Step>;

/** Every step that the watch itself has for this way. */
function knownTo(watch: Watch, { move, mode, from, services }: HandMade): Known {
  const all = services.flatMap((name) => stepsOf(watch, name, move, mode, from));
  return new Map(all.map((step) => [step.name, step]));
}

function ofServices({ services, steps }: HandMade, watch: Watch): readonly Objection[] {
  const at = 'services';
  const known = watch.services.map(({ name }) => name);
  const moved = (name: ServiceName) => steps.some(({ service }) => service === name);
  return [
    ...services
      .filter((name) => !known.includes(name))
      .map((name) => ({
        ...({ rule: 'service unknown', at } as const),
        why: `${watch.name} has no service ${name}: it has ${known.join(', ')}`,
      })),
    ...services
      .filter((name) => known.includes(name) && !moved(name))
      .map((name) => ({
        ...({ rule: 'service idle', at } as const),
        why: `${name} has no step left, and would have to be proven moved`,
      })),
  ];
}

function ofStep(step: Step, at: number, made: HandMade, known: Known): readonly Objection[] {
  const drafted = known.get(step.name);
  const say = (rule: HandRule, why: string): Objection => ({ rule, at, why });
  const first = made.steps.findIndex(({ name }) => name === step.name);
  if (first < at) return [say('name twice', `${step.name} is named twice`)];
  if (!made.services.includes(step.service)) {
    return [say('step of no service', `${step.name} is of no service that is moved`)];
  }
  if (drafted === undefined) return [];
  if (drafted.kind !== step.kind) {
    return [say('kind changed', `${step.name} is of kind ${drafted.kind} in this watch`)];
  }
  return drafted.guardedBy.flatMap((name): readonly Objection[] => {
    const guard = made.steps.find((other) => other.name === name);
    if (guard === undefined) {
      const why = `${step.name} is guarded by ${name}, which was left out: it could run twice`;
      return [say('guard missing', why)];
    }
    const pair = { step, drafted, guard, was: known.get(name) ?? guard };
    return [
      ...(phaseAt(guard) < phaseAt(step)
        ? []
        : [say('guard late', `${name} guards ${step.name} and must come in a phase before it`)]),
      ...opened(pair).map((why) => say('guard opened', why)),
    ];
  });
}

/** What stands still before the other side is taken up stays so, whoever guards whom. */
function ofFences(made: HandMade, known: Known): readonly Objection[] {
  const fences = [...known.values()].filter(
    ({ phase, insteadOf }) => phase === 'fence' && insteadOf === undefined,
  );
  const stands = ({ name }: Step) =>
    made.steps.some(
      (step) =>
        step.phase === 'fence' && (step.name === name || known.get(step.name)?.insteadOf === name),
    );
  return fences
    .filter((fence) => !stands(fence))
    .flatMap((fence) => {
      const at = made.steps.findIndex(
        ({ name, phase, service }) =>
          phase === 'receivers' && service === fence.service && name !== fence.name,
      );
      const receiver = made.steps[at];
      // What it guards by name waits for it in any case.
      const said = receiver && known.get(receiver.name)?.guardedBy.includes(fence.name);
      if (receiver === undefined || said) return [];
      const why = `${receiver.name} is taken up while ${fence.name} is no fence before it any more`;
      return [{ rule: 'fence missing', at, why } as const];
    });
}

/** What is led alone is declared so in the watch file, and is traffic. */
function ofTraffic(
  { trafficOnly, move, mode, services, steps }: HandMade,
  { name: watched, trafficOnly: declared = [] }: Watch,
): readonly Objection[] {
  if (trafficOnly === undefined) return [];
  const strange = services.filter((name) => !declared.includes(name));
  const isForced = move === 'failover' && mode === 'forced';
  const why = `only a forced failover leads traffic alone, and this is a ${mode} ${move}`;
  return [
    ...(isForced ? [] : [{ rule: 'not forced', at: 'mode', why } as const]),
    ...strange.map((name): Objection => {
      const why = `${watched} does not declare that ${name} may be led alone`;
      return { rule: 'not declared', at: 'trafficOnly', why };
    }),
    ...steps.flatMap((step, at): readonly Objection[] => {
      const why = `${step.name} is of the phase ${step.phase}, and only traffic is led alone`;
      return isTraffic(step) ? [] : [{ rule: 'more than traffic', at, why }];
    }),
  ];
}

function phaseAt({ phase }: Step): number {
  return movePhases.indexOf(phase);
}
