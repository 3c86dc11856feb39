/** Reads the steps of a plan that was changed by hand, and refuses what this watch was not made to touch. */

import * as z from 'zod';
import type { ServiceName, StepName } from '../core/names.ts';
import { type MovePhase, movePhases, type Step } from '../core/plan.ts';
import { secretReference } from '../core/secret.ts';
import type { Watch } from '../core/watch.ts';
import type { AnyStep } from '../core/world.ts';
import { placed } from './compile.ts';
import type { Flaw, Path } from './faults.ts';
import { stepKinds } from './kinds.ts';
import { nearest } from './nearest.ts';
import type { PlanEntry, StepEntry } from './plan-schema.ts';
import { flawsIn } from './wording.ts';

/** A step, and where it stands in the file. */
export interface Placed {
  readonly step: Step;
  readonly path: Path;
}

/** What steps of the watch itself do, in any of its moves. */
interface Ground {
  readonly watch: Watch;
  readonly targets: ReadonlySet<string>;
  /** The settings by which secrets are sent, as they stand in the watch file. */
  readonly sent: ReadonlySet<string>;
  /** Which steps may touch what is kept from running twice, by its id. */
  readonly kept: ReadonlyMap<string, readonly StepName[]>;
  /** As it was drafted, where it was. */
  readonly known: ReadonlyMap<string, Step>;
}

/** What could not be read stands in for itself, so that nobody is told of what follows from it. */
export function stepsIn(
  { steps, move, mode, from }: PlanEntry,
  watch: Watch,
): { readonly placed: readonly Placed[]; readonly flaws: readonly Flaw[] } {
  const ways = watch.services.flatMap((service) => service.steps);
  const own = ways.filter((way) => way.move === move && way.mode === mode && way.from === from);
  const known = new Map(own.flatMap((way) => way.steps.map((step) => [step.name, step] as const)));
  const ground = { watch, known, ...touchedIn(ways.flatMap((way) => way.steps)) };
  const flaws: Flaw[] = [];
  const all = Object.entries(steps).flatMap(([phase, entries]) => {
    const isPhase = movePhases.some((one) => one === phase);
    if (!isPhase) flaws.push(noPhase(phase));
    return entries.map((entry, at): Placed => {
      const path = ['steps', phase, at];
      const read = stepOf(entry, phase as MovePhase, path, ground);
      flaws.push(...read.flaws);
      // Where it would have stood by itself: the phase is told once.
      const where = isPhase ? {} : { phase: known.get(entry.name as StepName)?.phase ?? 'restore' };
      return { path, step: { ...read.step, ...where } };
    });
  });
  return { placed: all, flaws };
}

function touchedIn(steps: readonly Step[]): Pick<Ground, 'targets' | 'sent' | 'kept'> {
  const guards = new Set(steps.flatMap(({ guardedBy }) => guardedBy));
  const single = steps.filter(({ name, guardedBy }) => guardedBy.length > 0 || guards.has(name));
  const touching = single.flatMap((step) => targetsOf(step).map((id) => [id, step.name] as const));
  const kept = Map.groupBy(touching, ([id]) => id);
  return {
    targets: new Set(steps.flatMap(targetsOf)),
    sent: new Set(steps.flatMap((step) => sendersIn(step).map(({ mark }) => mark))),
    kept: new Map([...kept].map(([id, all]) => [id, all.map(([, name]) => name)])),
  };
}

function targetsOf({ kind, settings }: Pick<Step, 'kind' | 'settings'>): readonly string[] {
  return stepKinds[kind]?.targets(settings) ?? [];
}

interface Sender {
  readonly setting: string;
  readonly references: readonly string[];
  readonly mark: string;
}

