/** Proves, without changing anything, that every step of every plan could be carried out. */

import type { AzureReader } from '../../core/azure.ts';
import type { StepKind } from '../../core/kinds.ts';
import type { Side } from '../../core/names.ts';
import { never } from '../../core/never.ts';
import type { Standing, Step } from '../../core/plan.ts';
import type { Brake, Clock } from '../../core/ports.ts';
import type { InspectedStep, Preflight } from '../../core/readiness.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';

export interface PreflightWorld {
  readonly clock: Clock;
  /** As the identity that may change Azure; all that is used of it here is reading. */
  readonly azure: AzureReader;
  readonly kinds: Readonly<Record<string, StepKind<unknown>>>;
  readonly brake: Brake;
}

/** An inspection that takes longer has failed. */
const inspectMsMax = 10_000;
const inspectionsMax = 8;

/** Steps of the moves away from either side, each inspected once however many moves it is part of. */
export async function preflight(watch: Watch, world: PreflightWorld): Promise<Preflight> {
  const asks = stepsOf(watch);
  const standings = new Map<Ask, Standing>();
  const queue = asks.values();
  const hand = async () => {
    for (const ask of queue) standings.set(ask, await standingOf(ask.step, world));
  };
  const hands = Array.from({ length: Math.min(inspectionsMax, asks.length) }, hand);
  const [brake] = await Promise.all([brakeOf(world.brake), ...hands]);
  const steps = asks.flatMap((ask): readonly InspectedStep[] => {
    const standing = standings.get(ask);
    const { name, service, title } = ask.step;
    return standing === undefined ? [] : [{ step: name, service, title, from: ask.from, standing }];
  });
  return { at: world.clock.now(), steps, brake };
}

interface Ask {
  readonly step: Step;
  readonly from: Side;
}

function stepsOf(watch: Watch): readonly Ask[] {
  const all = watch.services.flatMap(({ steps: moves }) =>
    moves.flatMap(({ from, steps }) => steps.map((step): Ask => ({ step, from }))),
  );
  // A planned move and a forced one differ in how a step is applied; what is read is the same.
  return [...new Map(all.map((ask) => [`${ask.from} ${ask.step.name}`, ask])).values()];
}

async function standingOf(step: Step, world: PreflightWorld): Promise<Standing> {
  const kind = kindOf(step, world);
  const deadline = world.clock.after(inspectMsMax);
  try {
    return await Promise.race([
      kind.inspect(world.azure, step.settings, deadline.signal),
      silence(deadline.signal),
    ]);
  } catch (error) {
    return { is: 'unsure', why: wordsOf(error) };
  } finally {
    deadline.cancel();
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const why = `Azure said nothing for ${inspectMsMax / 1_000} s`;
    signal.addEventListener('abort', () => reject(new Error(why)), { once: true });
  });
}

async function brakeOf(brake: Brake): Promise<Preflight['brake']> {
  const read = await brake.read();
  switch (read.is) {
    case 'off':
      return { is: 'off' };
    case 'on':
      return { is: 'on', why: `${read.by}: ${read.why}` };
    case 'unsure':
      return { is: 'unsure', why: read.why };
    default:
      return never(read);
  }
}

function kindOf(step: Step, { kinds }: PreflightWorld): StepKind<unknown> {
  const kind = kinds[step.kind];
  if (kind !== undefined) return kind;
  throw new Trouble('step-kind-unknown', {
    message: `Cannot inspect ${step.name}: no step kind is named ${step.kind}`,
    next: 'Run the version of farwatch that accepted this watch file.',
  });
}
