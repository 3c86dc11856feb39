/** Shared access rules of Service Bus through ARM, as Microsoft publishes them: read, and their rights set. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { fence } from '../../checks/fence.ts';
import { namespaceOf } from '../../core/bus-rules.ts';
import type { World } from '../../core/world.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { serviceBusRuleRights as step } from '../../steps/service-bus-rule-rights.ts';
import { checkOn } from '../checks/grounds.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { azureWith } from '../steps/azure.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const namespace = `${ordersLayout.subscription}/resourceGroups/inbox/providers/Microsoft.ServiceBus/namespaces/contoso-inbox`;
const ruleOf = (part: string, side: string) =>
  `${namespace}${part}/authorizationRules/receivers-${side}`;
const parts = ['', '/queues/orders', '/topics/orders'];
const layout: Layout = {
  ...ordersLayout,
  busRules: parts.flatMap((part) => [
    { id: ruleOf(part, 'we'), side: 'primary' as const, rights: ['Listen'] },
    { id: ruleOf(part, 'ne'), side: 'secondary' as const, rights: ['Send'] },
  ]),
};

const seen = recorder();
let world: AzureWorld;
let estate: Estate;
let azure: World;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: Date.now, seed: 'rules', witness: seen.witness });
  ({ world, estate } = lab);
  azure = azureWith({ ...azureOf(lab.as('switch')) });
});

afterAll(() => estate.close());

describe.each(parts)('a rule of contoso-inbox%s', (part) => {
  const rule = ruleOf(part, 'we');
  const revoke = { rule, rights: ['Send'], replaces: ['Listen'] } as typeof step.example;
  const grant = { rule, rights: ['Listen'], replaces: ['Send'] } as typeof step.example;

  it('loses the right to listen, once, and is given it back', async () => {
    expect(await step.inspect(azure, revoke, never)).toEqual({ is: 'todo' });
    await step.apply(azure, revoke, never);
    expect(await step.inspect(azure, revoke, never)).toEqual({ is: 'done' });
    const before = world.writes.length;
    await step.apply(azure, revoke, never);
    expect(world.writes).toHaveLength(before);
    await step.apply(azure, grant, never);
    expect(await step.inspect(azure, grant, never)).toEqual({ is: 'done' });
  });

  it('is refused to whoever may not write it', async () => {
    world.grants.take('switch', '*');
    const refused = expect(step.apply(azure, revoke, never)).rejects;
    await refused.toMatchObject({ name: 'Refusal', status: 403, sent: 'no' });
    world.grants.giveBack();
  });
});

it('a rule without any right is none', async () => {
  const body = { properties: { rights: [] } };
  const put = azure.put(ruleOf('', 'we'), '2021-11-01', body, never);
  await expect(put).rejects.toMatchObject({ status: 400, sent: 'no' });
});

describe('the fence that two rules are', () => {
  const sides = {
    primary: ruleOf('/queues/orders', 'we'),
    secondary: ruleOf('/queues/orders', 'ne'),
  };
  const settings: (typeof fence)['example'] = {
    ...{ by: 'service-bus-rule', ...sides },
    ...{ serving: ['Listen'], resting: ['Send'] },
  };
  const check = () => checkOn(fence, settings, azure);

  it('is one while the rule of one side alone may listen, in a third region', async () => {
    expect(await check()).toEqual({
      is: 'fine',
      why: 'truly fenced, as long as receivers listen by their own rule alone: receivers-we of contoso-inbox/orders may listen, in swedencentral',
    });
    expect(namespaceOf(sides.primary)).toBe(namespace);
  });

  it.each([
    [['Listen'], 'warns', 'both rules may listen'],
    [['Listen', 'Send'], 'fails', 'has rights of neither side'],
  ])('is told of where the other may %p', async (rights, is, why) => {
    await azure.put(sides.secondary, '2021-11-01', { properties: { rights } }, never);
    expect(await check()).toMatchObject({ is, why: expect.stringContaining(why) });
    await azure.put(sides.secondary, '2021-11-01', { properties: { rights: ['Send'] } }, never);
  });

  it('fails where one of them is not there', async () => {
    const secondary = `${sides.secondary}-gone`;
    const found = await checkOn(fence, { ...settings, secondary }, azure);
    expect(found).toMatchObject({
      is: 'fails',
      why: expect.stringContaining('there is no SAS rule'),
    });
  });
});

const held = specsThere ? it : it.skip;

held('speaks of rules as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(20);
});
