/** Who asks public resolvers: whether they lead where the zone says, and for how long they lag. */

import { describe, expect, it } from '@jest/globals';
import { resolversFollow as kind } from '../../checks/resolvers-follow.ts';
import { Between, Unreachable } from '../../core/kinds.ts';
import { netWith, signal } from '../probes/nets.ts';
import { groundOf } from './grounds.ts';

const { name, primary, secondary, resolvers } = kind.example;
const through = 'contoso.trafficmanager.net';

/** By who is asked, and where it leads through another name by that name as well. */
type Said = readonly [value: string, ttlSeconds?: number] | readonly [] | Error;
type Told = Readonly<Record<string, Said>>;

function checked(told: Told, settings = kind.example) {
  const asked: string[] = [];
  const names = {
    async ask(question: { name: string; type: string; at?: readonly string[] }) {
      const server = question.at?.join() ?? 'zone';
      asked.push(`${question.type} ${server}`);
      const said = told[`${server} ${question.name}`] ?? told[server];
      if (said === undefined) throw new Error(`${server} was not to be asked`);
      if (said instanceof Error) throw said;
      const [value, ttlSeconds] = said;
      return { values: value === undefined ? [] : [value], ttlSeconds, server };
    },
  };
  const found = kind.check(groundOf(netWith({ names })), settings, signal);
  return { asked, found };
}

const all = (said: Said): Told => Object.fromEntries(resolvers.map((resolver) => [resolver, said]));

describe('resolvers-follow', () => {
  it('is fine where all say what the zone says, whichever side that is', async () => {
    const { asked, found } = checked({ zone: [secondary, 30], ...all([`${secondary}.`, 12]) });
    expect(await found).toEqual({
      is: 'fine',
      why: '1.1.1.1, 8.8.8.8 and 9.9.9.9 lead to northeurope, as the zone says',
    });
    expect(asked).toEqual(['CNAME zone', ...resolvers.map((one) => `CNAME ${one}`)]);
  });

  it('warns of one that still leads to the other side, and for how long', async () => {
    const lagging: Told = { '8.8.8.8': [primary, 24] };
    const told: Told = { zone: [secondary, 30], ...all([secondary, 12]), ...lagging };
    expect(await checked(told).found).toMatchObject({
      is: 'warns',
      why: '8.8.8.8 still leads to westeurope, for up to 24 s more',
    });
  });

  it.each([
    [[], '9.9.9.9 says no CNAME for orders.contoso.example, which is neither side'],
    [['sorry.example', 9], '9.9.9.9 says sorry.example for orders.contoso.example'],
  ] as const)('warns of one that says %j', async (said, why) => {
    const told: Told = { zone: [primary, 30], ...all([primary, 12]), '9.9.9.9': said };
    const found = await checked(told).found;
    expect(found).toMatchObject({ is: 'warns', why: expect.stringContaining(why) });
  });

  it('names those who do not answer, which says nothing of the others', async () => {
    const silent = new Unreachable('resolve', '1.1.1.1: timed out');
    const told = { zone: [primary, 30] as const, ...all([primary, 12]), '1.1.1.1': silent };
    expect(await checked(told).found).toEqual({
      is: 'fine',
      why: '8.8.8.8 and 9.9.9.9 lead to westeurope, as the zone says; not asked: 1.1.1.1: timed out',
    });
    const lagging = { ...told, '8.8.8.8': [secondary, 5] as const };
    expect(await checked(lagging).found).toMatchObject({
      is: 'warns',
      why: '8.8.8.8 still leads to northeurope, for up to 5 s more; not asked: 1.1.1.1: timed out',
    });
  });

  it('does not know when nobody answers, or when the zone leads nowhere', async () => {
    const shut = new Between('our network: EPERM');
    const nobody = { zone: [primary, 30] as const, ...all(shut) };
    expect(await checked(nobody).found).toMatchObject({
      is: 'unsure',
      why: expect.stringContaining('none could be asked: our network: EPERM'),
      next: expect.stringContaining('port 53'),
    });
    const nowhere = { zone: ['sorry.example', 30] as const, ...all([primary, 12]) };
    expect(await checked(nowhere).found).toMatchObject({ is: 'unsure' });
  });

  it('is not told by a zone that is silent, and hides no fault of its own', async () => {
    const silent = new Unreachable('resolve', 'ns1: timed out');
    await expect(checked({ zone: silent, ...all([primary, 12]) }).found).rejects.toBe(silent);
    const bug = new TypeError('a bug');
    await expect(checked({ zone: [primary], ...all(bug) }).found).rejects.toBe(bug);
  });

  it('asks on through what leads to a side by itself; either of both names holds back', async () => {
    const settings = { ...kind.example, through, resolvers: ['8.8.8.8'] };
    const told: Told = {
      [`zone ${name}`]: [through, 30],
      [`zone ${through}`]: [secondary, 30],
      [`8.8.8.8 ${name}`]: [through, 21],
      [`8.8.8.8 ${through}`]: [primary, 4],
    };
    expect(await checked(told, settings).found).toMatchObject({
      is: 'warns',
      why: '8.8.8.8 still leads to westeurope, for up to 21 s more',
    });
    // Led past it, the name that stood in between is nobody's business.
    const past: Told = { zone: [secondary, 5], '8.8.8.8': [secondary, 3] };
    const { asked, found } = checked(past, settings);
    expect(await found).toMatchObject({ is: 'fine' });
    expect(asked).toHaveLength(2);
  });
});
