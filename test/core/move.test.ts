/** Given facts, when a signal, then facts: claims, owed steps, holding, proof. */

import { describe, expect, it } from '@jest/globals';
import type { ServiceName } from '../../core/names.ts';
import { next } from '../../core/next.ts';
import {
  alias,
  ana,
  at,
  between,
  bob,
  dark,
  down,
  enable,
  fence,
  kinds,
  minute,
  ours,
  rulebook,
  run,
  Story,
  step,
  turn,
} from '../build.ts';

const t = 10 * minute;
const todo = { is: 'todo' } as const;
const done = { is: 'done' } as const;
const lost = { is: 'unsure', why: 'Azure said nothing' } as const;

/** Fence owed, alias done: the receivers' phase. */
function owedFence(): Story {
  const story = Story.approved();
  story.inspects(t, fence.name, lost);
  story.inspects(t + 4_000, fence.name, lost);
  story.inspects(t + 5_000, alias.name, done);
  return story;
}

function moved(): Story {
  const story = owedFence();
  story.inspects(t + 6_000, enable.name, done);
  story.inspects(t + 7_000, turn.name, done);
  return story;
}

describe('a claim', () => {
  it('lets one of many runs touch Azure', () => {
    const story = Story.approved();
    expect(kinds(story.inspects(t, fence.name, todo, { run: 'run-1' }))).toEqual([
      `stepTried ${fence.name}`,
    ]);
    expect(story.inspects(t, fence.name, todo, { run: 'run-2' })).toEqual([]);
    const effect = (who: string) => next(story.incident, run(who), at(t + 1)).map((e) => e.kind);
    expect(effect('run-1')).toEqual(['apply']);
    expect(effect('run-2')).toEqual(['inspect']);
  });

  it('grows old when its holder dies, and is taken over', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, todo, { run: 'run-1' });
    expect(story.inspects(t + 64_000, fence.name, todo, { run: 'run-2' })).toEqual([]);
    expect(kinds(story.inspects(t + 66_000, fence.name, todo, { run: 'run-2' }))).toEqual([
      `stepTried ${fence.name}`,
    ]);
    expect(next(story.incident, run('run-1'), at(t + 66_000))[0]?.kind).toBe('inspect');
  });

  it('is freed at once by a failure that had no effect, and not by one that may have', () => {
    const story = Story.approved();
    const failed = (sent: 'no' | 'maybe', ms: number) =>
      story.tell(ms, {
        kind: 'failed',
        step: fence.name,
        run: run('run-1'),
        sent,
        why: 'status 500',
      });
    story.inspects(t, fence.name, todo);
    failed('no', t + 1_000);
    expect(kinds(story.inspects(t + 2_000, fence.name, todo))).toEqual([`stepTried ${fence.name}`]);
    failed('maybe', t + 3_000);
    expect(story.inspects(t + 5_000, fence.name, todo, { shown: {} })).toEqual([]);
    expect(kinds(story.inspects(t + 8_500, fence.name, todo, { shown: {} }))).toEqual([
      `stepTried ${fence.name}`,
    ]);
  });

  it('honours a Retry-After', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, todo);
    const failed = { kind: 'failed', step: fence.name, run: run('run-1'), sent: 'no' } as const;
    story.tell(t, { ...failed, why: 'status 429', retryAfterMs: 20_000 });
    expect(story.inspects(t + 19_000, fence.name, todo, { shown: {} })).toEqual([]);
    expect(story.inspects(t + 21_000, fence.name, todo, { shown: {} })).toHaveLength(1);
  });

  it('gives Azure its settling time before a second try, and a person after the last', () => {
    const story = Story.approved();
    for (let tries = 0, ms = t; tries < 3; tries += 1, ms += 6_000) {
      expect(kinds(story.inspects(ms, fence.name, todo))).toEqual([`stepTried ${fence.name}`]);
      story.applies(ms + 100, fence.name);
      expect(story.inspects(ms + 2_000, fence.name, todo)).toEqual([]);
    }
    expect(kinds(story.inspects(t + 20_000, fence.name, todo))).toEqual([`held ${fence.name}`]);
  });
});

describe('phases', () => {
  it('begin when the one before is done, owed or skipped, and not earlier', () => {
    const story = Story.approved();
    expect(story.inspects(t, alias.name, todo)).toEqual([]);
    story.inspects(t, fence.name, done);
    expect(kinds(story.inspects(t, alias.name, todo))).toEqual([`stepTried ${alias.name}`]);
  });

  it('end in a move that is made, and proven only by what was seen after it', () => {
    const story = moved();
    expect(kinds(story.facts).at(-1)).toBe('moved');
    expect(next(story.incident, run('run-1'), at(t)).map((e) => e.kind)).toContain('prove');
    expect(story.sees(t + 8_000, dark, 'secondary')).toEqual([]);
    expect(story.sees(t + 60_000, dark, 'primary')).toEqual([]);
    expect(kinds(story.sees(t + 60_000, dark, 'secondary'))).toContain('proven');
  });
});

