/** Clicks as they come: strangers, twice, too late, in doubt; and the words people get back. */

import { describe, expect, it } from '@jest/globals';
import { approvalText } from '../../core/approval.ts';
import type { Click, Vouched } from '../../core/click.ts';
import type { FactOf } from '../../core/fact.ts';
import type { Digest, StepName, WatchName } from '../../core/names.ts';
import type { Picture } from '../../core/picture.ts';
import type { Memory } from '../../core/ports.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { answer } from '../../lambdas/answer/answer.ts';
import {
  ana,
  at,
  between,
  bob,
  dark,
  fence,
  minute,
  picture,
  type Shown,
  Story,
  watch,
} from '../build.ts';
import { journalOf, memoryOf } from '../telling/stage.ts';

const people = { U1: ana, U2: bob };
const t = 10 * minute;

function asked(): Story {
  const story = new Story();
  story.sees(9 * minute, dark);
  return story;
}

function approve(story: Story, more: Partial<Click> = {}): Click {
  const offer = story.incident.stage === 'confirmed' ? story.incident.offer : undefined;
  const digest = offer?.plans[0]?.digest ?? ('none' as Digest);
  const yes = { kind: 'answer', yes: true, digest, offer: offer?.number ?? 1 } as const;
  const who = { via: 'slack', user: 'U1', name: 'ana.s', watch: watch.name, nonce: 'n1' };
  return { ...who, incident: story.incident.number, ...yes, ...more } as Click;
}

interface Circumstances {
  readonly shown?: Shown;
  readonly memory?: Memory;
  readonly broken?: boolean;
  readonly vouched?: Vouched;
}

function room(story: Story, more: Circumstances = {}) {
  const { shown = dark, memory = memoryOf(), broken = false, vouched = { is: 'member' } } = more;
  return {
    ...story.rules,
    people,
    memory,
    journal: journalOf(story.facts),
    clock: { now: () => at(t), sleep: async () => undefined, after: never },
    seals: { seal: async (text: string) => `sealed ${text}`, verify: async () => true },
    vouch: async () => vouched,
    look: async () => {
      if (broken) throw new Error('no vantage answers');
      return picture(t, shown);
    },
  };
}

function never(): never {
  throw new Error('not here');
}

