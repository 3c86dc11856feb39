import { describe, expect, it } from '@jest/globals';
import { answerOf, findingOf } from '../../probes/status.ts';
import { answered } from './nets.ts';

describe('findingOf() says whose fault a status is', () => {
  const rows: readonly (readonly [status: number, verdict: string])[] = [
    [200, 'up'],
    [204, 'down: status 204'],
    [302, 'down: status 302'],
    [400, 'ours: status 400, our request is refused'],
    [401, 'ours: status 401, our credentials are refused'],
    [403, 'ours: status 403, our credentials are refused'],
    [404, 'ours: status 404, our path is unknown'],
    [408, 'down: status 408'],
    [421, 'down: status 421'],
    [429, 'ours: status 429, we are throttled'],
    [500, 'down: status 500'],
    [503, 'down: status 503'],
  ];

  it.each(rows)('%i', (status, verdict) => {
    const finding = findingOf(status, [200]);
    const told = finding.is === 'up' ? '' : `: ${finding.why}`;
    expect(`${finding.is === 'unsure' ? finding.whose : finding.is}${told}`).toBe(verdict);
  });

  it('lets any status be expected', () => {
    expect(findingOf(401, [200, 401])).toEqual({ is: 'up' });
  });

  it('names the part that was asked', () => {
    const down = { is: 'down', phase: 'answer', why: 'operation /x: status 500' };
    expect(findingOf(500, [200], 'operation /x')).toEqual(down);
  });
});

describe('answerOf() keeps what was measured', () => {
  it('the phases, the certificate, and what the probe adds', () => {
    const http = answered(200, { certificateDaysLeft: 12 });
    expect(answerOf(http, { is: 'up' }, { measures: { operationMs: 4 } })).toEqual({
      finding: { is: 'up' },
      phases: { connect: 3, answer: 1 },
      measures: { certificateDaysLeft: 12, operationMs: 4 },
    });
  });
});
