/** The one door for a plan that was changed by hand: text goes in, trusted steps or every fault come out. */

import { type HandMade, type HandRule, objectionsTo } from '../core/by-hand.ts';
import type { ServiceName } from '../core/names.ts';
import type { Step } from '../core/plan.ts';
import type { Watch } from '../core/watch.ts';
import type { Fault, Flaw, Path } from './faults.ts';
import { faultsOf } from './load.ts';
import { type PlanEntry, planSchema } from './plan-schema.ts';
import { type Placed, stepsIn } from './plan-steps.ts';
import { secretsIn } from './secrets.ts';
import { flawsIn } from './wording.ts';
import { readYaml } from './yaml-file.ts';

export type LoadedPlan =
  | { readonly ok: true; readonly made: HandMade; readonly watch: Watch }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** `file` is what faults call it; `watches`: those of the watch file that it is held to. */
export function loadPlan(text: string, file: string, watches: readonly Watch[]): LoadedPlan {
  const yaml = readYaml(text);
  const secrets = secretsIn(yaml.document);
  const unsafe = [...yaml.flaws, ...secrets.flaws];
  const refused = (flaws: readonly Flaw[]): LoadedPlan => ({
    ok: false,
    faults: faultsOf(flaws, yaml, file, secrets),
  });
  if (!yaml.readable) return refused(unsafe);
  if (yaml.data === null || yaml.data === undefined) return refused([empty]);
  const parsed = planSchema.safeParse(yaml.data);
  if (!parsed.success) return refused([...unsafe, ...flawsIn(planSchema, yaml.data)]);
  const watch = watches.find(({ name }) => name === parsed.data.watch);
  if (watch === undefined) return refused([...unsafe, strange(parsed.data, watches)]);
  const { placed, flaws } = stepsIn(parsed.data, watch);
  const made = madeOf(parsed.data, placed);
  const all = [...unsafe, ...flaws, ...broken(made, placed, watch)];
  return all.length > 0 ? refused(all) : { ok: true, made, watch };
}

const empty: Flaw = {
  path: [],
  message: 'is empty',
  next: 'Have a plan written with `farwatch plan FILE --out plan.yaml`.',
};

function strange({ watch }: PlanEntry, watches: readonly Watch[]): Flaw {
  const known = watches.map(({ name }) => name).join(', ');
  const message = `${watch} is no watch of that file`;
  return { path: ['watch'], message, next: `Its watches are ${known}.` };
}

function madeOf(
  { move, mode, from, services, trafficOnly }: PlanEntry,
  placed: readonly Placed[],
): HandMade {
  const steps = placed.map(({ step }): Step => step);
  const named = services as readonly string[] as ServiceName[];
  return { move, mode, from, services: named, steps, ...(trafficOnly && { trafficOnly }) };
}

/** What no plan of this watch may be without, whoever has written it. */
function broken(made: HandMade, placed: readonly Placed[], watch: Watch): readonly Flaw[] {
  return objectionsTo(made, watch).map(({ rule, at, why }) => {
    const path: Path = typeof at === 'number' ? (placed[at]?.path ?? []) : [at];
    return { path, message: `cannot stand: ${why}`, next: waysOut[rule] };
  });
}

const waysOut: Readonly<Record<HandRule, string>> = {
  way: 'A failover is forced or planned, a failback and a repair are planned.',
  'service unknown': 'Name services of the watch.',
  'service idle': 'Leave it out of the services as well, or give it back its steps.',
  'name twice': 'Give one of them another name.',
  'step of no service': 'Name its service among the services, or leave the step out.',
  'kind changed': 'Give it back its kind, or another name.',
  'guard missing': 'Put the guard back, or leave this step out as well.',
  'guard late': 'Put the guard back into its phase, or this step into a later one.',
  'guard opened': 'Change both alike, or give them back their settings.',
  'not forced': 'Write a forced failover, or leave out trafficOnly.',
  'not declared': 'Name it under trafficOnly in the watch file first, or leave it out.',
  'more than traffic': 'Leave it out, or leave out trafficOnly and have all of it moved.',
  'fence missing': 'Put it back into the phase fence, or leave this step out as well.',
};
