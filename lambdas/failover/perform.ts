/** Does one thing, and reports what the world had to say about it. */

import type { Rulebook } from '../../core/decide.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Run, StepName } from '../../core/names.ts';
import { never } from '../../core/never.ts';
import type { Effect } from '../../core/next.ts';
import type { Ledger } from '../../core/number-ledger.ts';
import type { Picture } from '../../core/picture.ts';
import type { Standing, Step } from '../../core/plan.ts';
import type { Brake, Seals } from '../../core/ports.ts';
import type { Signal } from '../../core/signal.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { AnyStep, World } from '../../core/world.ts';
import { type JudgeWorld, lookAround } from '../judge/judge.ts';
import { behindBrake, stopping } from './brake.ts';

export interface Hands extends JudgeWorld {
  /** Unique to this invocation. */
  readonly run: Run;
  /** And what is moved elsewhere. */
  readonly azure: World;
  readonly kinds: Readonly<Record<string, AnyStep>>;
  readonly seals: Seals;
  readonly brake: Brake;
  readonly ledger: Ledger;
  /** Asks the vantages to look now, not at their next round. */
  lookNow(): Promise<void>;
}

/** Between two requests for proof: a round needs its time. */
const proofPaceMs = 2_000;
/** An inspection that takes longer has failed. */
const inspectMsMax = 5_000;
/** Where owing is the way on, silence is not waited for: the region is dark as it is. */
const owableMsMax = 1_500;

export async function perform(
  effect: Effect,
  rules: Rulebook,
  world: Hands,
): Promise<readonly Signal[]> {
  switch (effect.kind) {
    case 'preflight':
      return preflight(effect.steps, rules, world);
    case 'fix':
      return fix(effect.step, rules, world);
    case 'inspect':
      return inspect(effect, rules, world);
    case 'apply':
      return apply(effect, rules, world);
    case 'prove':
      await world.lookNow();
      await world.clock.sleep(proofPaceMs);
      return [];
    default:
      return never(effect);
  }
}

async function preflight(
  steps: readonly Step[],
  rules: Rulebook,
  world: Hands,
): Promise<readonly Signal[]> {
  const standings = await standingsOf(steps, world);
  return [{ kind: 'preflighted', standings, picture: await lookAround(rules, world) }];
}

/** A target that cannot be read is news of the step as one that cannot be inspected is. */
async function fix(step: Step, rules: Rulebook, world: Hands): Promise<readonly Signal[]> {
  const { run, clock, azure, ledger } = world;
  const deadline = clock.after(inspectMsMax);
  try {
    const target = await Promise.race([
      kindOf(step, world).fix?.(azure, step.settings, clock.now(), deadline.signal, ledger),
      silence(deadline.signal, inspectMsMax),
    ]);
    return target === undefined ? [] : [{ kind: 'fixed', step: step.name, target }];
  } catch (error) {
    const standing: Standing = { is: 'unsure', why: wordsOf(error) };
    const picture = await lookAround(rules, world);
    return [{ kind: 'inspected', step: step.name, standing, run, picture }];
  } finally {
    deadline.cancel();
  }
}

async function inspect(
  { step, target, fences }: Extract<Effect, { kind: 'inspect' }>,
  rules: Rulebook,
  world: Hands,
): Promise<readonly Signal[]> {
  const standing = await standingOf(step, world, target);
  const seen = standing.is === 'todo' ? { fences: await standingsOf(fences, world) } : {};
  if (standing.is === 'todo') {
    const stopped = await braked(world);
    if (stopped !== undefined) return [stopped];
  }
  const look = standing.is === 'todo' ? lookAgain : lookAround;
  const picture = await look(rules, world);
  return [{ kind: 'inspected', step: step.name, standing, ...seen, run: world.run, picture }];
}

/** A little longer than it takes until what answers promptly is recorded. */
const openEyesMs = 3_000;

/**
 * What is seen before something may be done. After a pause nobody has looked yet; that is our own
 * doing and no doubt about the target, so the vantages are asked to look before it is judged.
 */
async function lookAgain(rules: Rulebook, world: Hands): Promise<Picture> {
  const picture = await lookAround(rules, world);
  if (picture.seeing.length >= rules.watch.quorum) return picture;
  await world.lookNow();
  await world.clock.sleep(openEyesMs);
  return lookAround(rules, world);
}

async function standingsOf(
  steps: readonly Step[],
  world: Hands,
): Promise<Readonly<Record<StepName, Standing>>> {
  const asked = steps.map(async (step) => [step.name, await standingOf(step, world)] as const);
  return Object.fromEntries(await Promise.all(asked));
}

async function standingOf(step: Step, world: Hands, target?: unknown): Promise<Standing> {
  const patienceMs = step.owable ? owableMsMax : inspectMsMax;
  const deadline = world.clock.after(patienceMs);
  try {
    const kind = kindOf(step, world);
    return await Promise.race([
      kind.inspect(world.azure, step.settings, deadline.signal, target),
      silence(deadline.signal, patienceMs),
    ]);
  } catch (error) {
    return { is: 'unsure', why: wordsOf(error) };
  } finally {
    deadline.cancel();
  }
}

function silence(signal: AbortSignal, patienceMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const why = `no answer for ${patienceMs / 1_000} s`;
    signal.addEventListener('abort', () => reject(new Error(why)), { once: true });
  });
}

/** The claim is kept; what is left of its time bounds every write. */
async function apply(
  { step, until, target, fences }: Extract<Effect, { kind: 'apply' }>,
  { watch }: Rulebook,
  world: Hands,
): Promise<readonly Signal[]> {
  const { clock, run } = world;
  const told = { step: step.name, run };
  const deadline = clock.after(until - clock.now() - watch.rules.skewMs);
  try {
    await mustStand(fences, world);
    await kindOf(step, world).apply(
      behindBrake(world.azure, world.brake),
      step.settings,
      deadline.signal,
      target,
    );
    return [{ kind: 'applied', ...told }];
  } catch (error) {
    // What is not known to have stayed here may have happened.
    const sent = error instanceof Refusal ? error.sent : 'maybe';
    const retry =
      error instanceof Refusal && error.retryAfterMs !== undefined
        ? { retryAfterMs: error.retryAfterMs }
        : {};
    return [{ kind: 'failed', ...told, sent, why: wordsOf(error), ...retry }];
  } finally {
    deadline.cancel();
  }
}

/** Once more at the last moment: between the claim and now others had time to undo them. */
async function mustStand(fences: readonly Step[], world: Hands): Promise<void> {
  const standings = await standingsOf(fences, world);
  for (const { name } of fences) {
    const standing = standings[name];
    if (standing?.is === 'done') continue;
    const why = standing?.is === 'unsure' ? `is not known to hold: ${standing.why}` : 'was undone';
    throw new Refusal({ message: `nothing was enabled, as ${name} ${why}`, sent: 'no' });
  }
}

async function braked({ brake }: Hands): Promise<Extract<Signal, { kind: 'stopped' }> | undefined> {
  const why = await stopping(brake);
  return why === undefined ? undefined : { kind: 'stopped', why };
}

function kindOf(step: Step, { kinds }: Hands): AnyStep {
  const kind = kinds[step.kind];
  if (kind !== undefined) return kind;
  throw new Trouble('step-kind-unknown', {
    message: `Cannot carry out ${step.name}: no step kind is named ${step.kind}`,
    next: 'Run the version of farwatch that drafted this plan.',
  });
}
