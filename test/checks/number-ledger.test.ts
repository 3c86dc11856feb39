/** What readiness says of our own ledger: whether it is fresh, replication with it, and whether room is left. */

import { describe, expect, it } from '@jest/globals';
import { numberLedger } from '../../checks/number-ledger.ts';
import { later } from '../../core/names.ts';
import type { Day, Line } from '../../core/number-ledger.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { checkOn, now } from './grounds.ts';

const accounts = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
const settings = {
  ...{ primary: `${accounts}/we`, secondary: `${accounts}/ne` },
  ...{ margin: 1_000, factor: 2, days: 14, replicated: true },
};
const minute = 60_000;

interface Story {
  readonly upper?: number;
  readonly rolls?: boolean;
  /** Absent: never read. */
  readonly we?: Partial<Line> & { readonly number: number };
  readonly ne?: Partial<Line> & { readonly number: number };
  readonly weMinutes?: number;
}

async function finding({ upper = 999_999_999, rolls = false, we, ne, weMinutes = 3 }: Story) {
  const ledger = ledgerFrom(() => now);
  const page = async (account: string, line: Story['we'], minutes: number) => {
    if (line === undefined) return;
    const at = later(now, -minutes * minute);
    await ledger.keep(account, { at, lines: { 'acme-icn': { at, days: [], ...line } } });
  };
  await page(settings.primary, we, weMinutes);
  await page(settings.secondary, ne, 3);
  const envelopeSettings = {
    interchangeControlNumberUpperBound: upper,
    rolloverInterchangeControlNumber: rolls,
  };
  const content = { x12: { sendAgreement: { protocolSettings: { envelopeSettings } } } };
  const value = [{ name: 'acme', properties: { agreementType: 'X12', content } }];
  return checkOn(numberLedger, settings, { resource: async () => ({ value }) }, ledger);
}

const both = { we: { number: 1_000 }, ne: { number: 1_000 } };
const earlier = (number: number) => ({ number, at: later(now, -8 * minute) });
const days = (perMinute: number, given: number): readonly Day[] => [
  { day: 20_510, perMinute, given },
];

describe('the ledger', () => {
  it.each<readonly [string, Story, string, string]>([
    ['is fresh', both, 'fine', 'numbers of 1 agreement read 3 min 0 s ago'],
    ['was never written', {}, 'warns', 'the numbers of we were never read; the numbers of ne'],
    ['is old', { ...both, weMinutes: 125 }, 'warns', 'of we were last read 2 h 5 min ago'],
    [
      'shows replication behind',
      { we: { number: 1_050, before: earlier(1_040) }, ne: { number: 1_000 } },
      'warns',
      'acme-Icn in ne is 40 behind what we had 8 min 0 s ago',
    ],
    [
      'shows replication at its usual pace',
      { we: { number: 1_050, before: earlier(1_040) }, ne: { number: 1_041 } },
      'fine',
      '',
    ],
    [
      'shows room running out',
      { ...both, upper: 90_000, we: { number: 50_000, days: days(3, 4_000) } },
      'warns',
      'acme-Icn is at 50000 of 90000: room for 10 days at 4000 a day',
    ],
    [
      'shows room for what is wanted',
      { ...both, upper: 200_000, we: { number: 50_000, days: days(3, 4_000) } },
      'fine',
      '',
    ],
    [
      'shows numbers that begin again',
      { ...both, rolls: true, upper: 90_000, we: { number: 50_000, days: days(3, 4_000) } },
      'fine',
      '',
    ],
    [
      'shows no room for a move',
      { ...both, upper: 60_000, we: { number: 50_000, days: days(500, 4_000) } },
      'fails',
      'acme-Icn is at 50000 of 60000, and a move raises it by 15000',
    ],
  ])('%s', async (_, story, is, why) => {
    expect(await finding(story)).toMatchObject({ is, why: expect.stringContaining(why) });
  });
});
