/** Nets of a few lines: one part answers, and asking any other is a mistake of the probe. */

import type { ProbeKind } from '../../core/kinds.ts';
import { look } from '../../core/look.ts';
import type { Instant } from '../../core/names.ts';
import type { HttpAnswer, HttpRequest, Net } from '../../core/net.ts';
import { virtualClock } from '../../lab/world/clock.ts';

const unasked = (): Promise<never> => Promise.reject(new Error('this was not to be asked'));

export function netWith(parts: Partial<Net>): Net {
  return {
    http: { fetch: unasked },
    names: { ask: unasked },
    bus: { roundTrip: unasked },
    identity: { check: unasked },
    azure: {
      alive: unasked,
      workflow: unasked,
      workflows: unasked,
      openRuns: unasked,
      pipelineRuns: unasked,
      recordSet: unasked,
      alias: unasked,
      busEntities: unasked,
      resource: unasked,
      blob: unasked,
      groupLocation: unasked,
      pause: unasked,
    },
    secret: unasked,
    ...parts,
  };
}

export function answered(status: number, also: Partial<HttpAnswer> = {}): HttpAnswer {
  return { status, headers: {}, text: '', phases: { connect: 3, answer: 1 }, ...also };
}

/** Answers each request with the next of these, and remembers what was asked. */
export function answering(...answers: readonly HttpAnswer[]) {
  const requests: HttpRequest[] = [];
  const fetch = async (request: HttpRequest): Promise<HttpAnswer> => {
    const answer = answers[requests.length];
    requests.push(request);
    return answer ?? unasked();
  };
  return { http: { fetch }, requests };
}

/** Asked as a round asks: what the probe throws is judged, too. */
export function lookedAt<Settings>(kind: ProbeKind<Settings>, settings: Settings, net: Net) {
  const clock = virtualClock(0 as Instant);
  return clock.play(look(kind, settings, net, { clock, timeoutMs: 1_000 }));
}

export const signal = new AbortController().signal;
