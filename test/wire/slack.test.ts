/** The real Slack client against the lab's Slack: cards, refusals, faults, signed clicks. */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { slackChat } from '../../adapters/slack/chat.ts';
import type { Card } from '../../core/card.ts';
import type { Click, Grip } from '../../core/click.ts';
import { cardOf } from '../../core/telling.ts';
import { type Interactivity, openInteractivity } from '../../lab/estate/interactivity.ts';
import { type LabPager, openPager } from '../../lab/estate/pager.ts';
import { type LabSlack, openSlack } from '../../lab/estate/slack.ts';
import type { Fault, Treatment } from '../../lab/world/azure.ts';
import { ana, at, dark, minute, Story } from '../build.ts';
import { memoryOf } from '../telling/stage.ts';

const secret = 'canary-signing-secret';
const token = 'xoxb-canary-token';
const served: Treatment = { is: 'served', delayMs: 0, loseAnswer: false };

let treatment: Treatment = served;
let now = 1_780_000_000_000;
let clicks: (Click | Grip)[] = [];
let troubles: string[] = [];
let door: Interactivity;
let slack: LabSlack;
let pager: LabPager;

const faults = {
  treat: () => treatment,
  set: (_: string, fault: Fault) => void fault,
  clear: () => undefined,
  clearAll: () => undefined,
  list: () => [],
};

beforeEach(async () => {
  treatment = served;
  clicks = [];
  troubles = [];
  const clock = { now: () => at(now) };
  door = await openInteractivity({
    ...{ signingSecret: secret, memory: memoryOf(), clock, hooks: () => slack.hooks },
    onClick: async (click) => {
      clicks.push(click);
      return 'Taken: it begins now.';
    },
    onTrouble: (why) => void troubles.push(why),
  });
  pager = openPager({ clock, world: { faults } });
  slack = await opened();
});

function opened(more: { scopes?: readonly string[] } = {}): Promise<LabSlack> {
  return openSlack({
    ...{ token, signingSecret: secret, clock: { now: () => at(now) }, world: { faults }, pager },
    people: [{ id: 'U1', name: 'ana' }],
    interactivityUrl: door.url,
    ...more,
  });
}

afterEach(async () => {
  await slack.close();
  await door.close();
});

function room(more: { token?: string; channel?: string; timeoutMs?: number } = {}) {
  return slackChat({ token, channel: slack.room.channel, apiUrl: slack.apiUrl, ...more });
}

function card(): Card {
  const story = new Story();
  story.sees(9 * minute, dark);
  const drawn = cardOf(story.incident, story.rules.watch, story.facts);
  if (drawn === undefined) throw new Error('nothing to tell');
  return drawn;
}

describe('the room', () => {
  it('takes a card, edits it in place, and lines below it', async () => {
    const cursor = await room().post(card(), 'm1');
    await room().update(cursor, { ...card(), headline: 'all is well' });
    await room().reply(cursor, 'bob <bob> may not approve', 'm2');
    const [first, second] = slack.messages();
    expect(slack.messages()).toHaveLength(2);
    expect(first).toMatchObject({ ts: cursor.id, edited: true });
    expect(first?.text).toContain('all is well');
    expect(second).toMatchObject({ thread: cursor.id, text: 'bob &lt;bob&gt; may not approve' });
  });

  it.each([
    ['a wrong token', { token: 'xoxb-wrong' }, 'invalid_auth'],
    ['another channel', { channel: 'C0ELSEWHERE' }, 'channel_not_found'],
  ])('refuses %s by name, without telling the token', async (_, wrong, code) => {
    const error = await room(wrong).post(card(), 'm1').catch(String);
    expect(error).toContain(code);
    expect(error).not.toContain('xoxb');
  });

  it('says that a deleted card is gone', async () => {
    const cursor = await room().post(card(), 'm1');
    slack.room.remove(cursor.id);
    await expect(room().update(cursor, card())).rejects.toMatchObject({ code: 'card-gone' });
  });

  it('has its patience: a flood is told to wait, and is heard again later', async () => {
    const chat = room();
    const cursor = await chat.post(card(), 'm1');
    const many = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) => chat.reply(cursor, `line ${n}`, `line-${n}`)),
    );
    const refused = many.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(String(refused[0]?.reason)).toContain('asks us to wait 1 s');
    now += 2_000;
    await chat.reply(cursor, 'later', 'later');
    expect(slack.messages().at(-1)?.text).toBe('later');
  });

  it('that fails is told as failing, and heals', async () => {
    treatment = { is: 'status', status: 503 };
    await expect(room().post(card(), 'm1')).rejects.toThrow('Cannot tell Slack');
    treatment = served;
    await room().post(card(), 'm1');
    expect(slack.messages()).toHaveLength(1);
  });
});

