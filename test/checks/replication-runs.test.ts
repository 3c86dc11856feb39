/** What can be told of replication from outside: when its workflows last succeeded, and no more. */

import { expect, it } from '@jest/globals';
import { replicationRuns } from '../../checks/replication-runs.ts';
import { checkOn, now } from './grounds.ts';

const settings = { resourceGroup: '/subscriptions/s/resourceGroups/ne', workflows: ['as2'] };

/** Newest first: a status and how many minutes ago. */
function finding(...runs: readonly (readonly [string, number])[]) {
  const value = runs.map(([status, minutes]) => {
    const startTime = new Date(now - minutes * 60_000).toISOString();
    return { properties: { status, startTime } };
  });
  return checkOn(replicationRuns, settings, {
    async resource(id) {
      expect(id).toBe(
        '/subscriptions/s/resourceGroups/ne/providers/Microsoft.Logic/workflows/as2/runs?$top=20',
      );
      return { value };
    },
  });
}

it.each([
  ['it runs', [['Succeeded', 2]], 'fine', 'last succeeded: as2 2 min 0 s ago'],
  [
    'it runs right now',
    [
      ['Running', 0],
      ['Succeeded', 2],
    ],
    'fine',
    'as2 2 min 0 s ago',
  ],
  [
    'it had nothing to do',
    [
      ['Skipped', 1],
      ['Succeeded', 90],
    ],
    'fine',
    'as2 1 h 30 min ago',
  ],
  ['it never ran', [], 'warns', 'as2 has no runs'],
  [
    'it never succeeds',
    [
      ['Failed', 1],
      ['Failed', 2],
    ],
    'warns',
    'none of its last 2 runs',
  ],
  [
    'it fails of late',
    [
      ['Failed', 1],
      ['TimedOut', 2],
      ['Succeeded', 200],
    ],
    'warns',
    'as2 last succeeded 3 h 20 min ago, and failed 2 times since',
  ],
] as const)('tells when %s', async (_, runs, is, why) => {
  expect(await finding(...runs)).toMatchObject({ is, why: expect.stringContaining(why) });
});

it('says beside a move that runs are all that it knows of MICs', async () => {
  expect(await finding(['Succeeded', 2])).toMatchObject({
    note: 'how fresh copied numbers and MICs are is known by these runs alone: as2 2 min 0 s ago',
  });
});
