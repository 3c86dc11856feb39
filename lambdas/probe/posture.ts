/** Looks how things stand: asks of every step that should hold whether it does, and changes nothing. */

import { answerOf } from '../../core/look.ts';
import type { Instant, ProbeName, ServiceName, Serving, Side } from '../../core/names.ts';
import type { Finding, Observation } from '../../core/observation.ts';
import type { Standing, Step } from '../../core/plan.ts';
import { postureSteps } from '../../core/posture.ts';
import type { Watch } from '../../core/watch.ts';
import type { AnyStep } from '../../core/world.ts';
import type { ProbeWorld } from './probe.ts';

export interface PostureWorld extends ProbeWorld {
  readonly stepKinds: Readonly<Record<string, AnyStep>>;
}

/** Beyond those of rounds and of tests of chains: see `Look`. */
const pass = 1_000;
const timeoutMs = 8_000;
/** More at once would only be throttled. */
const busyMax = 6;

/** Recorded under the round in which it was begun, as what is known of the vantage's own sight. */
export async function lookAtPosture(
  watch: Watch,
  active: Readonly<Record<ServiceName, Serving>>,
  slot: Instant,
  world: PostureWorld,
): Promise<void> {
  const { clock, vantage, sightings } = world;
  const began = clock.now();
  // What is not Azure's is told by its name servers in every round.
  const asks = postureSteps(watch, active).filter(({ step }) => isAzures(step, world));
  const seen: Observation[] = [];
  const queue = asks.values();
  const hand = async () => {
    for (const { side, step } of queue) seen.push(await stands(step, side, world));
  };
  await Promise.all(Array.from({ length: Math.min(busyMax, asks.length) }, hand));
  if (seen.length === 0) return;
  const lagMs = world.lagMs(began);
  await sightings.record(watch.name, { vantage, slot, pass, observations: seen, lagMs });
}

function isAzures({ kind, settings }: Step, { stepKinds }: PostureWorld): boolean {
  const targets = stepKinds[kind]?.targets(settings) ?? [];
  return targets.length > 0 && targets.every((id) => id.startsWith('/subscriptions/'));
}

async function stands(step: Step, side: Side, world: PostureWorld): Promise<Observation> {
  const { clock, vantage, net, stepKinds } = world;
  const at = clock.now();
  const deadline = clock.after(timeoutMs);
  const finding = await inspected()
    .then(findingOf)
    .catch((error: unknown) => answerOf(error, true).finding);
  deadline.cancel();
  return {
    probe: step.name as string as ProbeName,
    subject: { kind: 'posture', service: step.service, side },
    vantage,
    at,
    tookMs: clock.now() - at,
    phases: {},
    finding,
  };

  async function inspected(): Promise<Standing> {
    const kind = stepKinds[step.kind];
    if (kind === undefined) return { is: 'unsure', why: `no step kind is named ${step.kind}` };
    return kind.inspect({ ...net.azure, ...elsewhere }, step.settings, deadline.signal);
  }
}

/** What the identity that only looks has no hold of; nothing of Azure's asks for it. */
const nowhere = async (): Promise<never> => {
  throw new Error('what is moved elsewhere is not looked at here');
};
const elsewhere = { hostedRecord: nowhere, httpGet: nowhere };

function outstanding(progress: { readonly done: number; readonly of: number } | undefined): string {
  return progress === undefined ? 'it is not so' : `${progress.done} of ${progress.of} are so`;
}

/** `down`: it is not as it should be. A step under way, or one that cannot be told, is neither. */
function findingOf(standing: Standing): Finding {
  switch (standing.is) {
    case 'done':
      return { is: 'up' };
    case 'todo':
      return { is: 'down', phase: 'answer', why: outstanding(standing.progress) };
    case 'stuck':
      return { is: 'down', phase: 'answer', why: standing.why };
    case 'moving':
      return { is: 'unsure', whose: 'between', why: standing.why ?? 'it is being changed' };
    case 'unsure':
      return { is: 'unsure', whose: 'ours', why: standing.why };
  }
}
