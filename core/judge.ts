/** Turns what the vantages saw into one picture. Same sightings, same picture. */

import { type Album, albumOf } from './album.ts';
import { testsIn } from './chain.ts';
import { conditionsOf } from './conditions.ts';
import type { Instant, Role, ServiceName, Serving, Side, Vantage } from './names.ts';
import { sides } from './names.ts';
import type { Control, Look, Subject } from './observation.ts';
import { answeredAt, opinionOf, type Seen, seenIn, together } from './opinion.ts';
import type { Is, Opinion, Picture, Pointing, ServiceVerdict, Verdict, Vote } from './picture.ts';
import { isReference, sightedOnly } from './sight.ts';
import { probeName, roleOf, type Service, servingOf, type Watch } from './watch.ts';

/**
 * `looks`: at least the last `policy.windowMs`. `advice`: where each service was last proven to
 * serve from, for services whose public name cannot tell.
 */
export function judge(
  looks: readonly Look[],
  watch: Watch,
  advice: Readonly<Record<ServiceName, Serving>>,
  at: Instant,
): Picture {
  const all = seenIn(looks);
  const sighted = sightedOnly(looks, all);
  const controls = controlsOf(all, albumOf(sighted), watch, at);
  const seen = albumOf(withoutOurNames(sighted, controls));
  const seeing = watch.vantages.filter((vantage) => sees(vantage, sighted, watch, at));
  const pointings = watch.services
    .filter((service) => service.pointers.length > 0)
    .map((service) => pointingOf(service, seen, watch, at));
  const active = activeSides(watch, pointings, advice);
  const services = watch.services.flatMap((service) =>
    sides.map((side) => {
      const role = roleOf(side, servingOf(service, active));
      return serviceVerdict(service, side, role, seen, watch, at);
    }),
  );
  const tests = watch.chains === undefined ? {} : { tests: testsIn(seen, watch.chains) };
  const picture = { at, services, controls, pointings, advice, active, seeing, ...tests };
  return { ...picture, conditions: conditionsOf(picture, all, seen, watch) };
}

function sees(vantage: Vantage, sighted: readonly Seen[], { policy }: Watch, at: Instant): boolean {
  // What is looked at beside a round may come before it is known whether that was sighted.
  const inRounds = sighted.filter(
    ({ subject }) => subject.kind !== 'posture' && subject.kind !== 'chain',
  );
  return inRounds.some((s) => s.vantage === vantage && at - answeredAt(s) <= policy.freshMs);
}

function controlsOf(
  all: readonly Seen[],
  sighted: Album,
  watch: Watch,
  at: Instant,
): Readonly<Record<Control, Verdict>> {
  const of = (control: Control, seen: Album) => controlVerdict(control, seen, watch, at);
  return {
    reference: of('reference', albumOf(all.filter(isReference))),
    entra: of('entra', sighted),
    arm: of('arm', sighted),
    'azure-dns': of('azure-dns', sighted),
  };
}

/** A name that did not resolve, while Azure's DNS does not answer us either, is no news of a region. */
function withoutOurNames(
  seen: readonly Seen[],
  controls: Readonly<Record<Control, Verdict>>,
): readonly Seen[] {
  const answered = new Set(
    controls['azure-dns'].opinions.filter((o) => o.latest === 'up').map((o) => o.vantage),
  );
  return seen.map((s) => {
    const unresolved = s.finding.is === 'down' && s.finding.phase === 'resolve';
    if (!unresolved || s.subject.kind === 'control' || answered.has(s.vantage)) return s;
    const why = `the name did not resolve, and neither does Azure DNS: ${s.finding.why}`;
    return { ...s, finding: { is: 'unsure', why, whose: 'between' } };
  });
}

/** By the probes of the role that the side has now: one that is no longer asked does not vote on. */
function serviceVerdict(
  service: Service,
  side: Side,
  role: Role,
  seen: Album,
  watch: Watch,
  at: Instant,
): ServiceVerdict {
  const subject: Subject = { kind: 'service', service: service.name, side };
  const names = service.probes[side][role].map((spec) => probeName(subject, spec));
  const opinions = watch.vantages.map((vantage) => {
    const mine = seen.from(vantage, subject);
    return together(
      vantage,
      names.map((name) => {
        const answers = mine.filter((s) => s.probe === name);
        return opinionOf(vantage, answers, watch.policy, at);
      }),
    );
  });
  return { service: service.name, side, ...verdict(watch, opinions) };
}

function controlVerdict(control: Control, seen: Album, watch: Watch, at: Instant): Verdict {
  const opinions = watch.vantages.map((vantage) => {
    const mine = seen.from(vantage, { kind: 'control', control });
    const probes = [...Map.groupBy(mine, (s) => s.probe).values()];
    return together(
      vantage,
      probes.map((answers) => opinionOf(vantage, answers, watch.policy, at)),
    );
  });
  return verdict(watch, opinions);
}

/** The denominator is fixed: a vantage that is silent, stale or blind abstains. */
function verdict(watch: Watch, opinions: readonly Opinion[]): Verdict {
  const count = (is: Is) => opinions.filter((o) => o.is === is).length;
  if (count('down') >= watch.quorum) return { is: 'down', opinions };
  if (count('up') >= watch.quorum) return { is: 'up', opinions };
  return { is: 'unsure', opinions };
}

function pointingOf(service: Service, seen: Album, watch: Watch, at: Instant): Pointing {
  const votes = watch.vantages.flatMap((vantage) => {
    const vote = voteOf(service, vantage, seen, watch, at);
    return vote === undefined ? [] : [vote];
  });
  const agreed = sides.find((side) => votes.filter((v) => v.side === side).length >= watch.quorum);
  return { service: service.name, active: agreed ?? 'unsure', votes };
}

/** A vantage votes where all of its pointers that can tell lead to one side. */
function voteOf(
  service: Service,
  vantage: Vantage,
  seen: Album,
  { policy }: Watch,
  at: Instant,
): Vote | undefined {
  const mine = seen
    .from(vantage, { kind: 'pointer', service: service.name })
    .filter((s) => at - answeredAt(s) <= policy.freshMs);
  const latest = [...Map.groupBy(mine, (s) => s.probe).values()].map((group) =>
    group.reduce((a, b) => (b.at > a.at ? b : a)),
  );
  const telling = latest.filter((s) => s.points !== undefined);
  const [first] = telling;
  if (first?.points === undefined || telling.some((s) => s.points !== first.points)) {
    return undefined;
  }
  const oldest = telling.reduce((a, b) => (b.at < a.at ? b : a));
  const whole = telling.length === service.pointers.length;
  return { vantage, side: first.points, at: oldest.at, whole };
}

/** The side each service serves from: what the world says, else the last proven move. */
export function activeSides(
  watch: Watch,
  pointings: readonly Pointing[],
  advice: Readonly<Record<ServiceName, Serving>>,
): Readonly<Record<ServiceName, Serving>> {
  return Object.fromEntries(
    watch.services.map((service) => {
      const { name, posture } = service;
      const said = pointings.find((p) => p.service === name)?.active ?? 'unsure';
      // Where both serve a name leads to the nearest: it does not tell what was taken out.
      const led = said !== 'unsure' && posture === undefined;
      return [name, led ? said : servingOf(service, advice)];
    }),
  );
}