describe('a click', () => {
  it('is taken from one who may, sealed over what was approved', async () => {
    const story = asked();
    const said = await answer(approve(story), room(story));
    expect(said).toBe(
      'Taken: Move all 3 services to northeurope (forced). It begins now; watch the card.',
    );
    const { approval } = story.facts.at(-1) as FactOf<'approved'>;
    expect(approval.seal).toBe(
      `sealed ${approvalText({ ...approval, watch: watch.name, incident: 1 })}`,
    );
  });

  it('of a stranger changes nothing, is told to the room once, and to the stranger', async () => {
    const story = asked();
    const here = room(story);
    const mallory = approve(story, { user: 'U9', name: 'mallory' });
    expect(await answer(mallory, here)).toBe('Not taken: not one of the people of this watch.');
    expect(await answer(mallory, here)).toBe('Already received: your first click counts.');
    expect(story.facts.filter((fact) => fact.kind === 'refused')).toHaveLength(1);
    expect(story.incident.stage).toBe('confirmed');
  });

  it('of somebody whose first was lost with the function that took it is soon taken', async () => {
    const story = asked();
    const click = approve(story);
    let now = t;
    const memory = memoryMemory({ now: () => at(now) });
    // It died at its work: nobody frees what it held, and nothing was decided.
    const dying = { ...room(story, { memory }), look: () => new Promise<Picture>(() => {}) };
    await Promise.race([answer(click, dying), new Promise(setImmediate)]);
    const here = room(story, { memory });
    expect(await answer(click, here)).toMatch(/^Already received: it is being worked on/);
    now += 12_000;
    expect(await answer(click, here)).toMatch(/^Taken: Move all 3 services/);
    expect(await answer(click, here)).toBe('Already received: your first click counts.');
  });

  it('of one who is no member any more is refused with the reason, and told to the room', async () => {
    const story = asked();
    const why = 'your account in Slack is deactivated';
    const vouched = { is: 'refused', why } as const;
    expect(await answer(approve(story), room(story, { vouched }))).toBe(`Not taken: ${why}.`);
    expect(story.facts.at(-1)).toMatchObject({ kind: 'refused', by: ana, why });
    expect(story.incident.stage).toBe('confirmed');
  });

  it('of one who cannot be checked is neither taken nor refused, and may be made again', async () => {
    const story = asked();
    const memory = memoryOf();
    const before = story.facts.length;
    const vouched = { is: 'unsure', why: 'Slack does not answer in time' } as const;
    expect(await answer(approve(story), room(story, { memory, vouched }))).toBe(
      'Not taken: farwatch could not check who you are (Slack does not answer in time). Please click again.',
    );
    expect(story.facts).toHaveLength(before);
    expect(await answer(approve(story), room(story, { memory }))).toMatch(/^Taken/);
  });

  it('of one who may not approve is refused by name', async () => {
    const story = asked();
    const said = await answer(approve(story, { user: 'U2' }), room(story));
    expect(said).toBe('Not taken: bob may not approve this watch.');
  });

  it('made twice begins one move', async () => {
    const story = asked();
    const here = room(story);
    const click = approve(story);
    const said = await Promise.all([answer(click, here), answer(click, here)]);
    expect(said.filter((line) => line.startsWith('Taken'))).toHaveLength(1);
    expect(story.facts.filter((fact) => fact.kind === 'approved')).toHaveLength(1);
  });

  it('on an old card is late, and says so', async () => {
    const story = asked();
    const click = approve(story);
    story.sees(11 * minute);
    expect(await answer(click, room(story))).toBe(
      'Not taken: that question is over; nothing was changed.',
    );
    story.sees(20 * minute, dark);
    expect(await answer(click, room(story))).toBe(
      'Not taken: that card is of incident 1; this is incident 2.',
    );
    expect(story.incident.stage).toBe('confirmed');
  });

  it('with another digest is refused', async () => {
    const story = asked();
    const said = await answer(approve(story, { digest: 'other' as Digest }), room(story));
    expect(said).toBe('Not taken: that plan is not the one on offer.');
  });

  it('is void when the region is back at that very moment', async () => {
    const story = asked();
    expect(await answer(approve(story), room(story, { shown: {} }))).toBe(
      'Not taken: the region is back.',
    );
    expect(story.incident.stage).toBe('over');
  });

  it('in doubt asks for a word, and is taken with it', async () => {
    const story = asked();
    const here = room(story, {
      shown: { 'api/primary': between, 'bus/primary': between, 'receivers/primary': between },
    });
    expect(await answer(approve(story), here)).toMatch(/^Not taken yet: .* type "DESPITE DOUBT"/);
    expect(await answer(approve(story, { word: 'despite?' } as Partial<Click>), here)).toMatch(
      /^Not taken yet/,
    );
    const typed = approve(story, { word: 'DESPITE DOUBT' } as Partial<Click>);
    expect(await answer(typed, here)).toMatch(/^Taken/);
    const { approval } = story.facts.at(-1) as FactOf<'approved'>;
    expect(approval.despite).toBe('DESPITE DOUBT');
    expect(approval.seal).toContain('DESPITE DOUBT');
  });

  it('that failed on our side may be made again at once', async () => {
    const story = asked();
    const memory = memoryOf();
    await expect(answer(approve(story), room(story, { memory, broken: true }))).rejects.toThrow(
      'no vantage answers',
    );
    expect(await answer(approve(story), room(story, { memory }))).toMatch(/^Taken/);
  });

  it('declines the question as a whole', async () => {
    const story = asked();
    const said = await answer(approve(story, { yes: false } as Partial<Click>), room(story));
    expect(said).toBe('Taken: declined; nothing is changed.');
  });

  it('is asked again by whoever thought better of it', async () => {
    const story = asked();
    const here = room(story);
    await answer(approve(story, { yes: false } as Partial<Click>), here);
    const again: Click = {
      ...{ via: 'slack', user: 'U1', name: 'ana.s', watch: 'orders' as WatchName, incident: 1 },
      ...{ kind: 'order', order: 'ask', why: 'it stays dark', nonce: 'n9' },
    };
    expect(await answer(again, here)).toBe(
      'Taken: a move is offered if it can be made now; see the card.',
    );
  });

  it('orders what becomes of a held move', async () => {
    const story = Story.approved();
    story.inspects(t, fence.name, { is: 'stuck', why: 'suspended' });
    const order = (kind: string, nonce: string): Click => ({
      ...{ via: 'slack', user: 'U1', name: 'ana.s', watch: 'orders' as WatchName, incident: 1 },
      ...{ kind: 'order', order: kind as 'retry', step: fence.name as StepName, why: 'by hand' },
      nonce,
    });
    const here = room(story);
    expect(await answer(order('skip', 'n1'), here)).toBe(
      'Not taken: receivers/fence guards a singleton and is never skipped.',
    );
    expect(await answer(order('retry', 'n1'), here)).toBe('Taken: retry; the move goes on.');
    expect(story.incident.stage).toBe('moving');
    story.inspects(t, fence.name, { is: 'stuck', why: 'suspended' });
    expect(await answer(order('retry', 'n1'), here)).toMatch(/^Already received/);
    expect(await answer(order('retry', 'n2'), here)).toBe('Taken: retry; the move goes on.');
  });
});
