/** The cost of a month: from the file, line by line, and moving the way it should. */

import { describe, expect, it } from '@jest/globals';
import { costOf, questionsOf } from '../../deploy/cost.ts';
import { planBytesOf, refuseLargePlans } from '../../deploy/plan-size.ts';
import { prices } from '../../deploy/prices.ts';
import { asksOf } from '../../lambdas/probe/probe.ts';
import { exampleEstate } from './golden.ts';

const estate = exampleEstate();
const [watch] = estate.watches;
if (watch === undefined) throw new Error('the example has no watch');
const cost = costOf(estate);

describe('the cost of the example', () => {
  it('counts the questions that a round really asks', () => {
    expect(questionsOf(watch)).toBe(asksOf(watch, {}).length);
    expect(cost.questions).toBe(14);
    expect(cost.roundsPerMonth).toBe(131_400);
  });

  it('is the sum of its lines, each a quantity at a price', () => {
    const sum = cost.lines.reduce((total, { usd }) => total + usd, 0);
    expect(cost.usd).toBeCloseTo(sum, 9);
    for (const { price, quantity, usd } of cost.lines) {
      expect(usd).toBeCloseTo((quantity * prices[price].usd) / prices[price].per, 9);
    }
  });

  it('is far below one that sleeps between rounds, and no free lunch', () => {
    expect(cost.usd).toBeGreaterThan(5);
    expect(cost.usd).toBeLessThan(20);
    expect(cost.standingUsd).toBeLessThan(cost.usd / 2);
  });

  it('grows with vantages, with rounds and with what is asked', () => {
    const with_ = (...change: readonly [string, string]) => costOf(exampleEstate(change)).usd;
    const two = with_('[eu-north-1, eu-west-2, us-east-1]', '[eu-north-1, eu-west-2]');
    expect(two).toBeLessThan(cost.usd);
    expect(with_('round: 20s', 'round: 10s')).toBeGreaterThan(cost.usd);
    expect(cost.slower.usd).toBeLessThan(cost.usd);
    const policy = { ...watch.policy, roundMs: 40_000 };
    const half = costOf({ ...estate, watches: [{ ...watch, policy }] });
    expect([half.usd, 40_000]).toEqual([cost.slower.usd, cost.slower.roundMs]);
  });

  it('pays for no failover where nothing is ever moved', () => {
    expect(costOf(exampleEstate(['mode: ask', 'mode: advise'])).usd).toBeLessThan(cost.usd);
  });
});

describe('the price table', () => {
  it('says of each price where it comes from and when it was written down', () => {
    for (const { usd, per, from, on } of Object.values(prices)) {
      expect(usd).toBeGreaterThan(0);
      expect(per).toBeGreaterThan(0);
      expect(['told', 'assumed']).toContain(from);
      expect(on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe('refuseLargePlans()', () => {
  it('lets the example pass', () => {
    expect(planBytesOf(watch)).toBeLessThan(20_000);
    expect(() => refuseLargePlans(estate)).not.toThrow();
  });

  it('names what to split when a plan could not be kept', () => {
    const big = watch.services.map((service) => ({
      ...service,
      steps: service.steps.map((move) => ({
        ...move,
        steps: move.steps.map((step) => ({
          ...step,
          title: step.title.padEnd(service.name === 'order-api' ? 300_000 : 60_000),
        })),
      })),
    }));
    const huge = { ...estate, watches: [{ ...watch, services: big }] };
    expect(() => refuseLargePlans(huge)).toThrow(
      /Cannot publish orders: a plan of it takes \d+ KB/,
    );
    expect(() => refuseLargePlans(huge)).toThrow(
      expect.objectContaining({ next: expect.stringContaining('order-api') }),
    );
  });
});
