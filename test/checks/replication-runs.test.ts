/** What can be told of replication from outside: when its workflows last looked and copied, and no more. */

import { describe, expect, it } from '@jest/globals';
import { micCopies } from '../../checks/mic-copies.ts';
import { replicationRuns } from '../../checks/replication-runs.ts';
import type { AzureReader } from '../../core/azure.ts';
import { checkOn, now } from './grounds.ts';

const group = '/subscriptions/s/resourceGroups/ne';
const settings = { resourceGroup: group, workflows: ['as2'] };

/** How it went, and how many minutes ago. */
type Passing = readonly [status: string, minutes: number];

/** Newest first, both. */
interface Told {
  readonly looks?: readonly Passing[];
  readonly runs?: readonly Passing[];
  readonly state?: string;
}

function telling({
  looks = [],
  runs = [],
  state = 'Enabled',
}: Told): Pick<AzureReader, 'resource'> {
  const listed = (all: readonly Passing[]) => ({
    value: all.map(([status, minutes]) => {
      const startTime = new Date(now - minutes * 60_000).toISOString();
      return { properties: { status, startTime } };
    }),
  });
  const workflow = `${group}/providers/Microsoft.Logic/workflows/as2`;
  const triggers = { When_a_MIC_value_is_created: { recurrence: {} } };
  return {
    async resource(id) {
      if (id === `${workflow}/runs?$top=20`) return listed(runs);
      if (id === `${workflow}/triggers/When_a_MIC_value_is_created/histories?$top=20`) {
        return listed(looks);
      }
      expect(id).toBe(workflow);
      return { properties: { state, definition: { triggers } } };
    },
  };
}

const finding = (told: Told) => checkOn(replicationRuns, settings, telling(told));

it.each<[string, Told, string, string]>([
  [
    'it copied',
    { looks: [['Succeeded', 2]], runs: [['Succeeded', 2]] },
    'fine',
    'last copied: as2 2 min 0 s ago',
  ],
  [
    'it copies right now',
    {
      looks: [['Succeeded', 0]],
      runs: [
        ['Running', 0],
        ['Succeeded', 2],
      ],
    },
    'fine',
    'as2 2 min 0 s ago',
  ],
  [
    'it had nothing to do',
    { looks: [['Skipped', 1]], runs: [['Succeeded', 90]] },
    'fine',
    'as2 1 min 0 s ago',
  ],
  ['it never looked', {}, 'warns', 'as2 is not known to copy'],
  [
    'it never succeeds',
    {
      looks: [
        ['Succeeded', 1],
        ['Succeeded', 2],
      ],
      runs: [
        ['Failed', 1],
        ['Failed', 2],
      ],
    },
    'warns',
    'as2 is not known to copy, and failed 2 times since',
  ],
  [
    'it cannot look of late',
    {
      looks: [
        ['Failed', 1],
        ['Failed', 2],
        ['Skipped', 3],
      ],
    },
    'warns',
    'as2 last copied 3 min 0 s ago, and failed 2 times since',
  ],
  [
    'what it finds of late is not copied',
    {
      looks: [['Skipped', 1]],
      runs: [
        ['TimedOut', 5],
        ['Succeeded', 200],
      ],
    },
    'warns',
    'as2 last copied 3 h 20 min ago, and failed once since',
  ],
  ['it looks no more', { looks: [['Skipped', 40]] }, 'warns', 'as2 last copied 40 min 0 s ago'],
  [
    'it rests, as it should while the other side serves',
    {
      state: 'Disabled',
      looks: [
        ['Failed', 900],
        ['Skipped', 901],
      ],
    },
    'fine',
    'as2 15 h 1 min ago, and is disabled',
  ],
])('tells when %s', async (_, told, is, why) => {
  expect(await finding(told)).toMatchObject({ is, why: expect.stringContaining(why) });
});

it('says beside a move that looks and runs are all that it knows of MICs', async () => {
  expect(await finding({ looks: [['Skipped', 2]] })).toMatchObject({
    note: 'how fresh copied numbers and MICs are is known by looks and runs alone: as2 2 min 0 s ago',
  });
});

describe('the MICs of an account', () => {
  const accounts =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
  const pair = { account: `${accounts}/we`, source: `${accounts}/ne` };
  const agreements = [
    { name: 'acme', properties: { agreementType: 'X12' } },
    { name: 'umbrella', properties: { agreementType: 'AS2' } },
    { name: 'initech', properties: { agreementType: 'as2' } },
  ];

  function mics(told: Told | undefined, there: readonly unknown[] = agreements) {
    const copiedBy = told && { copiedBy: settings };
    return checkOn(
      micCopies,
      { ...pair, ...copiedBy },
      {
        resource: async (...asked) =>
          asked[0] === `${accounts}/ne/agreements`
            ? { value: there }
            : telling(told ?? {}).resource(...asked),
      },
    );
  }

  it('are as fresh as what copies them, agreement by agreement', async () => {
    const note =
      'MICs of umbrella, initech are as fresh in we as what copies from ne: as2 2 min 0 s ago';
    expect(await mics({ looks: [['Skipped', 2]] })).toEqual({ is: 'fine', why: note, note });
  });

  it('are not known where nobody copies them', async () => {
    expect(await mics(undefined)).toMatchObject({
      is: 'fine',
      why: 'MICs of umbrella, initech of the time in ne are not known in we: nothing copies them there',
      note: expect.stringMatching(/is taken again, and a late MDN matches nothing$/),
    });
  });

  it('are no matter where nobody exchanges by AS2', async () => {
    const found = await mics(undefined, agreements.slice(0, 1));
    expect(found).toEqual({ is: 'fine', why: 'ne has no AS2 agreement' });
  });

  it('of very many agreements are summed up', async () => {
    const many = Array.from({ length: 15 }, (_, n) => {
      return { name: `p${n}`, properties: { agreementType: 'AS2' } };
    });
    expect(await mics(undefined, many)).toMatchObject({
      why: expect.stringMatching(/p11, 3 more of the/),
    });
  });
});
