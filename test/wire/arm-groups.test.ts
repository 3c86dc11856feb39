/** Where resource groups are kept, asked on the wire and in memory: both tell alike. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AzureReader } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { azureReaderOf } from '../../lab/world/ports/azure.ts';
import { groups, record } from '../lab/world/orders-layout.ts';
import { type ArmEstate, openArmEstate } from './arm-estate.ts';

const never = new AbortController().signal;
const dnsGroup = record.slice(0, record.indexOf('/providers/'));

let arm: ArmEstate;
const ways: Record<string, () => AzureReader> = {
  'on the wire': () => arm.azureAs({ name: 'look', timeoutMs: 1_500 }),
  'in memory': () => {
    const clock = { now: () => 0 as never, sleep: async () => {}, after: unused };
    return azureReaderOf(arm.world, { clock, dice: diceOf('groups'), timeoutMs: 1_500 });
  },
};

function unused(): never {
  throw new Error('no deadline is part of this story');
}

beforeAll(async () => {
  arm = await openArmEstate();
});

afterAll(async () => {
  await arm.estate.close();
});

describe.each(Object.entries(ways))('a resource group, located %s', (_, azure) => {
  it('is kept beside what it holds, and one of global things beside the standby', async () => {
    expect(await azure().groupLocation(groups.primary, never)).toBe('westeurope');
    expect(await azure().groupLocation(groups.secondary, never)).toBe('northeurope');
    expect(await azure().groupLocation(dnsGroup, never)).toBe('northeurope');
  });

  it('is located although its region is dark: ARM keeps that, not the region', async () => {
    arm.world.faults.set('westeurope', { is: 'dark' });
    expect(await azure().groupLocation(groups.primary, never)).toBe('westeurope');
    arm.world.faults.clearAll();
  });

  it('that does not exist is refused with ARM’s own word', async () => {
    const asked = azure().groupLocation(`${groups.primary}-gone`, never);
    await expect(asked).rejects.toMatchObject({ status: 404, code: 'ResourceGroupNotFound' });
  });

  it('is between us and nobody while ARM is silent', async () => {
    arm.world.faults.set('arm', { is: 'dark' });
    await expect(azure().groupLocation(groups.primary, never)).rejects.toBeInstanceOf(Between);
    arm.world.faults.clearAll();
  });

  it('is refused while ARM throttles, and says for how long', async () => {
    arm.world.faults.set('arm', { is: 'throttled', retryAfterMs: 7_000 });
    const asked = azure().groupLocation(groups.primary, never);
    await expect(asked).rejects.toMatchObject({ status: 429, retryAfterMs: 7_000 });
    arm.world.faults.clearAll();
  });
});
