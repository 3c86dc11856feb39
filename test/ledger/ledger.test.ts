/** The ledger as it is written: by a story of one partner, read every five minutes. */

import { describe, expect, it } from '@jest/globals';
import type { Bounds } from '../../core/control-numbers.ts';
import { Between } from '../../core/kinds.ts';
import {
  highestPerDay,
  highestPerMinute,
  type Line,
  lineAfter,
  unseen,
} from '../../core/number-ledger.ts';
import type { Clock } from '../../core/ports.ts';
import type { Watch } from '../../core/watch.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { ledgerIn } from '../../lambdas/ledger/kept.ts';
import { record } from '../../lambdas/ledger/ledger.ts';
import { at, watch } from '../build.ts';
import { clockOf } from '../contracts/nets.ts';
import { netWith } from '../probes/nets.ts';
import { ledgerFrom } from './build.ts';

const minute = 60_000;
const bounds: Bounds = { lower: 1, upper: 9_999, rolls: true };

/** Numbers as they were read, so many minutes after the first. */
function readings(...read: readonly (readonly [minutes: number, number: number])[]) {
  return (targets: readonly number[] = [], other?: Line) =>
    read.reduce<Line | undefined>(
      (line, [minutes, number]) =>
        lineAfter(line, { number, at: at(minutes * minute) }, bounds, { targets, other }),
      undefined,
    );
}

describe('a line', () => {
  it('knows the highest rate between two readings, and what was given in a day', () => {
    const line = readings([0, 100], [5, 105], [10, 126], [15, 126])();
    expect(line).toMatchObject({ number: 126, before: { number: 126, at: 10 * minute } });
    expect(highestPerMinute([line])).toBe(4.2);
    expect(highestPerDay([line])).toBe(26);
  });

  it('rounds a rate up: too low a rate would raise too little', () => {
    expect(highestPerMinute([readings([0, 100], [7, 101])()])).toBe(0.2);
  });

  it('goes over the upper bound', () => {
    expect(highestPerDay([readings([0, 9_990], [5, 10])()])).toBe(19);
  });

  it('learns no rate from two readings at once', () => {
    const line = readings([0, 100], [0.5, 120])();
    expect(line).toMatchObject({ number: 100, days: [] });
  });

  it('learns no rate from a leap of ours, and goes on from there', () => {
    const line = readings([0, 100], [5, 1_110], [10, 1_120]);
    expect(highestPerMinute([line([1_100])])).toBe(2);
    expect(highestPerMinute([line()])).toBe(202);
  });

  it('learns no rate where replication has caught up with the other side', () => {
    const other = readings([0, 500], [5, 510], [10, 520])();
    const line = readings([5, 100], [10, 515])([], other);
    expect(highestPerMinute([line])).toBe(1);
  });

  it('believes a number that somebody has lowered', () => {
    expect(readings([0, 100], [5, 90])()).toMatchObject({ number: 90, days: [] });
  });

  it('remembers a week and today', () => {
    const day = 24 * 60;
    const line = readings([0, 0], [5, 500], [3 * day, 600], [9 * day, 700])();
    expect(line?.days.map((one) => one.day)).toEqual([3, 9]);
  });
});

it.each([
  [3.1, 14, 2, 87],
  [0, 600, 2, 0],
  [0.1, 1, 1, 1],
  [5, -3, 2, 0],
])('at %p a minute for %p min, times %p, hides %p', (rate, minutes, factor, expected) => {
  expect(unseen(rate, minutes * minute, factor)).toBe(expected);
});

describe('a page', () => {
  const account = '/subscriptions/S/accounts/Edi';

  it('is found again however the account is spelt', async () => {
    const ledger = ledgerFrom();
    const page = { at: at(1), lines: { 'acme-icn': { number: 7, at: at(1), days: [] } } };
    await ledger.keep(account, page);
    expect(await ledger.page(account.toLowerCase())).toEqual(page);
    expect(await ledger.page('/subscriptions/S/accounts/other')).toBeUndefined();
  });

  it('remembers to what numbers were raised last', async () => {
    const ledger = ledgerFrom();
    await ledger.raising(account, { 'acme-icn': 7, 'globex-icn': 8 });
    await ledger.raising(account, { 'acme-icn': 9 });
    expect(await ledger.raised(account)).toEqual({ 'acme-icn': 9, 'globex-icn': 8 });
  });

  it.each(['no JSON', '[]', '{"at":1}', '{"at":1,"lines":{"a":{"number":"7","at":1,"days":[]}}}'])(
    'is not made up of %s',
    async (text) => {
      const memory = memoryMemory({ now: () => at(0) });
      await memory.put(`numbers/${account.toLowerCase()}`, text, minute);
      await expect(ledgerIn(memory).page(account)).rejects.toThrow('Cannot read the control');
    },
  );
});

describe('writing it down', () => {
  const accounts =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
  const spec = {
    name: 'ledger',
    kind: 'number-ledger',
    settings: {
      ...{ primary: `${accounts}/we`, secondary: `${accounts}/ne`, agreements: ['acme'] },
      ...{ margin: 1, factor: 2, days: 14, replicated: true },
    },
  };
  const [service] = watch.services;
  const watched: Watch = {
    ...watch,
    services: [{ ...Object(service), name: 'b2b', checks: [spec] }],
  };

  async function recorded(dark: string, clock: Clock = clockOf().clock) {
    const { checkKinds } = await import('../../config/kinds.ts');
    const ledger = ledgerFrom();
    const troubles: string[] = [];
    const net = netWith({});
    const resource = async (id: string) => {
      if (id.includes(`/integrationAccounts/${dark}/`)) throw new Between('ARM did not answer');
      if (id.endsWith('/agreements')) return { value: [{ name: 'acme', properties: x12 }] };
      return { properties: { content: { controlNumber: '000000041' } } };
    };
    const x12 = { agreementType: 'X12', content: {} };
    await record(watched, {
      ...{ clock, ledger, kinds: checkKinds, net: { ...net, azure: { ...net.azure, resource } } },
      onTrouble: (where, error) => troubles.push(`${where}: ${String(error)}`),
    });
    return { troubles, ledger };
  }

  it('keeps the sessions of both accounts', async () => {
    const { ledger, troubles } = await recorded('nowhere');
    expect(troubles).toEqual([]);
    for (const side of ['we', 'ne']) {
      const page = await ledger.page(`${accounts}/${side}`);
      expect(Object.keys(page?.lines ?? {})).toEqual(['acme-icn', 'acme-gcn', 'acme-tscn']);
      expect(page?.lines['acme-icn']).toMatchObject({ number: 41 });
    }
  });

  it('keeps what it can read, and says what it could not', async () => {
    const { ledger, troubles } = await recorded('we');
    expect(await ledger.page(`${accounts}/we`)).toBeUndefined();
    expect(await ledger.page(`${accounts}/ne`)).toBeDefined();
    expect(troubles).toEqual(['b2b/ledger: Error: numbers not read: we: ARM did not answer']);
  });
});