/** Each setting through which a secret leaves, as a whole: where it is sent belongs to it. */
function sendersIn({ kind, settings }: Pick<Step, 'kind' | 'settings'>): readonly Sender[] {
  return Object.entries(settings ?? {}).flatMap(([setting, value]) => {
    const references = referencesIn(value);
    const mark = JSON.stringify([kind, setting, value]);
    return references.length === 0 ? [] : [{ setting, references, mark }];
  });
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return secretReference.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

function stepOf(
  { name, kind, settings }: StepEntry,
  phase: MovePhase,
  path: Path,
  ground: Ground,
): { readonly step: Step; readonly flaws: readonly Flaw[] } {
  const by = Object.hasOwn(stepKinds, kind) ? stepKinds[kind] : undefined;
  const service = name.slice(0, name.indexOf('/')) as ServiceName;
  const drafted = ground.known.get(name);
  const unread: Step = {
    ...{ name: name as StepName, service, kind, phase, title: name },
    ...{ settings: drafted?.settings ?? settings, guardedBy: [], requires: [] },
    ...{ owable: false, irreversible: false, stepMsMax: 0, settleMs: 0 },
  };
  if (by === undefined) {
    // That it is of another kind than it was need not be told as well.
    return { step: { ...unread, kind: drafted?.kind ?? kind }, flaws: [noKind(kind, path)] };
  }
  const refused = refusedBy(by, settings, [...path, 'settings']);
  const read = by.settings.safeParse(settings);
  if (!read.success)
    return { step: unread, flaws: [...undeclared(kind, by, path, ground), ...refused] };
  const told = { name: name as StepName, service, kind, phase, settings: read.data };
  const step = placed(by, { ...told, guardedBy: [] });
  return {
    step,
    flaws: [...undeclared(kind, by, path, ground), ...foreign(step, path, ground)],
  };
}

function noPhase(phase: string): Flaw {
  const meant = nearest(phase, movePhases);
  return {
    path: ['steps', phase],
    message: 'is no phase of a move',
    next: meant === undefined ? `Phases are ${movePhases.join(', ')}.` : `Did you mean ${meant}?`,
  };
}

function noKind(kind: string, path: Path): Flaw {
  const known = Object.keys(stepKinds).toSorted();
  const meant = nearest(kind, known);
  return {
    path: [...path, 'kind'],
    message: 'is no kind of step',
    next: meant === undefined ? `Kinds are ${known.join(', ')}.` : `Did you mean ${meant}?`,
  };
}

function refusedBy(by: AnyStep, settings: unknown, path: Path): readonly Flaw[] {
  const flaws = by.settings instanceof z.ZodType ? flawsIn(by.settings, settings) : [];
  return flaws.map((flaw) => ({ ...flaw, path: [...path, ...flaw.path] }));
}

/** A dangerous kind is used only where the watch file says so by name. */
function undeclared(kind: string, by: AnyStep, path: Path, { watch }: Ground): readonly Flaw[] {
  if (by.danger === undefined || watch.acknowledged?.includes(kind) === true) return [];
  return [
    {
      path: [...path, 'kind'],
      message: `is ${kind}, which ${by.danger}; ${watch.name} does not acknowledge it`,
      next: 'Leave the step out, or have the watch file acknowledge it first.',
    },
  ];
}

/** Nobody gives rights to what the watch file does not name, and nobody else looks after it. */
function foreign(step: Step, path: Path, ground: Ground): readonly Flaw[] {
  const { watch, targets, sent, kept, known } = ground;
  const at = [...path, 'settings'];
  const ids = targetsOf(step);
  return [
    ...ids
      .filter((id) => !targets.has(id))
      .map((id) => ({
        path: at,
        message: `changes ${id}, which no step of ${watch.name} changes`,
        next: 'Leave the step out, or add what it changes to the watch file first.',
      })),
    ...sendersIn(step)
      .filter(({ mark }) => !sent.has(mark))
      .map(({ setting, references }) => ({
        path: [...at, setting],
        message: `sends ${references.join(', ')} as no step of ${watch.name} does`,
        next: 'Give it back its settings, or leave the step out: a secret goes where the file says.',
      })),
    ...ids
      // By its own name only, and only in the move where it is guarded.
      .filter((id) => kept.has(id) && !(kept.get(id)?.includes(step.name) && known.has(step.name)))
      .slice(0, 1)
      .map((id) => ({
        path,
        message: `would touch what must not run twice: ${id}`,
        next: `Leave that to ${[...new Set(kept.get(id))].join(' and ')}.`,
      })),
  ];
}
