/** Looks at both regions once, from here, and records what was seen. */

import type { ProbeKind, ProbeSpec } from '../../core/kinds.ts';
import { look } from '../../core/look.ts';
import type { Instant, ProbeName, ServiceName, Serving, Vantage } from '../../core/names.ts';
import { later, sides } from '../../core/names.ts';
import type { Net } from '../../core/net.ts';
import type { Answer, Finding, Look, Observation, Subject } from '../../core/observation.ts';
import type { Clock, Sightings } from '../../core/ports.ts';
import { probeName, roleOf, servingOf, type Watch } from '../../core/watch.ts';

export interface ProbeWorld {
  readonly clock: Clock;
  readonly net: Net;
  readonly sightings: Sightings;
  readonly vantage: Vantage;
  readonly kinds: Readonly<Record<string, ProbeKind<unknown>>>;
  /** How long our own event loop has stood still since then, all its stalls together, in ms. */
  lagMs(since: Instant): number;
}

/** Of a deadline, what our own stalls may take away before missing it is no news of the target. */
const lagShareMax = 0.25;
/** Conversations that are busy at once: with more we would measure our own queue. */
const busyMax = 32;

/** Who has not answered by then is hung or slow: nobody has to wait behind a peer that says nothing. */
const promptMs = 1_500;
/**
 * What has answered by then is recorded without waiting for the rest. Enough for the longest talk, that
 * with a Service Bus, across an ocean: a second look makes the judge look too.
 */
const recordMs = 3_000;

/**
 * One round, named by its absolute `slot`: everything is asked once, and what failed is asked again
 * after `policy.reaskMs`, on a new connection. Each pass is recorded as soon as it is whole.
 */
export async function probe(
  watch: Watch,
  active: Readonly<Record<ServiceName, Serving>>,
  slot: Instant,
  world: ProbeWorld,
): Promise<void> {
  const { sightings, clock, vantage } = world;
  const record = async (number: Look['pass'], since: Instant, seen: readonly Observation[]) => {
    const lagMs = world.lagMs(since);
    const look: Look = { vantage, slot, pass: number, observations: seen, lagMs };
    if (seen.length > 0) await sightings.record(watch.name, look);
  };
  const asks = asksOf(watch, active);

  const began = clock.now();
  const seen: Observation[] = [];
  const all = askAll(asks, watch, world, (one) => seen.push(one));
  const enough = new AbortController();
  await Promise.race([all, clock.sleep(recordMs, enough.signal)]);
  enough.abort();
  const prompt = [...seen];
  await record(1, began, prompt);
  await all;
  await record(2, began, seen.slice(prompt.length));

  const failed = new Set(seen.filter(isDown).map((o) => o.probe));
  if (failed.size === 0) return;
  await clock.sleep(watch.policy.reaskMs);
  const beganAgain = clock.now();
  const again: Observation[] = [];
  const asked = asks.filter((ask) => failed.has(ask.probe));
  await askAll(asked, watch, world, (one) => again.push(one));
  await record(3, beganAgain, again);
}

function isDown({ finding }: Observation): boolean {
  return finding.is === 'down';
}

/** One question of a round: a probe by its full name, and what it is about. */
export interface Ask {
  readonly probe: ProbeName;
  readonly subject: Subject;
  readonly spec: ProbeSpec;
}

export function asksOf(
  watch: Watch,
  active: Readonly<Record<ServiceName, Serving>>,
): readonly Ask[] {
  const controls = watch.controls.map(({ control, spec }) =>
    askOf({ kind: 'control', control }, spec),
  );
  const services = watch.services.flatMap((service) => {
    const serving = servingOf(service, active);
    const onSides = sides.flatMap((side) => {
      const subject = { kind: 'service', service: service.name, side } as const;
      return service.probes[side][roleOf(side, serving)].map((spec) => askOf(subject, spec));
    });
    const subject = { kind: 'pointer', service: service.name } as const;
    return [...onSides, ...service.pointers.map((spec) => askOf(subject, spec))];
  });
  return [...controls, ...services];
}

export function askOf(subject: Subject, spec: ProbeSpec): Ask {
  return { probe: probeName(subject, spec), subject, spec };
}

/** Never more than `busyMax` conversations are busy; those with silent peers may be many more. */
async function askAll(
  asks: readonly Ask[],
  watch: Watch,
  world: ProbeWorld,
  answered: (one: Observation) => void,
): Promise<void> {
  const queue = asks.values();
  const open: Promise<void>[] = [];
  const hand = async () => {
    for (const ask of queue) {
      const busy = new AbortController();
      const asked = observe(ask, watch.policy.timeoutMs, world).then(answered);
      open.push(asked.finally(() => busy.abort()));
      await world.clock.sleep(promptMs, busy.signal);
    }
  };
  await Promise.all(Array.from({ length: Math.min(busyMax, asks.length) }, hand));
  await Promise.all(open);
}

export async function observe(
  { probe: name, subject, spec }: Ask,
  timeoutMs: number,
  world: ProbeWorld,
): Promise<Observation> {
  const { clock, net, vantage, kinds } = world;
  const at = clock.now();
  const kind = kinds[spec.kind];
  const answer = kind
    ? await look(kind, spec.settings, net, { clock, timeoutMs })
    : unasked(`no probe kind is named ${spec.kind}: this version is older than the watch file`);
  const lagMs = world.lagMs(at);
  const { finding } = answer;
  const honest = lagMs > lagShareMax * timeoutMs ? ownLatency(finding, lagMs) : finding;
  return {
    probe: name,
    subject,
    vantage,
    at,
    tookMs: clock.now() - at,
    ...answer,
    finding: honest,
  };
}

function unasked(why: string): Answer {
  return { finding: { is: 'unsure', whose: 'ours', why }, phases: {} };
}

/** While we stood still for so long, the target may have answered in time, and we did not hear it. */
function ownLatency(finding: Finding, lagMs: number): Finding {
  if (finding.is !== 'down') return finding;
  const why = `our own event loop stood still for ${Math.round(lagMs)} ms: ${finding.why}`;
  return { is: 'unsure', whose: 'ours', why };
}

/** The absolute slot that `at` belongs to. */
export function slotOf(at: Instant, roundMs: number): Instant {
  return (at - (at % roundMs)) as Instant;
}

export function slotAfter(at: Instant, roundMs: number): Instant {
  return later(slotOf(at, roundMs), roundMs);
}
