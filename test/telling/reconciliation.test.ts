/** What a move left behind, as a list for people and as tables: all that was counted, and all that is not known. */

import { describe, expect, it } from '@jest/globals';
import type { Bounds } from '../../core/control-numbers.ts';
import type { Region, WatchName } from '../../core/names.ts';
import {
  isAbandoned,
  type Reconciliation,
  type RunSeen,
  seenTwice,
  skippedBetween,
  unreadIn,
} from '../../core/telling/reconciliation.ts';
import { csvOf, reconciliationTables } from '../../core/telling/reconciliation-tables.ts';
import { reconciliationText } from '../../core/telling/reconciliation-text.ts';
import { at, minute, service, step } from '../build.ts';

const noon = Date.UTC(2026, 0, 6, 12);
const when = (minutes: number) => at(noon + minutes * minute);
const window = { from: when(0), until: when(20) };

const run = (more: Partial<RunSeen> = {}): RunSeen => ({
  workflow: 'receive-orders',
  run: '0858CU00',
  status: 'Failed',
  startedAt: when(1),
  endedAt: when(2),
  trackingId: 'document-7',
  trigger: 'manual',
  ...more,
});

const nothing: Reconciliation = {
  watch: 'orders' as WatchName,
  incident: 4,
  title: 'Move bus to northeurope (forced)',
  services: [service('bus')],
  from: 'westeurope' as Region,
  to: 'northeurope' as Region,
  movedAt: when(10),
  window,
  beforeMs: 24 * 60 * minute,
  at: when(600),
  ...{ runs: [], messages: [], twice: [], numbers: [], received: [] },
};

const command = 'az rest --method post --url "https://management.azure.com/x/resubmit"';
const unsure = { is: 'unsure', why: 'ARM did not answer' } as const;

const much: Reconciliation = {
  ...nothing,
  runs: [
    {
      service: service('receivers'),
      of: 'receive-orders',
      runs: {
        is: 'read',
        found: [
          { ...run(), resubmit: { is: 'command', command } },
          {
            ...run({ run: '0859CU00' }),
            resubmit: { is: 'none', why: 'it was begun by no trigger' },
          },
        ],
      },
    },
    { service: service('receivers'), of: 'receive-invoices', runs: unsure },
  ],
  messages: [
    {
      service: service('bus'),
      namespace: 'orders-we',
      entities: {
        is: 'read',
        found: [
          {
            ...{ entity: 'orders', active: 2, scheduled: 0, deadLettered: 1 },
            messages: {
              is: 'read',
              found: [
                { id: '=cmd|x', sequence: '1', enqueuedAt: when(3), state: 'active' },
                { id: 'a"b,`c', sequence: '2', enqueuedAt: undefined, state: 'dead letter' },
              ],
            },
          },
          {
            ...{ entity: 'invoices/erp', active: 5, scheduled: 0, deadLettered: 0 },
            messages: unsure,
          },
        ],
      },
    },
  ],
  twice: [
    {
      overlap: {
        ...{ service: service('receivers'), step: step('receivers/fence') },
        ...{ from: when(15), until: when(16) },
      },
      runs: {
        is: 'read',
        found: [{ trackingId: 'document-7', left: run(), serving: run({ run: '0999CU00' }) }],
      },
    },
  ],
  numbers: [
    {
      ...{ service: service('b2b'), session: 'acme-Icn', raisedTo: 2_040 },
      last: { is: 'read', found: 1_042 },
      skipped: { is: 'read', found: { count: 998, ranges: [[1_043, 2_040]] } },
    },
    { service: service('b2b'), session: 'globex-Icn', raisedTo: 77, last: unsure, skipped: unsure },
  ],
  received: [
    {
      ...{ service: service('b2b'), account: 'edi-ne' },
      interchanges: {
        is: 'read',
        found: [
          { agreement: 'X12 acme', numbers: ['000000641'] },
          { agreement: 'EDIFACT globex', numbers: ['1', '2', '3', '4', '5', '6', '7'] },
        ],
      },
    },
    { service: service('b2b-old'), account: 'edi-ne', interchanges: unsure },
  ],
};