describe('a message whose answer was lost', () => {
  const since = () => at(now);

  it('is found again by its mark, in the room and below a card, and no other is', async () => {
    treatment = { ...served, loseAnswer: true };
    await expect(room().post(card(), 'orders/1')).rejects.toThrow('Cannot tell Slack');
    treatment = served;
    const cursor = await room().find('orders/1', { since: since() });
    expect(cursor).toEqual({ channel: slack.room.channel, id: slack.messages()[0]?.ts });
    if (cursor === undefined) throw new Error('not found');
    treatment = { ...served, loseAnswer: true };
    await expect(room().reply(cursor, 'a line', 'line-1')).rejects.toThrow('Cannot tell Slack');
    treatment = served;
    expect(await room().find('line-1', { since: since(), below: cursor })).toBeDefined();
    expect(await room().find('line-1', { since: since() })).toBeUndefined();
    expect(await room().find('orders/2', { since: since() })).toBeUndefined();
  });

  it('keeps its mark when it is edited, and is found behind a page of others', async () => {
    const cursor = await room().post(card(), 'orders/1');
    await room().update(cursor, { ...card(), headline: 'all is well' });
    for (let n = 0; n < 150; n += 1) slack.room.post({ text: `${n}`, blocks: [] });
    expect(await room().find('orders/1', { since: since() })).toEqual(cursor);
  });

  it('is not looked for before its time', async () => {
    await room().post(card(), 'orders/1');
    expect(await room().find('orders/1', { since: at(now + 120_000) })).toBeUndefined();
  });

  it('is not found by an app that may not read, and anything else is no answer', async () => {
    await room().post(card(), 'orders/1');
    treatment = { is: 'status', status: 503 };
    await expect(room().find('orders/1', { since: since() })).rejects.toThrow('Cannot tell Slack');
    treatment = served;
    await slack.close();
    slack = await opened({ scopes: ['chat:write'] });
    expect(await room().find('orders/1', { since: since() })).toBeUndefined();
  });
});

describe('a room that went silent', () => {
  it('is given up in time, and nothing is posted twice because an answer was lost', async () => {
    const began = Date.now();
    treatment = { is: 'silent', afterHeaders: false };
    await expect(room({ timeoutMs: 200 }).post(card(), 'm1')).rejects.toThrow('Cannot tell Slack');
    expect(Date.now() - began).toBeLessThan(2_000);
    treatment = { ...served, loseAnswer: true };
    await expect(room().post(card(), 'm1')).rejects.toThrow('Cannot tell Slack');
    expect(slack.messages()).toHaveLength(1);
  });
});

describe('a click', () => {
  it('arrives signed, is acknowledged, and its answer is seen by the one who clicked', async () => {
    const cursor = await room().post(card(), 'm1');
    expect(await slack.press('U1', 'Approve')).toEqual({ is: 'delivered' });
    await door.settled();
    expect(clicks).toMatchObject([
      { kind: 'answer', yes: true, user: 'U1', name: 'ana', via: 'slack', watch: 'orders' },
    ]);
    expect(slack.messages().at(-1)).toMatchObject({
      ...{ text: 'Taken: it begins now.', to: 'U1', thread: cursor.id },
    });
  });

  it('with a word typed in the field brings the word', async () => {
    const [choice] = card().choices;
    if (choice === undefined) throw new Error('no choice');
    await room().post({ ...card(), choices: [{ ...choice, despite: 'DESPITE DOUBT' }] }, 'm1');
    await slack.press('U1', 'Approve all the same', ' DESPITE DOUBT ');
    expect(clicks).toMatchObject([{ yes: true, word: 'DESPITE DOUBT' }]);
  });

  it('that was forged never gets in', async () => {
    const body = 'payload={}';
    const headers = {
      'x-slack-request-timestamp': String(now / 1_000),
      'x-slack-signature': 'v0=0',
    };
    const answer = await fetch(door.url, { method: 'POST', body, headers });
    expect(answer.status).toBe(401);
    expect(troubles).toEqual(['a click was turned away: its signature does not fit']);
    expect(clicks).toEqual([]);
  });

  it('on a card that has changed meanwhile goes nowhere', async () => {
    const cursor = await room().post(card(), 'm1');
    await room().update(cursor, { ...card(), choices: [] });
    expect(await slack.press('U1', 'Approve')).toEqual({
      is: 'failed',
      why: 'no button says Approve',
    });
  });
});

describe('the page', () => {
  it('shows the card, the pager and no secrets, and nothing of it is markup', async () => {
    await room().post({ ...card(), notes: ['<img src=x onerror=alert(1)> said "ana"'] }, 'm1');
    await pager.ring('orders/1/offer-1', 'westeurope is down');
    await pager.acknowledge('orders/1/offer-1', ana);
    const page = await (await fetch(slack.url)).text();
    expect(page).toContain('westeurope is down: receivers, bus and api');
    expect(page).toContain('acknowledged by ana');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('canary');
  });

  it('takes no form posts, which any other page could send', async () => {
    const form = await fetch(`${slack.url}click`, { method: 'POST', body: 'user=U1' });
    expect(form.status).toBe(415);
  });
});
