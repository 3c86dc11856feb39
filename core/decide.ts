/** Every rule about what may happen next. The one file to read before trusting this program. */

import { isAsking, phaseOf } from './carrying.ts';
import { onPublished } from './deciding/adoption.ts';
import { onAnswered, onOrdered } from './deciding/answers.ts';
import { onPulled, onReleased } from './deciding/brake.ts';
import { onJudged } from './deciding/judged.ts';
import { onPreflighted } from './deciding/preflight.ts';
import { onApplied, onFailed, onFixed, onInspected, onStopped } from './deciding/steps.ts';
import { onWished } from './deciding/wishes.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './fact.ts';
import type { Incident } from './incident.ts';
import type { Instant } from './names.ts';
import { never } from './never.ts';
import type { Digester } from './ports.ts';
import type { Signal } from './signal.ts';
import type { Watch } from './watch.ts';

/** Rules are data: the watch as configured, and how a plan gets its fingerprint. */
export interface Rulebook {
  readonly watch: Watch;
  readonly digest: Digester;
}

/**
 * Given what is true and what was just learned, which facts now hold? Often none: a signal that
 * means nothing now yields nothing. Never throws.
 */
export function decide(
  incident: Incident,
  signal: Signal,
  rules: Rulebook,
  at: Instant,
): readonly Fact[] {
  const facts = mean(incident, signal, rules, at);
  return isMade(facts.reduce(evolve, incident)) ? [...facts, { kind: 'moved', at }] : facts;
}

/** Whatever closed its last step, a move is made when none is open. */
function isMade(incident: Incident): boolean {
  const { stage } = incident;
  return (
    stage === 'moving' &&
    incident.preflighted &&
    incident.movedAt === undefined &&
    phaseOf(incident) === undefined
  );
}

function mean(incident: Incident, signal: Signal, rules: Rulebook, at: Instant): readonly Fact[] {
  switch (signal.kind) {
    case 'judged':
      return onJudged(incident, signal, rules, at);
    case 'asked': {
      const open = isAsking(incident) && !incident.asked ? incident.offer?.number : undefined;
      const { offer, cursor } = signal;
      return open === offer ? [{ kind: 'asked', at, offer, cursor }] : [];
    }
    case 'published':
      return onPublished(incident, signal, at);
    case 'answered':
      return onAnswered(incident, signal, rules, at);
    case 'wished':
      return onWished(incident, signal, rules, at);
    case 'ordered':
      return onOrdered(incident, signal, rules, at);
    case 'turnedAway':
      // Nothing is written behind an ending.
      if (incident.stage === 'over') return [];
      return [{ kind: 'refused', at, by: signal.by, why: signal.why, via: signal.via }];
    case 'preflighted':
      return onPreflighted(incident, signal, rules, at);
    case 'inspected':
      return onInspected(incident, signal, rules, at);
    case 'fixed':
      return onFixed(incident, signal, at);
    case 'applied':
      return onApplied(incident, signal, at);
    case 'failed':
      return onFailed(incident, signal, at);
    case 'pulled':
      return onPulled(incident, signal, rules, at);
    case 'released':
      return onReleased(incident, signal, rules, at);
    case 'stopped':
      return onStopped(incident, signal, at);
    default:
      return never(signal);
  }
}

/** Several pieces of news in the order given, each decided in the light of the ones before. */
export function decideAll(
  incident: Incident,
  signals: readonly Signal[],
  rules: Rulebook,
  at: Instant,
): readonly Fact[] {
  let now = incident;
  const facts: Fact[] = [];
  for (const signal of signals) {
    const fresh = decide(now, signal, rules, at);
    facts.push(...fresh);
    now = fresh.reduce(evolve, now);
    // What follows an ending belongs to the next incident, and so to the next append.
    if (fresh.length > 0 && now.stage === 'over') break;
  }
  return facts;
}
