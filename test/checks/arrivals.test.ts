/** Who still arrives at the side that was left: counted by Azure Monitor, and never made up. */

import { describe, expect, it } from '@jest/globals';
import { arrivals as kind } from '../../checks/arrivals.ts';
import { Between } from '../../core/kinds.ts';
import { netWith, signal } from '../probes/nets.ts';
import { groundOf } from './grounds.ts';

const { primary, secondary } = kind.example;

/** What one minute brought; undefined, nobody knows. */
type Minutes = readonly (number | undefined)[];

function told(minutes: Minutes, value = 'Requests') {
  const data = minutes.map((total, at) => ({
    timeStamp: `09:${at}`,
    ...(total !== undefined && { total }),
  }));
  return { value: [{ name: { value }, timeseries: [{ data }] }] };
}

function checked(leads: string | undefined, body: unknown) {
  const asked: string[] = [];
  const { azure: silent } = netWith({});
  const net = netWith({
    names: {
      ask: async () => ({
        values: leads === undefined ? [] : [leads],
        ttlSeconds: 30,
        server: 'ns1',
      }),
    },
    azure: {
      ...silent,
      async resource(id, apiVersion) {
        asked.push(`${id} ${apiVersion}`);
        if (body instanceof Error) throw body;
        return body;
      },
    },
  });
  return { asked, found: kind.check(groundOf(net), kind.example, signal) };
}

const each = (total: number | undefined, minutes = 15): Minutes => Array(minutes).fill(total);

describe('arrivals', () => {
  it('asks for the minutes before now, of the side that is not led to', async () => {
    const { asked, found } = checked(secondary.host, told(each(2)));
    const why =
      '30 requests arrived at orders-we in the last 15 min, no more than 20 a minute: nobody but probes';
    expect(await found).toEqual({ is: 'fine', why });
    const [query] = asked.map((one) => decodeURIComponent(one));
    expect(query).toBe(
      `${primary.resource}/providers/Microsoft.Insights/metrics?metricnames=Requests&timespan=2026-03-01T09:45:00Z/2026-03-01T10:00:00Z&interval=PT1M&aggregation=Total 2018-01-01`,
    );
    const home = checked(`${primary.host}.`, told(each(0)));
    expect(await home.found).toMatchObject({ is: 'fine' });
    expect(home.asked.join()).toContain(secondary.resource);
  });

  it('warns of those who arrive although the name leads elsewhere', async () => {
    const { found } = checked(secondary.host, told([...each(80, 14), 120]));
    expect(await found).toMatchObject({
      is: 'warns',
      why: '1,240 requests arrived at orders-we in the last 15 min although the name leads to northeurope: long-lived connections, clients that remember names, or callers of its own name',
      next: expect.stringContaining('look again in 15 min'),
    });
  });

  it('takes what is not counted yet for nothing, neither for none nor for some', async () => {
    const late = checked(secondary.host, told([...each(21, 13), undefined, undefined]));
    expect(await late.found).toMatchObject({
      is: 'warns',
      why: expect.stringContaining('273 requests arrived at orders-we in 13 of the last 15 min'),
    });
    const few = checked(secondary.host, told([...each(undefined, 11), ...each(500, 4)]));
    expect(await few.found).toMatchObject({
      is: 'unsure',
      why: 'Azure Monitor tells Requests of orders-we for 4 of the last 15 min',
    });
  });

  it.each([
    ['no series', { value: [{ name: { value: 'Requests' }, timeseries: [] }] }],
    ['another metric', told(each(900), 'Capacity')],
    ['no numbers', told(each(undefined))],
    ['something else', { error: 'x' }],
    ['nothing', undefined],
  ])('does not know of %s', async (_, body) => {
    expect(await checked(secondary.host, body).found).toMatchObject({
      is: 'unsure',
      why: expect.stringContaining('for 0 of the last 15 min'),
    });
  });

  it('does not know while the side is dark, or the name leads nowhere', async () => {
    const dark = new Between('read metrics in orders-we: ARM did not answer');
    await expect(checked(secondary.host, dark).found).rejects.toBe(dark);
    const nowhere = checked(undefined, told(each(0)));
    expect(await nowhere.found).toMatchObject({ is: 'unsure' });
    expect(nowhere.asked).toEqual([]);
  });

  it('needs to read what is counted of both sides, since either may be left', () => {
    expect(kind.rights(kind.example)).toEqual(
      [primary, secondary].map(({ resource: scope }) => {
        return { action: 'Microsoft.Insights/metrics/read', scope, plane: 'control' };
      }),
    );
  });
});
