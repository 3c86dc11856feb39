/** What the side that is gone home to does not know of what was received meanwhile. */

import { expect, it } from '@jest/globals';
import { receivedGap } from '../../checks/received-gap.ts';
import type { Workflow } from '../../core/azure.ts';
import { checkOn, group } from './grounds.ts';

const accounts = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
const settings = { account: `${accounts}/we`, source: `${accounts}/ne` };

/** Two sessions to a page; `back`: the state of what copies back. */
function finding(we: readonly string[], ne: readonly string[], back?: Workflow['state']) {
  const copiedBy = { resourceGroup: `${group}/we`, workflows: ['back'] };
  return checkOn(receivedGap, back === undefined ? settings : { ...settings, copiedBy }, {
    workflow: async (id) => ({ id, state: back ?? 'Deleted', tags: {} }),
    async resource(id) {
      const all = id.startsWith(settings.account) ? we : ne;
      const from = Number(/skip=(\d+)/.exec(id)?.[1] ?? 0);
      const value = all.slice(from, from + 2).map((name) => ({ name }));
      const nextLink = `https://elsewhere.example/sessions?skip=${from + 2}`;
      return { value, ...(from + 2 < all.length && { nextLink }) };
    },
  });
}

const old = ['X12-ICN-acme-000000001', 'Edifact-ICN-globex-7', 'acme-ICN'];

it('says that there is none', async () => {
  expect(await finding(old, ['x12-icn-ACME-000000001', 'Globex-Icn'])).toEqual({
    is: 'fine',
    why: 'we knows all of 1 interchange of ne',
  });
});

it('counts them for each agreement, beside the move', async () => {
  const more = ['X12-ICN-acme-000000002', 'X12-ICN-acme-000000003', 'Edifact-ICN-a-b-c-9'];
  expect(await finding(old, [...old, ...more])).toMatchObject({
    is: 'fine',
    why: 'ne received what we does not know: X12 acme 2, EDIFACT a-b-c 1',
    note: expect.stringMatching(/EDIFACT a-b-c 1; sent again, it is taken again$/),
  });
});

it('does not make up what it could not list', async () => {
  const many = Array.from({ length: 100 }, (_, n) => `X12-ICN-acme-${n}`);
  expect(await finding(old, many)).toMatchObject({
    is: 'fine',
    note: expect.stringContaining('too many to be compared: we may take some twice'),
  });
});

it.each([
  ['Enabled', /X12 acme 1; the way home waits until that is copied$/],
  [
    'Disabled',
    /is taken again, unless a repair comes before: nothing is copied by what is disabled \(back\)$/,
  ],
] as const)(
  'says what becomes of it in the move, where what copies back is %s',
  async (state, note) => {
    expect(await finding(old, [...old, 'X12-ICN-acme-000000002'], state)).toMatchObject({
      note: expect.stringMatching(note),
    });
  },
);