describe('an abandoned run', () => {
  const abandoned = (more: Partial<RunSeen>) => isAbandoned(run(more), window);

  it('was under way at the first failure, or began later, and did not end well', () => {
    expect(abandoned({})).toBe(true);
    expect(abandoned({ startedAt: when(-60), endedAt: when(1) })).toBe(true);
    expect(abandoned({ startedAt: when(-60), endedAt: when(-1) })).toBe(false);
    for (const status of ['Aborted', 'Cancelled', 'TimedOut']) {
      expect(abandoned({ status })).toBe(true);
    }
    expect(abandoned({ status: 'Succeeded' })).toBe(false);
  });

  it('is one that is not over, however long ago it began', () => {
    const open = { endedAt: undefined, startedAt: when(-10_000) };
    expect(abandoned({ ...open, status: 'Running' })).toBe(true);
    expect(abandoned({ ...open, status: 'Waiting' })).toBe(true);
  });

  it('is none that began after the side was fenced: that is another story', () => {
    expect(abandoned({ startedAt: when(21), endedAt: when(22) })).toBe(false);
    expect(abandoned({ startedAt: when(21), endedAt: undefined, status: 'Running' })).toBe(false);
    const endless = { from: when(0), until: undefined };
    expect(isAbandoned(run({ startedAt: when(500), endedAt: when(501) }), endless)).toBe(true);
  });
});

it('is seen twice what bears one id on both sides', () => {
  const left = [run(), run({ run: 'b', trackingId: undefined }), run({ trackingId: 'document-8' })];
  const serving = [run({ run: 'c' }), run({ run: 'd', trackingId: undefined })];
  expect(seenTwice(left, serving).map(({ trackingId }) => trackingId)).toEqual(['document-7']);
});

describe('numbers that were skipped', () => {
  const bounds: Bounds = { lower: 1, upper: 9_999, rolls: false };

  it('lie between the last that was sent and the one it goes on from', () => {
    expect(skippedBetween(1_042, 2_040, bounds)).toEqual({
      is: 'read',
      found: { count: 998, ranges: [[1_043, 2_040]] },
    });
  });

  it('go on at the lower bound where numbers begin again', () => {
    const rolling = { ...bounds, rolls: true };
    const found = skippedBetween(9_990, 40, rolling);
    expect(found).toEqual({
      is: 'read',
      found: {
        count: 49,
        ranges: [
          [9_991, 9_999],
          [1, 40],
        ],
      },
    });
    expect(skippedBetween(9_999, 40, rolling)).toMatchObject({ found: { ranges: [[1, 40]] } });
  });

  it('are not known where the side that was left is not behind any more', () => {
    expect(skippedBetween(2_040, 2_040, bounds)).toMatchObject({ is: 'unsure' });
    expect(skippedBetween(2_050, 2_040, bounds)).toMatchObject({
      why: expect.stringContaining('went on to send'),
    });
  });
});

describe('as text', () => {
  it('says of each thing that there is none', () => {
    expect(reconciliationText(nothing)).toBe(`# orders, incident 4: what is left in westeurope

**Move bus to northeurope (forced)**: moved at 2026-01-06 12:10:00 UTC. Looked at 2026-01-06 12:00:00 UTC to 2026-01-06 12:20:00 UTC; read at 2026-01-06 22:00:00 UTC. All times are UTC.

## Abandoned runs

No workflows were moved.

## Messages left

No service was moved that leaves messages behind.

## Seen on both sides

By the journal, at no time could both sides have run.

## Numbers skipped

No control numbers were raised.

## Received there alone

No integration account was left.`);
  });

  it('names what is left, what was not named, and first of all what is not known', () => {
    const text = reconciliationText(much);
    expect(text).toContain(`## What could not be read

- runs of receive-invoices (receivers): ARM did not answer
- ids of messages in orders-we/invoices/erp: ARM did not answer
- numbers skipped of globex-Icn: ARM did not answer
- interchanges received by b2b-old: ARM did not answer

## Abandoned runs

2 runs of 1 workflow in westeurope:`);
    expect(text).toContain(
      '| receive-orders | 0858CU00 | 2026-01-06 12:01:00 UTC | Failed | `document-7` |',
    );
    expect(text).toContain(`\`\`\`sh\n${command}\n\`\`\``);
    expect(text).toContain('- receive-orders 0859CU00: it was begun by no trigger');
    expect(text).toContain('| orders | 2 | 0 | 1 | `=cmd\\|x`, `a"b,\'c`, 1 more |');
    expect(text).toContain('| invoices/erp | 5 | 0 | 0 | 5 more |');
    expect(text).toContain(
      '  - `document-7`: receive-orders 0858CU00, and receive-orders 0999CU00',
    );
    expect(text).toContain('- acme-Icn: 1043–2040 never sent (998), as westeurope says now');
    expect(text).toContain('- globex-Icn: raised to 77; which were skipped is not known');
    expect(text).toContain(`## Received there alone

- \`X12 acme\`: 1 interchange of westeurope that edi-ne does not know: \`000000641\`
- \`EDIFACT globex\`: 7 interchanges of westeurope that edi-ne does not know: \`1\`, \`2\`, \`3\`, \`4\`, \`5\`, 2 more
- b2b-old: not known

Sent again,`);
  });

  it('makes no markup, and nothing a terminal obeys, of an id that somebody else gave', () => {
    const [first] = much.messages;
    const id = '[here](https://evil.example)\u001b[2J\n## fine';
    const message = { id, sequence: '1', enqueuedAt: undefined, state: 'active' as const };
    const entity = {
      ...{ entity: 'orders', active: 1, scheduled: 0, deadLettered: 0 },
      messages: { is: 'read' as const, found: [message] },
    };
    const entities = { is: 'read' as const, found: [entity] };
    const text = reconciliationText({
      ...nothing,
      messages: first ? [{ ...first, entities }] : [],
    });
    expect(text).toContain('`[here](https://evil.example) [2J ## fine`');
  });
});

