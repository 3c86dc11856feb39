/** A person at the page: reads the card, approves, confirms; and the click arrives signed. */

import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { slackChat } from '../../adapters/slack/chat.ts';
import type { Click, Grip } from '../../core/click.ts';
import { cardOf } from '../../core/telling.ts';
import { type Interactivity, openInteractivity } from '../../lab/estate/interactivity.ts';
import { openPager } from '../../lab/estate/pager.ts';
import { type LabSlack, openSlack } from '../../lab/estate/slack.ts';
import { at, dark, minute, Story } from '../build.ts';
import { memoryOf } from '../telling/stage.ts';

const executablePath = '/usr/bin/chromium';
const here = existsSync(executablePath);
if (!here) console.warn(`skipped: ${executablePath} is not installed`);

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser;
let page: Page;
let door: Interactivity;
let slack: LabSlack;
const clicks: (Click | Grip)[] = [];
const errors: string[] = [];

async function open(): Promise<void> {
  const clock = { now: () => at(1_780_000_000_000) };
  const served = { is: 'served', delayMs: 0, loseAnswer: false } as const;
  const none = () => undefined;
  const faults = { treat: () => served, set: none, clear: none, clearAll: none, list: () => [] };
  door = await openInteractivity({
    ...{ signingSecret: 'secret', memory: memoryOf(), clock, hooks: () => slack.hooks },
    onClick: async (click) => {
      clicks.push(click);
      return click.user === 'U1'
        ? 'Taken: the move begins now.'
        : 'Not taken: not one of the people of this watch.';
    },
  });
  const pager = openPager({ clock, world: { faults } });
  slack = await openSlack({
    ...{ token: 'xoxb-lab', signingSecret: 'secret', clock, world: { faults }, pager },
    ...{ people: [{ id: 'U1', name: 'ana' }], interactivityUrl: door.url },
  });
  await pager.ring('orders/1/offer-1', 'westeurope is down. ana or ben: approve or decline');
}

(here ? describe : describe.skip)('a person at the page', () => {
  beforeAll(async () => {
    await open();
    browser = await chromium.launch({ executablePath, chromiumSandbox: false, args });
    page = await browser.newPage({ viewport: { width: 1_000, height: 1_200 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (line) => void (line.type() === 'error' && errors.push(line.text())));
  });

  afterAll(async () => {
    await browser.close();
    await slack.close();
    await door.close();
  });

  it('sees the card come by itself, approves it, confirms, and is told', async () => {
    await page.goto(slack.url);
    await page.getByText('live', { exact: true }).waitFor();
    const story = new Story();
    story.sees(9 * minute, dark);
    const card = cardOf(story.incident, story.rules.watch, story.facts);
    if (card === undefined) throw new Error('nothing to tell');
    const { channel } = slack.room;
    await slackChat({ token: 'xoxb-lab', channel, apiUrl: slack.apiUrl }).post(card, 'm1');
    await page.getByRole('heading', { name: /westeurope is down/ }).waitFor();

    await page.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toMatch(/4 steps\. Irreversible: .* May be owed: /);
    await dialog.getByRole('button', { name: 'Back' }).click();
    expect(clicks).toEqual([]);

    await page.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Taken: the move begins now.').waitFor();
    expect(clicks).toMatchObject([{ kind: 'answer', yes: true, user: 'U1', offer: 1 }]);
  });

  it('is told no as a stranger, and nobody else sees that line', async () => {
    await page.getByLabel('You are').selectOption({ label: 'mallory (a stranger)' });
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await page.getByText('Not taken: not one of the people').waitFor();
    await page.getByLabel('You are').selectOption({ label: 'ana' });
    await page.getByText('Taken: the move begins now.').waitFor();
    expect(await page.getByText('Not taken: not one of the people').count()).toBe(0);
  });

  it('meets a page without errors', () => {
    expect(errors).toEqual([]);
  });
});
