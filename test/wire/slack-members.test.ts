/** Who may answer, asked of the lab's Slack: members, guests, people from outside, and silence. */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { slackMembers } from '../../adapters/slack/members.ts';
import { type LabSlack, openSlack } from '../../lab/estate/slack.ts';
import type { Treatment } from '../../lab/world/azure.ts';
import { at } from '../build.ts';

const token = 'xoxb-canary-token';
const served: Treatment = { is: 'served', delayMs: 0, loseAnswer: false };

let treatment: Treatment = served;
let calls = 0;
let slack: LabSlack;

const treat = () => {
  calls += 1;
  return treatment;
};
const none = () => undefined;
const faults = { treat, set: none, clear: none, clearAll: none, list: () => [] };

beforeEach(async () => {
  treatment = served;
  calls = 0;
  slack = await opened();
});

afterEach(() => slack.close());

function opened(scopes?: readonly string[]): Promise<LabSlack> {
  return openSlack({
    ...{
      token,
      signingSecret: 'secret',
      interactivityUrl: 'http://127.0.0.1:1/',
      world: { faults },
    },
    clock: { now: () => at(1_780_000_000_000) },
    people: [
      { id: 'U1', name: 'ana' },
      { id: 'U2', name: 'gus', sort: 'guest' },
      { id: 'U3', name: 'sue', sort: 'one channel' },
      { id: 'U4', name: 'eve', sort: 'external' },
      { id: 'U5', name: 'dan', sort: 'deactivated' },
      { id: 'U6', name: 'bot', sort: 'app' },
    ],
    ...(scopes === undefined ? {} : { scopes }),
  });
}

function ask(user: string, more: { token?: string; timeoutMs?: number } = {}) {
  return slackMembers({ token, apiUrl: slack.apiUrl, ...more })(user);
}

describe('somebody who clicked', () => {
  it('may answer as a full member', async () => {
    expect(await ask('U1')).toEqual({ is: 'member' });
  });

  it.each([
    ['a guest', 'U2', 'a guest of the workspace may not answer'],
    ['a guest of one channel', 'U3', 'a guest of the workspace may not answer'],
    ['a person on a shared channel', 'U4', 'a person of another organisation may not answer'],
    ['one whose account was closed', 'U5', 'your account in Slack is deactivated'],
    ['an app', 'U6', 'an app may not answer'],
    ['nobody that Slack knows', 'U0', 'Slack does not know you as a member of this workspace'],
  ])('is refused as %s', async (_, user, why) => {
    expect(await ask(user)).toEqual({ is: 'refused', why });
  });
});

describe('when Slack does not say who somebody is', () => {
  const broken: readonly (readonly [string, Treatment, string])[] = [
    ['silent', { is: 'silent', afterHeaders: false }, 'Slack does not answer in time'],
    ['silent in mid-answer', { is: 'silent', afterHeaders: true }, 'Slack does not answer in time'],
    ['ill', { is: 'status', status: 503 }, 'Slack answers with status 503'],
    ['out of patience', { is: 'status', status: 429 }, 'Slack answers with status 429'],
    ['hanging up', { is: 'reset' }, 'Slack cannot be reached (UND_ERR_SOCKET)'],
  ];
  it.each(broken)('because it is %s, it is not known, soon and by name', async (_, as, why) => {
    treatment = as;
    const began = performance.now();
    expect(await ask('U1', { timeoutMs: 200 })).toEqual({ is: 'unsure', why });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('because our token is no good, nobody is turned away for it', async () => {
    expect(await ask('U1', { token: 'xoxb-old' })).toEqual({ is: 'unsure', why: 'invalid_auth' });
  });

  it('because the app lacks the scope, the scope is named', async () => {
    await slack.close();
    slack = await opened(['chat:write']);
    expect(await ask('U1')).toEqual({ is: 'unsure', why: 'missing_scope' });
  });
});

describe('the workspace', () => {
  it('is asked for once, and again after it was not told', async () => {
    const members = slackMembers({ token, apiUrl: slack.apiUrl, timeoutMs: 200 });
    treatment = { is: 'reset' };
    await members('U1');
    treatment = served;
    calls = 0;
    expect(await members('U1')).toEqual({ is: 'member' });
    expect(await members('U4')).toMatchObject({ is: 'refused' });
    expect(calls).toBe(3);
  });
});
