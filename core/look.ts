/** Asks one probe once, and keeps the promise that our failure is never the target's. */

import { Between, type ProbeKind, Refusal, Unreachable } from './kinds.ts';
import type { Net } from './net.ts';
import type { Answer } from './observation.ts';
import type { Clock } from './ports.ts';
import { wordsOf } from './trouble.ts';

/** What a probe that ignores its own deadline is still given before we stop waiting for it. */
const graceMs = 150;

export async function look<Settings>(
  kind: ProbeKind<Settings>,
  settings: Settings,
  net: Net,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
): Promise<Answer> {
  const deadline = clock.after(timeoutMs);
  const grace = clock.after(timeoutMs + graceMs);
  try {
    const asked = kind.ask(net, settings, deadline.signal, clock.now());
    return await Promise.race([asked, abandoned(grace.signal)]);
  } catch (error) {
    return answerOf(error, kind.indirect);
  } finally {
    deadline.cancel();
    grace.cancel();
  }
}

/**
 * What is known of a target of which only this error is. An API of Azure's that is itself ill (5xx)
 * stands between us and what it would tell of; one that says no says it to us.
 */
export function answerOf(error: unknown, indirect = false): Answer {
  if (error instanceof Unreachable) {
    const { phase, message: why, phases } = error;
    if (!indirect) return { finding: { is: 'down', phase, why }, phases };
    const silent = `whoever looks at it for us did not answer: ${why}`;
    return { finding: { is: 'unsure', why: silent, whose: 'between' }, phases };
  }
  const isIll = error instanceof Refusal && (error.status ?? 0) >= 500;
  const whose = isIll || error instanceof Between ? 'between' : 'ours';
  return { finding: { is: 'unsure', why: wordsOf(error), whose }, phases: {} };
}

/** A probe that outlives its signal is a fault of ours, whatever the target did. */
function abandoned(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => reject(new Error('the probe did not end by its deadline')),
      { once: true },
    );
  });
}
