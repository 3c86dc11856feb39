/** Proves, without changing anything, that every step of every plan could be carried out. */

import type { AzureSelf } from '../../core/azure.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Side } from '../../core/names.ts';
import { never } from '../../core/never.ts';
import type { Standing, Step } from '../../core/plan.ts';
import type { Brake, Clock } from '../../core/ports.ts';
import type { InspectedStep, Preflight, SwitchToken } from '../../core/readiness.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import type { AnyStep, WorldReader } from '../../core/world.ts';
import { inTime } from './in-time.ts';
import { type OwnRights, ownRights } from './own-rights.ts';

export interface PreflightWorld {
  readonly clock: Clock;
  /** As the identity that may change Azure; all that is used of it here is reading. */
  readonly azure: WorldReader & AzureSelf;
  readonly kinds: Readonly<Record<string, AnyStep>>;
  readonly brake: Brake;
}

const inspectionsMax = 8;

/** Steps of the failovers away from either side, each inspected once however many moves it is part of. */
export async function preflight(watch: Watch, world: PreflightWorld): Promise<Preflight> {
  const asks = stepsOf(watch);
  const [token, brake] = await Promise.all([tokenOf(world), brakeOf(world.brake)]);
  // What asks nothing of Azure can be carried out, and so be proven, without a token as well.
  const able = token.is === 'held' ? asks : asks.filter(({ step }) => !asksAzure(step));
  const steps = await inspected(able, world);
  const leaning = asks.filter(({ step }) => step.insteadOf === undefined && asksAzure(step));
  const services = [...new Set(leaning.map(({ step }) => step.service))];
  return { at: world.clock.now(), token, services, steps, brake };
}

function asksAzure({ requires }: Step): boolean {
  return requires.includes('entra') || requires.includes('arm');
}

interface Ask {
  readonly step: Step;
  readonly from: Side;
}

function stepsOf(watch: Watch): readonly Ask[] {
  // The way home, and mending, begin where a failover has ended: until then their steps are stuck.
  const all = watch.services.flatMap(({ steps: moves }) =>
    moves
      .filter(({ move }) => move === 'failover')
      .flatMap(({ from, steps }) => steps.map((step): Ask => ({ step, from }))),
  );
  // A planned move and a forced one differ in how a step is applied; what is read is the same.
  return [...new Map(all.map((ask) => [`${ask.from} ${ask.step.name}`, ask])).values()];
}

async function inspected(
  asks: readonly Ask[],
  world: PreflightWorld,
): Promise<readonly InspectedStep[]> {
  const rights = ownRights(world);
  const found = new Map<Ask, InspectedStep>();
  const queue = asks.values();
  const hand = async () => {
    for (const ask of queue) found.set(ask, await inspectedStep(ask, world, rights));
  };
  await Promise.all(Array.from({ length: Math.min(inspectionsMax, asks.length) }, hand));
  return asks.flatMap((ask) => found.get(ask) ?? []);
}

async function inspectedStep(
  { step, from }: Ask,
  world: PreflightWorld,
  rights: OwnRights,
): Promise<InspectedStep> {
  const kind = kindOf(step, world);
  const { name, service, title, insteadOf } = step;
  const [standing, may] = await Promise.all([
    standingOf(step, kind, world),
    rights(kind, step.settings),
  ]);
  const standsIn = insteadOf === undefined ? {} : { standsIn: true as const };
  return { step: name, service, title, from, standing, rights: may, ...standsIn };
}

async function standingOf(
  { settings }: Step,
  kind: AnyStep,
  { clock, azure }: PreflightWorld,
): Promise<Standing> {
  try {
    return await inTime(clock, (signal) => kind.inspect(azure, settings, signal));
  } catch (error) {
    // What it may not even read it can never carry out, and asking again changes nothing.
    const forbidden = error instanceof Refusal && error.status === 403;
    return { is: forbidden ? 'stuck' : 'unsure', why: wordsOf(error) };
  }
}

async function tokenOf({ clock, azure }: PreflightWorld): Promise<SwitchToken> {
  try {
    const { ageMs } = await inTime(clock, (signal) => azure.token(signal));
    return { is: 'held', ageMs };
  } catch (error) {
    return { is: isNo(error) ? 'refused' : 'unsure', why: reasonOf(error) };
  }
}

/** Of whoever vouches for us: they know us, and will not. */
const noes: readonly string[] = ['federation-off', 'aws-refused'];

function isNo(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof Trouble && noes.includes(error.code));
}

function reasonOf(error: unknown): string {
  return error instanceof Trouble ? `${error.message}. ${error.next}` : wordsOf(error);
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

function kindOf(step: Step, { kinds }: PreflightWorld): AnyStep {
  const kind = kinds[step.kind];
  if (kind !== undefined) return kind;
  throw new Trouble('step-kind-unknown', {
    message: `Cannot inspect ${step.name}: no step kind is named ${step.kind}`,
    next: 'Run the version of farwatch that accepted this watch file.',
  });
}
