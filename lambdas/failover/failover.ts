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
  const inFlight = new Map<string, Promise<void>>();
  const inspectedAt = new Map<string, Instant>();
  const news: Signal[] = [];
  let wake = Promise.withResolvers<void>();

  const start = (effect: Effect) => {
    const key = keyOf(effect);
    if (inFlight.has(key)) return;
    const work = paced(effect, inspectedAt, world)
      .then(() => perform(effect, rules, world))
      .then((signals) => {
        inFlight.delete(key);
        news.push(...signals);
        wake.resolve();
      });
    // A hand that fails must not leave the loop waiting: the failure is the loop's to throw.
    work.catch(wake.reject);
    inFlight.set(key, work);
  };

  let incident = await read(rules, world);
  while (world.clock.now() < world.until && !world.stopped()) {
    const effects = next(incident, world.run, world.clock.now());
    if (effects.length === 0 && inFlight.size === 0 && news.length === 0) return;
    if (await forged(incident, world)) {
      const why = 'the approval bears no valid seal; nothing is done on it';
      await learn([{ kind: 'stopped', why }], rules, world);
      return;
    }
    effects.forEach(start);
    await wake.promise;
    wake = Promise.withResolvers();
    incident = (await learn(news.splice(0), rules, world)).incident;
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
  return effect.kind === 'inspect' || effect.kind === 'apply' ? effect.step.name : effect.kind;
}
