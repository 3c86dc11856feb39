/** A person at the page while the house is at work: sees it go down, approves, sees it moved. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type FastHouse, openFastHouse } from '../wire/fast-house.ts';

const executablePath = '/usr/bin/chromium';
const here = existsSync(executablePath);
if (!here) console.warn(`skipped: ${executablePath} is not installed`);

/** Where to leave pictures for a person to look at; by default nowhere. */
const pictures = process.env['FARWATCH_PICTURES'];

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
const errors: string[] = [];

let house: FastHouse;
let browser: Browser;
let page: Page;

async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  await page.screenshot({ path: join(pictures, `house-${name}.png`), fullPage: true });
}

(here ? describe : describe.skip)('a person at the page of a house at work', () => {
  beforeAll(async () => {
    house = await openFastHouse('page');
    browser = await chromium.launch({ executablePath, chromiumSandbox: false, args });
    page = await browser.newPage({ viewport: { width: 1_000, height: 1_200 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (line) => void (line.type() === 'error' && errors.push(line.text())));
  }, 30_000);

  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  it('is asked, says yes as ana, and watches the card until it is proven', async () => {
    const { theatre, until, untilAsked, watch } = house;
    await theatre.perform(async () => {
      await page.goto(theatre.lab.room.url);
      await page.getByText('live', { exact: true }).waitFor();
      await picture('1-calm');
      await theatre.house.lookNow();
      await theatre.house.lookNow();
      theatre.world.faults.set(watch.regions.primary, { is: 'dark' });
      await untilAsked();
      await page.getByRole('heading', { name: /westeurope is down/ }).waitFor();
      await picture('2-asked');

      await page.getByLabel('You are').selectOption({ label: 'ana' });
      await page.getByRole('button', { name: 'Approve' }).click();
      await picture('3-confirm');
      await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      await page.getByText(/^Taken: /).waitFor();
      await page.getByRole('heading', { name: /Moving / }).waitFor();
      await picture('4-moving');
      await until('proven');
      await page.getByRole('heading', { name: /moved to northeurope/ }).waitFor();
      await picture('5-proven');

      theatre.world.faults.clear(watch.regions.primary);
      await until('over');
      await page.getByRole('heading', { name: /moved to northeurope, proven/ }).waitFor();
      await picture('6-over');
    });
    const approved = await until('approved');
    expect(approved.approval).toMatchObject({ by: 'ana', via: 'slack' });
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  }, 110_000);

  it('meets a page without errors', () => {
    expect(errors).toEqual([]);
  });
});
