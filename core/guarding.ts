/** Whether a step that keeps another from running twice still covers it, once both were changed by hand. */

import { leaves, namesIn } from './alterations.ts';
import type { StepName } from './names.ts';
import type { Step } from './plan.ts';

export interface Guarded {
  readonly step: Step;
  readonly drafted: Step;
  readonly guard: Step;
  readonly was: Step;
}

/**
 * A guard and what it guards name the same things on two sides. A name may be taken from the guard
 * only if the other does not have it either, and given to the other only if the guard has it too.
 * Of nothing else can it be told here whether the one still covers the other.
 */
export function opened({ step, drafted, guard, was }: Guarded): readonly string[] {
  const [r, rWas] = [leaves(step.settings), leaves(drafted.settings)];
  const [g, gWas] = [leaves(guard.settings), leaves(was.settings)];
  const kept = [
    ...fixedIn(guard.name, g, gWas, (setting, name) => {
      const [before, now] = [namesIn(rWas.get(setting)), namesIn(r.get(setting))];
      return before.includes(name) && !now.includes(name);
    }),
    ...fixedIn(step.name, r, rWas, undefined),
  ];
  const unguarded = [...r].flatMap(([setting, value]) => {
    const added = namesIn(value).filter((name) => !namesIn(rWas.get(setting)).includes(name));
    return added.filter((name) => !namesIn(g.get(setting)).includes(name));
  });
  return [
    ...kept,
    ...unguarded.map((name) => `${step.name} has ${name}, which ${guard.name} does not keep off`),
  ];
}

type Leaves = ReturnType<typeof leaves>;

/** What may not have been changed, as sentences. `mayGo`: of a guard, which names may be taken away. */
function fixedIn(
  step: StepName,
  now: Leaves,
  before: Leaves,
  mayGo: ((setting: string, name: string) => boolean) | undefined,
): readonly string[] {
  const settings = [...new Set([...before.keys(), ...now.keys()])];
  return settings.flatMap((setting) => {
    const [was, is] = [before.get(setting), now.get(setting)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (!Array.isArray(was) || !Array.isArray(is)) {
      return [`${step} guards or is guarded: its ${setting} must stay as it was`];
    }
    const gone = namesIn(was).filter((name) => !namesIn(is).includes(name));
    return gone
      .filter((name) => mayGo?.(setting, name) === false)
      .map((name) => `${step} does without ${name}, which could run twice then`);
  });
}
