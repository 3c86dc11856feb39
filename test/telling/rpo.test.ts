/** What a report estimates of the loss: in messages, in time and in numbers, by what was measured before. */

import { describe, expect, it } from '@jest/globals';
import type { CheckFinding } from '../../core/kinds.ts';
import type { Readiness } from '../../core/readiness.ts';
import { withKnown } from '../../core/readiness-notes.ts';
import { readinessFrom, textOf } from '../../core/readiness-text.ts';
import type { Stake } from '../../core/stakes.ts';
import { reportOf } from '../../core/telling/report.ts';
import { ana, at, dark, enable, minute, picture, Story, service, watch } from '../build.ts';

const measured = (stake: Stake): CheckFinding => ({ is: 'fine', why: 'read', note: 'n', stake });
const silent: CheckFinding = { is: 'unsure', why: 'the region is dark', next: 'Wait.' };

function readiness(ms: number, finding: CheckFinding, from?: 'primary' | 'secondary'): Readiness {
  const check = { service: service('bus'), check: 'left', title: 'left', finding };
  const preflight = { is: 'unasked', why: 'not part of this story' } as const;
  return {
    watch: watch.name,
    at: at(ms),
    checks: [{ ...check, ...(from && { from }) }],
    preflight,
  };
}

/** Of a move approved after an outage that began at 8 min, as far as it was seen. */
function reported(found: Readiness, more: (story: Story) => void = () => undefined) {
  const story = new Story();
  const seen = { ...picture(9 * minute, dark), readiness: readinessFrom(textOf(found)) };
  story.tell(9 * minute, { kind: 'judged', picture: seen });
  story.answers(10 * minute, ana);
  more(story);
  const report = reportOf(watch, story.facts);
  if (report === undefined) throw new Error('there is no report');
  return report;
}

describe('the estimated loss of a move', () => {
  it('is what was counted last, though nothing could be read since it went dark', () => {
    const before = readiness(minute, measured({ is: 'left', messages: 42 }));
    const now = withKnown(readiness(9 * minute, silent), { is: 'kept', readiness: before });
    expect(reported(now).rpo).toEqual([
      {
        ...{ service: 'bus', is: 'left', at: at(minute), messages: 42 },
        says: '42 messages in what was left, as of 1970-01-01 00:01:00 UTC',
      },
    ]);
  });

  it('is the time between the last copy and the first failure', () => {
    const { rpo, times } = reported(
      readiness(minute, measured({ is: 'copied', until: at(7 * minute) })),
    );
    const lostMs = times.beganAt - at(7 * minute);
    expect(lostMs).toBeGreaterThan(0);
    expect(rpo).toMatchObject([{ is: 'behind', lostMs }]);
    expect(rpo[0]?.says).toMatch(/^what was written in the .+ before it failed: copied until /);
  });

  it('is never less than nothing, and at most what the service promises', () => {
    const late = reported(readiness(minute, measured({ is: 'copied', until: at(60 * minute) })));
    expect(late.rpo).toMatchObject([{ lostMs: 0 }]);
    const bound = reported(readiness(minute, measured({ is: 'behind', mostMs: 300_000 })));
    expect(bound.rpo).toMatchObject([{ is: 'behind', lostMs: 300_000 }]);
  });

  it('leaves out what is at stake only on another way', () => {
    const stake = { is: 'left', messages: 42 } as const;
    expect(reported(readiness(minute, measured(stake), 'secondary')).rpo).toEqual([]);
  });

  it('counts the numbers that were passed over', () => {
    const margin = { sessions: 3, widest: 1_000, unreadMs: 90_000 };
    const { rpo } = reported(readiness(minute, silent), (story) => {
      const target = { value: [], says: 'acme-Icn 2048', margin };
      story.facts.push({ kind: 'targetFixed', at: at(11 * minute), step: enable.name, target });
    });
    expect(rpo).toEqual([
      {
        ...{ service: 'receivers', is: 'numbers', at: at(11 * minute), numbers: 1_000 },
        says: '1000 numbers passed over, at the most, in 3 sessions; last read 1 min 30 s before',
      },
    ]);
  });

  it('is nothing that a version cannot read', () => {
    const odd = textOf(readiness(minute, measured({ is: 'left', messages: Number.NaN })));
    expect(readinessFrom(odd)).toMatchObject({ is: 'unreadable' });
  });
});
