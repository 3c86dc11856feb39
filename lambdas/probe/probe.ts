/** Looks at both regions once, from here, and records what was seen. */

import type { ProbeKind, ProbeSpec } from '../../core/kinds.ts';
import { look } from '../../core/look.ts';
import type { Instant, ProbeName, ServiceName, Side, Vantage } from '../../core/names.ts';
import { later, other, sides } from '../../core/names.ts';
import type { Look, Observation, Subject } from '../../core/observation.ts';
import type { Clock, Net, Sightings } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';

export interface ProbeWorld {
  readonly clock: Clock;
  readonly net: Net;
  readonly sightings: Sightings;
  readonly vantage: Vantage;
  readonly kinds: Readonly<Record<string, ProbeKind<unknown>>>;
  /** The worst delay of our own event loop since the last call, in ms. */
  lagMs(): number;
}

/** Latency beyond this is of our own making, and so is a deadline missed during it. */
const lagMsMax = 1_000;
/** More at once would measure our own queue; fewer would wait behind hung peers. */
const asksMax = 32;

/** What has answered by then is recorded without waiting for the rest. */
const promptMs = 1_500;

/**
 * One round, named by its absolute `slot`: everything is asked once, and what failed is asked again
 * after `policy.reaskMs`, on a new connection. Each pass is recorded as soon as it is whole.
 */
export async function probe(
  watch: Watch,
  active: Readonly<Record<ServiceName, Side>>,
  slot: Instant,
  world: ProbeWorld,
): Promise<void> {
  const { sightings, clock, vantage } = world;
  const record = async (number: Look['pass'], seen: readonly Observation[]) => {
    const lagMs = world.lagMs();
    const honest = lagMs > lagMsMax ? seen.map((o) => ownLatency(o, lagMs)) : seen;
    const look: Look = { vantage, slot, pass: number, observations: honest, lagMs };
    if (seen.length > 0) await sightings.record(watch.name, look);
  };
  const asks = asksOf(watch, active);
  world.lagMs();

  const seen: Observation[] = [];
  const all = askAll(asks, watch, world, (one) => seen.push(one));
  await Promise.race([all, clock.sleep(promptMs)]);
  const prompt = [...seen];
  await record(1, prompt);
  await all;
  await record(2, seen.slice(prompt.length));

  const failed = new Set(seen.filter(isDown).map((o) => o.probe));
  if (failed.size === 0) return;
  await clock.sleep(watch.policy.reaskMs);
  const again: Observation[] = [];
  const asked = asks.filter((ask) => failed.has(ask.probe));
  await askAll(asked, watch, world, (one) => again.push(one));
  await record(3, again);
}

function isDown({ finding }: Observation): boolean {
  return finding.is === 'down';
}

/** One question of a round: a probe by its full name, and what it is about. */
interface Ask {
  readonly probe: ProbeName;
  readonly subject: Subject;
  readonly spec: ProbeSpec;
}

export function asksOf(watch: Watch, active: Readonly<Record<ServiceName, Side>>): readonly Ask[] {
  const controls = watch.controls.map(({ control, spec }) =>
    named(`${control}/${spec.name}`, { kind: 'control', control }, spec),
  );
  const services = watch.services.flatMap((service) => {
    const serving = active[service.name] ?? 'primary';
    const onSides = sides.flatMap((side) => {
      const role = side === other(serving) ? 'passive' : 'active';
      const subject = { kind: 'service', service: service.name, side } as const;
      return service.probes[side][role].map((spec) =>
        named(`${service.name}/${side}/${spec.name}`, subject, spec),
      );
    });
    const subject = { kind: 'pointer', service: service.name } as const;
    const pointers = service.pointers.map((spec) =>
      named(`${service.name}/public/${spec.name}`, subject, spec),
    );
    return [...onSides, ...pointers];
  });
  return [...controls, ...services];
}

function named(name: string, subject: Subject, spec: ProbeSpec): Ask {
  return { probe: name as ProbeName, subject, spec };
}

/** Never more than `asksMax` at once. */
async function askAll(
  asks: readonly Ask[],
  watch: Watch,
  world: ProbeWorld,
  answered: (one: Observation) => void,
): Promise<void> {
  const queue = asks.values();
  const hand = async () => {
    for (const ask of queue) answered(await observe(ask, watch, world));
  };
  await Promise.all(Array.from({ length: Math.min(asksMax, asks.length) }, hand));
}

async function observe(
  { probe: name, subject, spec }: Ask,
  watch: Watch,
  world: ProbeWorld,
): Promise<Observation> {
  const { clock, net, vantage } = world;
  const { timeoutMs } = watch.policy;
  const at = clock.now();
  const answer = await look(kindOf(spec, world), spec.settings, net, { clock, timeoutMs });
  return { probe: name, subject, vantage, at, tookMs: clock.now() - at, ...answer };
}

/** A deadline missed while our own event loop stood still says nothing about the target. */
function ownLatency(seen: Observation, lagMs: number): Observation {
  if (seen.finding.is !== 'down') return seen;
  const why = `our own event loop was ${Math.round(lagMs)} ms late: ${seen.finding.why}`;
  return { ...seen, finding: { is: 'unsure', whose: 'ours', why } };
}

function kindOf(spec: ProbeSpec, { kinds }: ProbeWorld): ProbeKind<unknown> {
  const kind = kinds[spec.kind];
  if (kind !== undefined) return kind;
  throw new Trouble('probe-kind-unknown', {
    message: `Cannot ask ${spec.name}: no probe kind is named ${spec.kind}`,
    next: 'Run the version of farwatch that accepted this watch file.',
  });
}

/** The absolute slot that `at` belongs to. */
export function slotOf(at: Instant, roundMs: number): Instant {
  return (at - (at % roundMs)) as Instant;
}

export function slotAfter(at: Instant, roundMs: number): Instant {
  return later(slotOf(at, roundMs), roundMs);
}
