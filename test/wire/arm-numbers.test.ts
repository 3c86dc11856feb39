/** Agreements and control numbers of integration accounts, through ARM as it is spoken. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { micCopies } from '../../checks/mic-copies.ts';
import { numberLedger } from '../../checks/number-ledger.ts';
import { receivedGap } from '../../checks/received-gap.ts';
import { replicationRuns } from '../../checks/replication-runs.ts';
import type { Azure } from '../../core/azure.ts';
import { type Instant, later } from '../../core/names.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { controlNumbers } from '../../steps/control-numbers.ts';
import { logicAppState } from '../../steps/logic-app-state.ts';
import { replicationEnded } from '../../steps/replication-ended.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { netWith } from '../probes/nets.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const minuteMs = 60_000;
const never = new AbortController().signal;
const group = `${ordersLayout.subscription}/resourceGroups/edi`;
const accounts = {
  primary: `${group}/providers/Microsoft.Logic/integrationAccounts/edi-we`,
  secondary: `${group}/providers/Microsoft.Logic/integrationAccounts/edi-ne`,
};
const agreements = ['acme', 'globex & sons'];
const replicator = `${group}/providers/Microsoft.Logic/workflows/replicate-x12`;
const layout: Layout = {
  ...ordersLayout,
  integrations: [{ accounts, agreements, as2: ['initech-as2'] }],
  workflows: [
    ...ordersLayout.workflows,
    { id: replicator, side: 'secondary', enabled: true, tags: {}, does: 'replicator' },
    {
      ...{ id: `${replicator}-back`, side: 'primary', enabled: false, tags: {} },
      does: 'replicator',
    },
  ],
};
const settings = {
  ...{
    account: accounts.secondary,
    source: accounts.primary,
    margin: 1_000,
    factor: 2,
    concurrency: 2,
  },
  ...{ create: false, sourceAnswers: true },
};

const seen = recorder();
const start = Date.parse('2026-03-01T10:00:00Z') as Instant;
let now = start;
const ledger = ledgerFrom(() => now);
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'numbers',
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterAll(() => estate.close());

it('are read over all pages of agreements, raised, and read back', async () => {
  const target = await controlNumbers.fix?.(azure, settings, now, never, ledger);
  expect(target?.says).toBe('acme-Icn 2000, globex & sons-Icn 2000');
  expect((await controlNumbers.inspect(azure, settings, never, target?.value)).is).toBe('todo');
  await controlNumbers.apply(azure, settings, never, target?.value);
  const standing = await controlNumbers.inspect(azure, settings, never, target?.value);
  expect(standing).toEqual({ is: 'done' });
  expect(world.writes.map(({ by, detail }) => `${by} ${detail}`).toSorted()).toEqual([
    'switch {"ControlNumber":"2000","ControlNumberChangedTime":"2026-03-01T10:00:00.000Z","IsMessageProcessingFailed":null,"MessageType":0}',
    'switch {"controlNumber":"000002000","controlNumberChangedTime":"2026-03-01T10:00:00.000Z","messageType":"Edifact"}',
  ]);
});

it('are written down, and what was raised is found as ours', async () => {
  now = later(start, 5 * minuteMs);
  const ground = { net: netWith({ azure }), regions: layout.regions, at: now, ledger };
  const given = { ...accounts, margin: 1_000, factor: 2, days: 14, replicated: true };
  await numberLedger.record?.(ground, given, never);
  const pages = await Promise.all([ledger.page(accounts.primary), ledger.page(accounts.secondary)]);
  expect(pages.map((page) => page?.lines['globex & sons-icn']?.number)).toEqual([1_000, 2_000]);
  expect(await ledger.raised(accounts.secondary)).toEqual({
    ...{ 'acme-icn': 2_000, 'globex & sons-icn': 2_000 },
  });
  expect(await numberLedger.check(ground, given, never)).toMatchObject({ is: 'fine' });
});

it('are known to be copied by looks and runs of what copies them', async () => {
  now = later(start, 10 * minuteMs);
  const ground = { net: netWith({ azure }), regions: layout.regions, at: now, ledger };
  const given = { resourceGroup: group, workflows: ['replicate-x12'] };
  const mics = { account: accounts.secondary, source: accounts.primary, copiedBy: given };
  expect(await replicationRuns.check(ground, given, never)).toEqual({
    is: 'fine',
    why: 'last copied: replicate-x12 0.0 s ago',
    note: expect.stringContaining('known by looks and runs alone'),
  });
  expect(await micCopies.check(ground, mics, never)).toMatchObject({
    note: 'MICs of initech-as2 are as fresh in edi-ne as what copies from edi-we: replicate-x12 0.0 s ago',
  });
  world.faults.set(layout.regions.primary, { is: 'dark' });
  now = later(start, 12 * minuteMs);
  const found = await replicationRuns.check({ ...ground, at: now }, given, never);
  const why = 'replicate-x12 last copied 2 min 0 s ago, and failed 12 times since';
  expect(found).toMatchObject({ is: 'warns', why });
  world.faults.clear(layout.regions.primary);
});

it('tell what one account received and the other does not know, and of MICs that nobody does', async () => {
  const content = { ControlNumber: '000000641', MessageType: 'X12' };
  for (let n = 0; n < 30; n += 1) {
    const id = `${accounts.secondary}/sessions/X12-ICN-acme-${n}`;
    await azure.put(id, '2019-05-01', { properties: { content } }, never);
  }
  const ground = { net: netWith({ azure }), regions: layout.regions, at: now, ledger };
  const given = { account: accounts.primary, source: accounts.secondary };
  expect(await receivedGap.check(ground, given, never)).toMatchObject({
    is: 'fine',
    why: 'edi-ne received what edi-we does not know: X12 acme 30',
  });
  expect(await micCopies.check(ground, given, never)).toMatchObject({
    is: 'fine',
    note: expect.stringContaining('initech-as2 of the time in edi-ne are not known in edi-we'),
  });
});

it('are copied back until nothing is left, and then no more', async () => {
  const back = { resourceGroup: group, workflows: ['replicate-x12-back'], concurrency: 2 };
  const on = { ...back, state: 'Enabled' as const };
  await azure.setWorkflow(replicator, 'Disabled', never);
  await logicAppState.apply(azure, on, never);
  now = later(now, minuteMs);
  const target = await replicationEnded.fix?.(azure, back, now, never, ledger);
  const inspect = () => replicationEnded.inspect(azure, back, never, target?.value);
  expect(await inspect()).toMatchObject({
    is: 'moving',
    why: expect.stringContaining('replicate-x12-back (has not looked since'),
  });
  now = later(now, 15_000);
  expect(await inspect()).toMatchObject({ is: 'todo' });
  await replicationEnded.apply(azure, back, never);
  now = later(now, 5_000);
  expect(await inspect()).toEqual({ is: 'done' });
  const ground = { net: netWith({ azure }), regions: layout.regions, at: now, ledger };
  const given = { account: accounts.primary, source: accounts.secondary };
  expect(await receivedGap.check(ground, given, never)).toMatchObject({
    is: 'fine',
    why: 'edi-we knows all of 30 interchanges of edi-ne',
  });
});

it('are made under the name that was asked for', async () => {
  const id = `${accounts.secondary}/sessions/initech-Icn`;
  await azure.put(id, '2019-05-01', { properties: { content: { ControlNumber: '7' } } }, never);
  expect(await azure.resource(id, '2019-05-01', never)).toMatchObject({ name: 'initech-Icn' });
  await expect(azure.put(id, '2019-05-01', {}, never)).rejects.toMatchObject({ status: 400 });
});

const held = specsThere ? it : it.skip;

held('are spoken of as Microsoft publishes it', async () => {
  // The lab's agreements say only what is read of them.
  const sessions = seen.exchanges.filter(
    ({ asked, served }) =>
      /\/(sessions|runs|histories)[/?]|\/workflows\//.test(asked.path) && served.status < 400,
  );
  const { faults } = await holdToSpecs(sessions);
  // Recordings of Azure show it in the body, and no specification does.
  expect(faults.filter((fault) => !fault.endsWith('not allowed: etag'))).toEqual([]);
  expect(sessions.length).toBeGreaterThan(8);
});
