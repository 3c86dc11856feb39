/** The step kinds with one step's apply left out: Azure is not asked, and everything says it was. */

import type { StepKind } from '../../core/kinds.ts';
import type { StepName } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';

export function withoutStep(
  kinds: Readonly<Record<string, StepKind<unknown>>>,
  watch: Watch,
  name: StepName,
): Readonly<Record<string, StepKind<unknown>>> {
  const steps = watch.services.flatMap((s) => s.steps.flatMap((m) => m.steps));
  const idle = new Set(steps.filter((s) => s.name === name).map((s) => JSON.stringify(s.settings)));
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, of]) => {
      const apply: StepKind<unknown>['apply'] = async (azure, settings, signal) => {
        if (!idle.has(JSON.stringify(settings))) await of.apply(azure, settings, signal);
      };
      return [kind, { ...of, apply }];
    }),
  );
}
