/** Apps through ARM: those that hold on to a namespace that was left, until they are restarted. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import type { Standing } from '../../core/plan.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { appRestart as step } from '../../steps/app-restart.ts';
import { groups, namespaces, ordersLayout } from '../lab/world/orders-layout.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const site = (side: 'primary' | 'secondary') =>
  `${groups[side]}/providers/Microsoft.Web/sites/worker-${side}`;
const layout: Layout = {
  ...ordersLayout,
  aliases: ordersLayout.aliases.map((alias) => ({
    ...alias,
    apps: { primary: [site('primary')], secondary: [site('secondary')] },
  })),
};
const settings = {
  sites: [site('secondary')],
  namespace: namespaces.secondary,
  left: namespaces.primary,
  entities: ['orders'],
};

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'apps', flowing: true });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterAll(() => estate.close());

it('leave what comes lying after a move, and work again once they were restarted', async () => {
  now += 60_000;
  world.arm.failOverAlias('operator', namespaces.secondary, 'orders', false);
  now += 60_000;
  expect(world.bus.counts(namespaces.secondary)['orders']).toBeGreaterThan(0);
  const fixed = (await step.fix?.(azure, settings, now as Instant, never, ledgerFrom()))?.value;
  expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'todo' });
  await step.apply(azure, settings, never, fixed);
  // Accepted at once: only what they do proves that they are there again.
  expect(await step.inspect(azure, settings, never, fixed)).toEqual({ is: 'todo' });
  now += 60_000;
  await untilNoneWaits(() => step.inspect(azure, settings, never, fixed));
  expect(world.writes.filter(({ operation }) => operation.endsWith('/restart'))).toMatchObject([
    { by: 'switch', resource: site('secondary') },
  ]);
});

/** Orders flow on, so that one may be on its way at the moment of a look: another moment is as good. */
async function untilNoneWaits(look: () => Promise<Standing>): Promise<void> {
  let standing = await look();
  for (let nth = 0; nth < 30 && standing.is !== 'done'; nth += 1) {
    now += 300;
    standing = await look();
  }
  expect(standing).toEqual({ is: 'done' });
}

it('are refused by name when they are not there', async () => {
  const gone = { ...settings, sites: [`${site('secondary')}-gone`] };
  await expect(step.inspect(azure, gone, never)).rejects.toMatchObject({
    ...{ name: 'Refusal', status: 404 },
    message: expect.stringContaining('worker-secondary-gone'),
  });
});