describe('as tables', () => {
  const tables = Object.fromEntries(reconciliationTables(much).map(({ name, csv }) => [name, csv]));
  const lines = (name: string) => tables[name]?.split('\r\n') ?? [];

  it('has a row for each thing, and one for what could not be read', () => {
    expect(Object.keys(tables)).toEqual(['runs', 'messages', 'twice', 'numbers', 'received']);
    expect(lines('runs').slice(1, 4)).toEqual([
      `receivers,receive-orders,0858CU00,Failed,2026-01-06T12:01:00.000Z,2026-01-06T12:02:00.000Z,document-7,"${command.replaceAll('"', '""')}",`,
      'receivers,receive-orders,0859CU00,Failed,2026-01-06T12:01:00.000Z,2026-01-06T12:02:00.000Z,document-7,,it was begun by no trigger',
      'receivers,receive-invoices,,,,,,,not known: ARM did not answer',
    ]);
    expect(lines('numbers').slice(1, 3)).toEqual([
      'b2b,acme-Icn,1042,2040,998,1043–2040,',
      'b2b,globex-Icn,,77,,,not known: ARM did not answer',
    ]);
    expect(lines('received')).toHaveLength(1 + 8 + 1 + 1);
    expect(lines('received')[1]).toBe('b2b,X12 acme,000000641,edi-ne,');
    expect(lines('received')[9]).toBe('b2b-old,,,edi-ne,not known: ARM did not answer');
  });

  it('counts on in a last row what was not named', () => {
    expect(lines('messages').slice(1, 5)).toEqual([
      "bus,orders-we,orders,'=cmd|x,1,2026-01-06T12:03:00.000Z,active,",
      'bus,orders-we,orders,"a""b,`c",2,,dead letter,',
      'bus,orders-we,orders,,,,,1 more: ids were not read',
      'bus,orders-we,invoices/erp,,,,,5 more: not known: ARM did not answer',
    ]);
  });

  it('has as many cells in each row as in its head', () => {
    const unread: Reconciliation = {
      ...nothing,
      runs: much.runs.slice(1),
      messages: [{ service: service('bus'), namespace: 'orders-we', entities: unsure }],
      twice: much.twice.map((one) => ({ ...one, runs: unsure })),
      numbers: much.numbers.slice(1),
      received: much.received.slice(1),
    };
    for (const { csv } of reconciliationTables(unread)) {
      const widths = csv
        .trim()
        .split('\r\n')
        .map((line) => line.split(',').length);
      expect(new Set(widths).size).toBe(1);
      expect(widths).toHaveLength(2);
    }
    expect(unreadIn(unread)).toHaveLength(5);
    expect(unreadIn(nothing)).toEqual([]);
  });

  it('gives a spreadsheet no formula to run', () => {
    const bad = ['=1+1', '+1', '-1', '@x', '\tx', '\rx'];
    expect(csvOf([bad, [-1, 'a=b']])).toBe(`'=1+1,'+1,'-1,'@x,'\tx,"'\rx"\r\n-1,a=b\r\n`);
  });
});