describe('an owed step', () => {
  it('is owed only when owable, forced, its region down, and tries have failed for a while', () => {
    const story = Story.approved();
    expect(kinds(story.inspects(t, fence.name, lost))).toEqual([`stepUnsure ${fence.name}`]);
    expect(story.inspects(t + 2_000, fence.name, lost)).toEqual([]);
    expect(
      story.inspects(t + 4_000, fence.name, lost, { shown: { 'api/primary': between } }),
    ).toEqual([]);
    expect(kinds(story.inspects(t + 4_000, fence.name, lost))).toEqual([`stepOwed ${fence.name}`]);
  });

  it('is never the fence of something that is seen up', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, lost, { shown: { 'api/primary': down } });
    expect(story.inspects(t + 9_000, fence.name, lost, { shown: { 'api/primary': down } })).toEqual(
      [],
    );
  });

  it('is tried also while the rest of the move is held', () => {
    const story = owedFence();
    story.inspects(t + 6_000, enable.name, { is: 'stuck', why: 'a workflow is missing' });
    expect(next(story.incident, run('run-2'), at(t + 9_000)).map((e) => e.kind)).toEqual([
      'inspect',
    ]);
    expect(kinds(story.inspects(t + 9_000, fence.name, todo))).toEqual([
      'sourceBack',
      `stepTried ${fence.name}`,
    ]);
  });

  it('is never a step that must be done: that is held, and asked', () => {
    const story = owedFence();
    story.inspects(t + 6_000, enable.name, lost);
    expect(story.inspects(t + 60_000, enable.name, lost)).toEqual([]);
    expect(kinds(story.inspects(t + 306_000, enable.name, lost))).toEqual([`held ${enable.name}`]);
  });

  it('is settled when the region returns, with its overlap, and ends the incident', () => {
    const story = moved();
    story.sees(t + 60_000, dark, 'secondary');
    expect(story.incident.stage).toBe('settling');
    expect(kinds(story.sees(t + 120_000, {}, 'secondary'))).toContain('sourceBack');
    expect(kinds(story.inspects(t + 122_000, fence.name, todo))).toEqual([
      `stepTried ${fence.name}`,
    ]);
    story.applies(t + 122_100, fence.name);
    const facts = story.inspects(t + 124_000, fence.name, done);
    expect(facts).toMatchObject([{ kind: 'stepSettled', overlapMs: 4_000 }, { kind: 'over' }]);
  });
});

describe('a move that is made', () => {
  it('is made also when its last step is skipped', () => {
    const story = owedFence();
    story.inspects(t + 6_000, enable.name, done);
    story.inspects(t + 7_000, turn.name, { is: 'stuck', why: 'somebody changed it' });
    const skip = {
      kind: 'ordered',
      order: 'skip',
      by: ana,
      via: 'terminal',
      why: 'by hand',
    } as const;
    expect(kinds(story.tell(t + 8_000, skip)).at(-1)).toBe('moved');
  });

  it('is proven without the service of which a person skipped a step', () => {
    const story = owedFence();
    story.inspects(t + 6_000, enable.name, done);
    story.inspects(t + 7_000, turn.name, { is: 'stuck', why: 'somebody changed it' });
    const skip = { kind: 'ordered', order: 'skip', by: ana, via: 'terminal', why: '' } as const;
    story.tell(t + 8_000, skip);
    expect(story.sees(t + 60_000, dark, 'primary')).toMatchObject([
      { kind: 'proven', active: { receivers: 'secondary', bus: 'secondary' } },
    ]);
    expect(story.incident.active['api' as ServiceName]).toBeUndefined();
  });

  it('is held when nobody sees it from outside in time, and goes on at a word', () => {
    const story = moved();
    expect(story.sees(t + 300_000, dark, 'primary')).toEqual([]);
    expect(story.sees(t + 308_000, dark, 'primary')).toMatchObject([
      { kind: 'held', why: 'not seen from outside in time: api in northeurope' },
    ]);
    const retry = {
      kind: 'ordered',
      order: 'retry',
      by: ana,
      via: 'terminal',
      why: 'dns',
    } as const;
    story.tell(t + 310_000, retry);
    expect(kinds(story.sees(t + 360_000, dark, 'secondary'))).toContain('proven');
  });
});

describe('what the probes of a service make of its changing sides', () => {
  const confused = { ...dark, 'bus/secondary': ours };

  it('is no news during the move, and told when it outlasts it', () => {
    const story = moved();
    expect(kinds(story.sees(t + 10_000, confused, 'primary'))).toEqual([]);
    expect(kinds(story.sees(t + 40_000, dark, 'secondary'))).toEqual(['proven']);
    expect(kinds(story.sees(t + 50_000, confused, 'secondary'))).toEqual([]);
    expect(kinds(story.sees(t + 90_000, confused, 'secondary'))).toEqual(['noticed']);
  });

  it('goes on being told when it was told before', () => {
    const story = new Story();
    const shown = { ...dark, 'receivers/primary': ours };
    expect(kinds(story.sees(9 * minute, shown))).toContain('noticed');
    const { incident } = story;
    const whole = incident.stage === 'confirmed' ? incident.offer?.plans[1] : undefined;
    expect(whole?.services).toContain('receivers');
    story.answers(10 * minute, ana, { shown, ...(whole && { digest: whole.digest }) });
    expect(story.incident.stage).toBe('moving');
    expect(kinds(story.sees(11 * minute, shown))).toEqual([]);
    expect(kinds(story.sees(12 * minute, dark))).toEqual(['ceased']);
  });
});

