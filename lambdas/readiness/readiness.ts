/** Finds out whether a watch could be moved, with an identity that may only look. */

import type { CheckFinding, CheckGround, CheckKind, CheckSpec } from '../../core/kinds.ts';
import type { Net } from '../../core/net.ts';
import type { Ledger } from '../../core/number-ledger.ts';
import type { Clock, Memory } from '../../core/ports.ts';
import type { Checked, Preflight, PreflightAnswer, Readiness } from '../../core/readiness.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Service, Watch } from '../../core/watch.ts';
import { keep } from './kept.ts';

export interface ReadinessWorld {
  readonly clock: Clock;
  readonly net: Net;
  readonly kinds: Readonly<Record<string, CheckKind<unknown>>>;
  readonly ledger: Ledger;
  /**
   * Asks the failover function to prove itself (`lambdas/failover/preflight.ts`). Absent where nothing
   * can be asked.
   */
  preflight?(watch: Watch): Promise<Preflight>;
  /** What is not as it should be with farwatch itself. */
  notes?(): Promise<readonly string[]>;
}

/** One check. A list of hundreds of workflows has many pages, so it is given more than a probe. */
const checkMsMax = 20_000;
/** More at once would only be throttled. */
const checksMax = 8;

/** As `lookReady`, and remembered for the judge and the card. */
export async function readiness(
  watch: Watch,
  world: ReadinessWorld & { readonly memory: Memory },
): Promise<Readiness> {
  const found = await lookReady(watch, world);
  await keep(found, world.memory);
  return found;
}

/** Never rejects for what Azure does: a check that could not be made is `unsure`. */
export async function lookReady(watch: Watch, world: ReadinessWorld): Promise<Readiness> {
  const [checks, preflight, notes = []] = await Promise.all([
    checkAll(watch, world),
    askFailover(watch, world),
    world.notes?.(),
  ]);
  const found = { watch: watch.name, at: world.clock.now(), checks, preflight };
  return notes.length === 0 ? found : { ...found, notes };
}

interface Ask {
  readonly service: Service;
  readonly spec: CheckSpec;
}

async function checkAll(watch: Watch, world: ReadinessWorld): Promise<readonly Checked[]> {
  const asks = watch.services.flatMap((service) =>
    (service.checks ?? []).map((spec): Ask => ({ service, spec })),
  );
  const found = new Map<Ask, Checked>();
  const queue = asks.values();
  const hand = async () => {
    for (const ask of queue) found.set(ask, await checked(ask, watch, world));
  };
  await Promise.all(Array.from({ length: Math.min(checksMax, asks.length) }, hand));
  return asks.flatMap((ask) => found.get(ask) ?? []);
}

async function checked(
  { service, spec }: Ask,
  watch: Watch,
  { net, kinds, clock, ledger }: ReadinessWorld,
): Promise<Checked> {
  const kind = kindOf(spec, kinds);
  const ground = { net, regions: watch.regions, at: clock.now(), ledger };
  const { name: check, from, move, settings } = spec;
  return {
    service: service.name,
    check,
    title: kind.describe(settings),
    ...(from && { from }),
    ...(move && { move }),
    finding: await found(kind, settings, ground, clock),
  };
}

async function found(
  kind: CheckKind<unknown>,
  settings: unknown,
  ground: CheckGround,
  clock: Clock,
): Promise<CheckFinding> {
  const deadline = clock.after(checkMsMax);
  try {
    return await Promise.race([
      kind.check(ground, settings, deadline.signal),
      silence(deadline.signal),
    ]);
  } catch (error) {
    const next = 'Look again; if it stays, see whether the look identity has the rights it needs.';
    return { is: 'unsure', why: wordsOf(error), next };
  } finally {
    deadline.cancel();
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const why = `no answer within ${checkMsMax / 1_000} s`;
    signal.addEventListener('abort', () => reject(new Error(why)), { once: true });
  });
}

async function askFailover(watch: Watch, world: ReadinessWorld): Promise<PreflightAnswer> {
  if (watch.mode !== 'ask') {
    return { is: 'unasked', why: `in mode ${watch.mode} nothing is ever moved` };
  }
  if (world.preflight === undefined) return { is: 'unasked', why: 'the failover was not asked' };
  try {
    return { is: 'told', preflight: await world.preflight(watch) };
  } catch (error) {
    return { is: 'unsure', why: wordsOf(error) };
  }
}

function kindOf({ name, kind }: CheckSpec, kinds: ReadinessWorld['kinds']): CheckKind<unknown> {
  const known = kinds[kind];
  if (known !== undefined) return known;
  throw new Trouble('check-kind-unknown', {
    message: `Cannot check ${name}: no check kind is named ${kind}`,
    next: 'Run the version of farwatch that accepted this watch file.',
  });
}
