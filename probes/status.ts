/** Reads an HTTP answer: what its status says about the target, and what it says about us. */

import type { HttpAnswer } from '../core/net.ts';
import type { Answer, Finding } from '../core/observation.ts';

/** A 4xx that blames the server's patience or routing, not our request. */
const notOurs: readonly number[] = [408, 421, 425];

/** `what`: the part of the target that was asked, when a probe asks several. */
export function findingOf(status: number, expected: readonly number[], what?: string): Finding {
  if (expected.includes(status)) return { is: 'up' };
  const why = `${what === undefined ? '' : `${what}: `}status ${status}`;
  const blamesUs = status >= 400 && status < 500 && !notOurs.includes(status);
  if (blamesUs) return { is: 'unsure', why: `${why}, ${blame(status)}`, whose: 'ours' };
  return { is: 'down', phase: 'answer', why };
}

/** The answer that an HTTP exchange makes of a finding. */
export function answerOf(http: HttpAnswer, finding: Finding, also?: Partial<Answer>): Answer {
  const days = http.certificateDaysLeft;
  const measures = { ...(days === undefined ? {} : { certificateDaysLeft: days }) };
  return {
    finding,
    phases: http.phases,
    ...also,
    measures: { ...measures, ...also?.measures },
  };
}

function blame(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return 'our credentials are refused';
    case 404:
      return 'our path is unknown';
    case 429:
      return 'we are throttled';
    default:
      return 'our request is refused';
  }
}
