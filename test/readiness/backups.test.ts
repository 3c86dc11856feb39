/** Whether a bare standby could be restored, as readiness tells it of the example's estate in memory. */

import { expect, it } from '@jest/globals';
import { dayMs } from '../../core/apim-backups.ts';
import { lookedAfter } from './stage.ts';

const file = 'examples/bare.yaml';

it('is fine while a backup comes every night', async () => {
  const looked = lookedAfter({ file });
  const { checks, preflight } = await looked.look();
  const told = Object.fromEntries(checks.map(({ check, finding }) => [check, finding]));
  expect(told).toMatchObject({
    backup: { is: 'fine', why: 'contoso-returns-we-20260105, 6 h old' },
    twins: { is: 'fine' },
    'twins-away': { is: 'fine' },
    location: { is: 'fine' },
  });
  expect(preflight).toMatchObject({ is: 'told' });
  expect(JSON.stringify(preflight)).not.toMatch(/"is":"(stuck|unsure|missing)"/);
});

it('warns once whoever makes them is disabled, and refuses the move once none is left', async () => {
  const looked = lookedAfter({ file });
  const [schedule] = looked.world.layout.workflows;
  looked.world.arm.setWorkflow('operator', schedule?.id ?? '', 'Disabled');
  await looked.pass(3 * dayMs);
  const backup = async () => (await looked.look()).checks.find(({ check }) => check === 'backup');
  expect((await backup())?.finding).toMatchObject({
    is: 'warns',
    why: expect.stringMatching(
      /we is 3 days old; .*contoso-returns-we, which makes .* is Disabled$/,
    ),
  });
  expect(await looked.refused()).toEqual([]);
  await looked.pass(28 * dayMs);
  expect((await backup())?.finding.is).toBe('fails');
  expect(await looked.refused()).toMatchObject([
    { from: 'primary', move: 'failover', why: expect.stringContaining('there is no backup') },
  ]);
});

it('says that the right to look into the container is missing, before anybody needs it', async () => {
  const looked = lookedAfter({ file });
  const reading = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
  looked.world.grants.take('switch', reading);
  expect(JSON.stringify((await looked.look()).preflight)).toContain(reading);
});
