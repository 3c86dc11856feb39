/** What an identity may do on a resource, asked on the wire and in memory: both tell alike. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Azure, AzureSelf } from '../../core/azure.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import { isGranted } from '../../core/rights.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { azureOf } from '../../lab/world/ports/azure.ts';
import { openWholeEstate, type WholeEstate } from './whole-estate.ts';

const never = new AbortController().signal;
const enable = 'Microsoft.Logic/workflows/enable/action';
const subscription = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40';
const group = `${subscription}/resourceGroups/contoso-edi-ne`;
const workflow = `${group}/providers/Microsoft.Logic/workflows/edi-receive-orders`;

let whole: WholeEstate;
const ways: Record<string, () => Azure & AzureSelf> = {
  'on the wire': () => whole.azure,
  'in memory': () => {
    const clock = { now: () => 0 as never, sleep: async () => {}, after: unused };
    return azureOf(whole.world, 'switch', { clock, dice: diceOf('rights'), timeoutMs: 1_500 });
  },
};

function unused(): never {
  throw new Error('no deadline is part of this story');
}

async function may(azure: AzureSelf, action: string, scope: string): Promise<boolean> {
  return isGranted(await azure.permissions(scope, never), action);
}

beforeAll(async () => {
  // Every role in two halves, and a few besides: more than one page of them.
  const spare = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => {
    return { identity: 'switch', scope: group, actions: [`Lab/${name}/read`] };
  });
  const plain = await openWholeEstate();
  const { grants = [] } = plain.world.layout;
  await plain.wires.close();
  whole = await openWholeEstate({ grants: [...spare, ...grants] });
});

afterEach(() => {
  whole.world.grants.giveBack();
  whole.world.faults.clearAll();
});

afterAll(async () => {
  await whole.wires.close();
});

describe.each(Object.entries(ways))('own permissions, asked %s', (_, azure) => {
  it('are those of the roles that azure setup makes, and no others', async () => {
    expect(await may(azure(), enable, workflow)).toBe(true);
    expect(await may(azure(), 'Microsoft.Logic/workflows/delete', workflow)).toBe(false);
    expect(await may(azure(), enable, `${subscription}/resourceGroups/contoso-dns`)).toBe(false);
  });

  it('are told by resource and resource group, whatever the case of the id', async () => {
    const read = 'Microsoft.Logic/workflows/read';
    expect(await may(azure(), read, group)).toBe(true);
    expect(await may(azure(), enable, group)).toBe(false);
    expect(await may(azure(), enable, workflow.toLowerCase())).toBe(true);
  });

  it('are all told, however many pages they fill', async () => {
    const told = await azure().permissions(workflow, never);
    expect(told.length).toBeGreaterThan(7);
    for (const name of ['a', 'g']) expect(isGranted(told, `Lab/${name}/read`)).toBe(true);
  });

  it('lack what somebody took away, and then ARM refuses the deed as well', async () => {
    whole.world.grants.take('switch', enable, workflow);
    expect(await may(azure(), enable, workflow)).toBe(false);
    const other = workflow.replace('orders', 'invoices');
    expect(await may(azure(), enable, other)).toBe(true);
    await expect(azure().setWorkflow(workflow, 'Enabled', never)).rejects.toMatchObject({
      status: 403,
      code: 'AuthorizationFailed',
      message: expect.stringContaining(enable),
    });
  });

  it('are told although the region of the resource is dark', async () => {
    whole.world.faults.set('northeurope', { is: 'dark' });
    expect(await may(azure(), enable, workflow)).toBe(true);
  });

  it('are not known while ARM is broken', async () => {
    whole.world.faults.set('arm', { is: 'refused' });
    await expect(azure().permissions(workflow, never)).rejects.toBeInstanceOf(Between);
    whole.world.faults.clearAll();
    whole.world.faults.set('arm', { is: 'failing', status: 503 });
    await expect(azure().permissions(workflow, never)).rejects.toBeInstanceOf(Refusal);
  });

  it('come with a token, whose age is told', async () => {
    expect((await azure().token(never)).ageMs).toBeGreaterThanOrEqual(0);
    expect((await azure().token(never)).ageMs).toBeLessThan(60_000);
  });
});
