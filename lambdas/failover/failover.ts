/** Carries out approved plans: one loop that inspects, claims, applies, and inspects again. */

import { isCarrying } from '../../core/carrying.ts';
import { factsOf } from '../../core/chronicle.ts';
import type { Rulebook } from '../../core/decide.ts';
import { replay } from '../../core/evolve.ts';
import type { Incident } from '../../core/incident.ts';
import { learn } from '../../core/learn.ts';
import type { Instant } from '../../core/names.ts';
import { type Effect, next } from '../../core/next.ts';
import type { Signal } from '../../core/signal.ts';
import { isGenuine } from './approved.ts';
import { type Hands, perform } from './perform.ts';

export interface FailoverWorld extends Hands {
  /** When this invocation must have ended. */
  readonly until: Instant;
  /** Whether it is to end at the next turn, whatever is left to do: another run goes on with it. */
  stopped(): boolean;
}

/** Drives one watch until its incident rests or the time runs short. Safe to repeat at any point. */
export async function failover(rules: Rulebook, world: FailoverWorld): Promise<void> {
  // From its start until its news is learnt: what is only known here must not be done again.
  const inFlight = new Set<string>();
  const inspectedAt = new Map<string, Instant>();
  const ended: { readonly key: string; readonly news: readonly Signal[] }[] = [];
  const failures: unknown[] = [];
  let wake = Promise.withResolvers<void>();

  const start = (effect: Effect) => {
    const key = keyOf(effect);
    if (inFlight.has(key)) return;
    inFlight.add(key);
    void paced(effect, inspectedAt, world)
      .then(() => perform(effect, rules, world))
      .then(
        (news) => ended.push({ key, news }),
        // The loop's to throw, whatever it waits for by now.
        (error: unknown) => failures.push(error),
      )
      .then(() => wake.resolve());
  };

  let incident = await read(rules, world);
  while (world.clock.now() < world.until && !world.stopped()) {
    const effects = next(incident, world.run, world.clock.now());
    if (effects.length === 0 && inFlight.size === 0) return;
    if (await forged(incident, world)) {
      const why = 'the approval bears no valid seal; nothing is done on it';
      await learn([{ kind: 'stopped', why }], rules, world);
      return;
    }
    effects.forEach(start);
    await wake.promise;
    wake = Promise.withResolvers();
    const told = ended.splice(0);
    const news = told.flatMap((one) => one.news);
    incident = (await learn(news, rules, world)).incident;
    for (const { key } of told) inFlight.delete(key);
    if (failures.length > 0) throw failures[0];
  }
}

async function read({ watch }: Rulebook, { journal }: FailoverWorld): Promise<Incident> {
  const { entries } = await journal.read(watch.name);
  return replay(factsOf(entries));
}

async function forged(incident: Incident, world: FailoverWorld): Promise<boolean> {
  return isCarrying(incident) && !(await isGenuine(incident, world.seals));
}

/** Between two inspections of one step: Azure is asked, not hammered. */
const paceMs = 500;

async function paced(
  effect: Effect,
  inspectedAt: Map<string, Instant>,
  { clock }: FailoverWorld,
): Promise<void> {
  if (effect.kind === 'apply' || effect.kind === 'prove') return;
  const key = keyOf(effect);
  const last = inspectedAt.get(key);
  if (last !== undefined) await clock.sleep(last + paceMs - clock.now());
  inspectedAt.set(key, clock.now());
}

function keyOf(effect: Effect): string {
  return 'step' in effect ? effect.step.name : effect.kind;
}
