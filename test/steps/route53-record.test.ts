/** A record of Route 53: what is turned, what is left to people, and what never is overwritten. */

import { describe, expect, it } from '@jest/globals';
import type { HostedRecord } from '../../core/elsewhere.ts';
import { route53Record as step } from '../../steps/route53-record.ts';
import { azureWith, never } from './azure.ts';

const settings = step.example;
const { target, replaces } = settings;
const [other = ''] = replaces;

function zone(said: HostedRecord | undefined) {
  const turned: unknown[] = [];
  const elsewhere = azureWith({
    hostedRecord: async () => said,
    async replaceHostedRecord(...[id, name, change]) {
      turned.push({ id, name, ...change });
    },
  });
  return { turned, elsewhere };
}

describe('a record of Route 53', () => {
  it('is turned from what was read, to the letter', async () => {
    const was = { cname: `${other.toUpperCase()}.`, ttlSeconds: 300 };
    const { turned, elsewhere } = zone(was);
    expect(await step.inspect(elsewhere, settings, never)).toEqual({ is: 'todo' });
    await step.apply(elsewhere, settings, never);
    const { zone: id, name } = settings;
    expect(turned).toEqual([{ id, name, was, now: { cname: target, ttlSeconds: 30 } }]);
  });

  it('is done whatever the case and the dot, and to do while its time to live is another', async () => {
    const there = (ttlSeconds: number) => zone({ cname: `${target.toUpperCase()}.`, ttlSeconds });
    expect(await step.inspect(there(30).elsewhere, settings, never)).toEqual({ is: 'done' });
    expect(await step.inspect(there(300).elsewhere, settings, never)).toEqual({ is: 'todo' });
  });

  it.each([
    ['is not there', undefined, 'has no CNAME record'],
    ['is chosen by a policy', { cname: undefined, ttlSeconds: 30 }, 'follows a rule of Route 53'],
    ['is somebody else’s', { cname: 'sorry.example', ttlSeconds: 30 }, 'changed orders.contoso'],
  ] as const)('is left to people when it %s', async (_told, said, why) => {
    const { turned, elsewhere } = zone(said);
    expect(await step.inspect(elsewhere, settings, never)).toEqual({
      is: 'stuck',
      why: expect.stringContaining(why),
    });
    await expect(step.apply(elsewhere, settings, never)).rejects.toMatchObject({ sent: 'no' });
    expect(turned).toEqual([]);
  });

  it('is refused when the zone is named with its path, or the target replaces itself', () => {
    const odd = [{ zone: '/hostedzone/Z0123' }, { replaces: [target] }, { name: 'no host' }];
    for (const one of odd) {
      expect(step.settings.safeParse({ ...settings, ...one }).success).toBe(false);
    }
  });
});
