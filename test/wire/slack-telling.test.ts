/** Telling over the lab's Slack as it goes away for an hour, loses answers and asks for patience. */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { slackChat } from '../../adapters/slack/chat.ts';
import type { Pager } from '../../core/ports.ts';
import { type LabSlack, openSlack } from '../../lab/estate/slack.ts';
import type { Message } from '../../lab/estate/slack-room.ts';
import type { Treatment } from '../../lab/world/azure.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { tell } from '../../lambdas/tell/tell.ts';
import { ana, at, bob, dark, minute, Story } from '../build.ts';
import { journalOf } from '../telling/stage.ts';

const served: Treatment = { is: 'served', delayMs: 0, loseAnswer: false };
const none = () => undefined;

let treatment: Treatment = served;
let now = 0;
let slack: LabSlack;
let rung: string[] = [];

const clock = { now: () => at(now), sleep: async () => undefined, after: never };
const pager: Pager = {
  ring: async (key) => void rung.push(key),
  acknowledge: async () => undefined,
  resolve: async () => undefined,
};

function never(): never {
  throw new Error('not here');
}

beforeEach(async () => {
  treatment = served;
  rung = [];
  const treat = () => treatment;
  slack = await openSlack({
    ...{ token: 'xoxb-lab', signingSecret: 'secret', people: [], clock },
    interactivityUrl: 'http://127.0.0.1:1/',
    world: { faults: { treat, set: none, clear: none, clearAll: none, list: () => [] } },
  });
});

afterEach(() => slack.close());

function telling(story: Story) {
  const { watch, digest } = story.rules;
  const chat = slackChat({
    ...{ token: 'xoxb-lab', channel: slack.room.channel },
    ...{ apiUrl: slack.apiUrl, timeoutMs: 200 },
  });
  const world = { clock, chat, pager, memory: memoryMemory(clock), digest };
  const journal = journalOf(story.facts);
  return (ms: number) => {
    now = ms;
    return tell(watch, { ...world, journal }).catch(String);
  };
}

const cards = () => slack.messages().filter(({ thread }) => thread === undefined);
const lines = () => slack.messages().filter(({ thread }) => thread !== undefined);
const words = ({ text, blocks }: Message) => `${text} ${JSON.stringify(blocks)}`;

describe('a Slack that is away for an hour', () => {
  it('is told all of it in order when it is back, on one card and in few lines', async () => {
    const story = new Story();
    const tellAt = telling(story);
    story.sees(9 * minute, dark);
    expect(await tellAt(9 * minute)).toBe('told');

    treatment = { is: 'status', status: 503 };
    for (let ms = 10 * minute; ms < 70 * minute; ms += 5 * minute) {
      if (ms === 20 * minute) story.answers(ms, bob);
      story.sees(ms, dark);
      const said = await tellAt(ms);
      if (ms >= 20 * minute) expect(said).toContain('Cannot tell all about orders');
    }
    treatment = served;
    expect(await tellAt(70 * minute)).toBe('told');

    expect(cards()).toHaveLength(1);
    expect(words(cards()[0] as Message)).toContain('lapses');
    // The line that was begun may have arrived, so it is one message; the rest is another.
    const [first, rest] = lines().map(({ text }) => text.split('\n'));
    expect(lines()).toHaveLength(2);
    expect(first).toEqual([
      'Told late:',
      '00:20:00 UTC  Not taken from bob (terminal): bob may not approve this watch.',
    ]);
    const times = (rest ?? []).slice(1).map((line) => line.slice(0, 8));
    expect(times).toEqual(times.toSorted());
    expect(rest?.filter((line) => line.includes('lapsed unanswered')).length).toBeGreaterThan(2);
    // What was asked meanwhile was asked by the pager.
    expect(rung.length).toBeGreaterThan(2);
    await tellAt(71 * minute);
    expect(slack.messages()).toHaveLength(3);
  });

  it('is told of an outage that began and ended meanwhile', async () => {
    const story = new Story();
    const tellAt = telling(story);
    treatment = { is: 'silent', afterHeaders: false };
    story.sees(9 * minute, dark);
    await tellAt(9 * minute);
    story.sees(30 * minute);
    await tellAt(30 * minute);
    treatment = served;
    expect(await tellAt(60 * minute)).toBe('told');
    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.text).toContain('westeurope is back');
  });
});

describe('a Slack that hears and does not answer', () => {
  it('has each card and each line once all the same', async () => {
    const story = new Story();
    const tellAt = telling(story);
    story.sees(9 * minute, dark);
    treatment = { ...served, loseAnswer: true };
    await tellAt(9 * minute);
    await tellAt(9 * minute + 5_000);
    treatment = served;
    await tellAt(9 * minute + 10_000);
    story.answers(10 * minute, bob);
    treatment = { ...served, loseAnswer: true };
    await tellAt(10 * minute);
    treatment = served;
    expect(await tellAt(10 * minute + 5_000)).toBe('told');
    expect(cards()).toHaveLength(1);
    expect(lines().map(({ text }) => text)).toEqual([
      'Not taken from bob (terminal): bob may not approve this watch.',
    ]);
  });
});

describe('a Slack that asks for patience', () => {
  it('is left alone for as long as it asks, and told then', async () => {
    const story = new Story();
    const tellAt = telling(story);
    story.sees(9 * minute, dark);
    await tellAt(9 * minute);
    story.answers(10 * minute, ana);
    treatment = { is: 'status', status: 429, retryAfterMs: 20_000 };
    expect(await tellAt(10 * minute)).toBe('again');
    treatment = { is: 'reset' };
    expect(await tellAt(10 * minute + 19_000)).toBe('again');
    treatment = served;
    expect(await tellAt(10 * minute + 20_000)).toBe('told');
    expect(cards()[0]?.text).toContain('Moving');
    expect(lines()).toHaveLength(1);
  });
});