describe('a singleton', () => {
  it('is never enabled while its fence is neither done nor owed', () => {
    const story = Story.approved();
    story.tell(t, { kind: 'stopped', why: 'test' });
    const skip = { kind: 'ordered', order: 'skip', via: 'terminal', why: 'hurry' } as const;
    expect(story.tell(t, { ...skip, step: fence.name, by: ana })).toMatchObject([
      { kind: 'refused', why: `${fence.name} guards a singleton and is never skipped` },
    ]);
  });
});

describe('before a step that cannot be undone', () => {
  it('asks when the source is back, and goes on at a word', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, todo);
    story.applies(t + 100, fence.name);
    story.inspects(t + 2_000, fence.name, done);
    const facts = story.inspects(t + 3_000, alias.name, todo, { shown: {} });
    expect(facts).toMatchObject([{ kind: 'held', step: alias.name }]);
    story.tell(t + 60_000, {
      kind: 'ordered',
      order: 'proceed',
      by: ana,
      via: 'terminal',
      why: 'go',
    });
    expect(kinds(story.inspects(t + 61_000, alias.name, todo, { shown: {} }))).toEqual([
      `stepTried ${alias.name}`,
    ]);
  });

  it('asks when the target is not judged up', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, done);
    const shown = { ...dark, 'bus/secondary': between };
    expect(story.inspects(t + 3_000, alias.name, todo, { shown })).toMatchObject([
      { kind: 'held', why: 'bus in northeurope is not known to be up' },
    ]);
  });

  it('does not care about the source in the middle of ordinary steps', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, done);
    story.inspects(t, alias.name, todo);
    story.inspects(t + 9_000, alias.name, done);
    expect(kinds(story.inspects(t + 10_000, enable.name, todo, { shown: {} }))).toEqual([
      `stepTried ${enable.name}`,
    ]);
  });
});

describe('the first step', () => {
  it('is not begun when the region is back, nor long after the approval', () => {
    expect(kinds(Story.approved().inspects(t, fence.name, todo, { shown: {} }))).toEqual([
      `held ${fence.name}`,
    ]);
    expect(Story.approved().inspects(t + 2 * minute, fence.name, todo)).toMatchObject([
      { kind: 'held', why: 'the approval was not begun in time' },
    ]);
  });

  it('waits for the preflight: a stuck step is held before anything is touched', () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    story.answers(t, ana);
    expect(next(story.incident, run('run-1'), at(t)).map((e) => e.kind)).toEqual(['preflight']);
    const standings = { [turn.name]: { is: 'stuck', why: 'somebody changed it' } as const };
    expect(kinds(story.preflights(t, standings))).toEqual([`held ${turn.name}`]);
  });
});

describe('a held move', () => {
  const held = () => {
    const story = Story.approved();
    story.inspects(t, fence.name, { is: 'stuck', why: 'a workflow is missing' });
    return story;
  };

  it('owns the watch: nothing else begins, nothing is tried', () => {
    const story = held();
    expect(next(story.incident, run('run-1'), at(t))).toEqual([]);
    expect(story.inspects(t, fence.name, todo)).toEqual([]);
    expect(story.sees(t + minute)).toEqual([]);
  });

  it('takes orders from those who may approve, and from nobody else', () => {
    const order = { kind: 'ordered', order: 'retry', via: 'terminal', why: 'mended' } as const;
    expect(kinds(held().tell(t, { ...order, by: bob }))).toEqual(['refused']);
    const story = held();
    story.tell(t + minute, { ...order, by: ana });
    expect(kinds(story.inspects(t + minute, fence.name, todo))).toEqual([
      `stepTried ${fence.name}`,
    ]);
  });

  it('skips a step that guards nothing, and ends when it is abandoned', () => {
    const story = Story.approved(rulebook());
    story.inspects(t, fence.name, done);
    story.inspects(t, alias.name, { is: 'stuck', why: 'not paired' });
    const order = { kind: 'ordered', by: ana, via: 'terminal', why: 'by hand' } as const;
    expect(kinds(story.tell(t, { ...order, order: 'skip', step: alias.name }))).toEqual([
      `stepSkipped ${alias.name}`,
      `resumed ${alias.name}`,
    ]);
    const other = held();
    expect(other.tell(t, { ...order, order: 'abandon' })).toMatchObject([
      { kind: 'over', outcome: 'abandoned' },
    ]);
  });

  it('refuses an order about a step that does not exist', () => {
    const order = { kind: 'ordered', order: 'settled', by: ana, via: 'terminal', why: '' } as const;
    expect(kinds(held().tell(t, { ...order, step: step('no/such') }))).toEqual(['refused']);
  });
});
