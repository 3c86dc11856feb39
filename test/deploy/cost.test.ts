/** The cost of a month: from the file, line by line, and moving the way it should. */

import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../config/estate.ts';
import { costOf as costIn, questionsOf } from '../../deploy/cost.ts';
import { counted } from '../../deploy/counted.ts';
import { planBytesOf, refuseLargePlans } from '../../deploy/plan-size.ts';
import { prices } from '../../deploy/prices.ts';
import { shapeOf } from '../../deploy/shape.ts';
import { templatesOf } from '../../infra/templates.ts';
import { asksOf } from '../../lambdas/probe/probe.ts';
import { exampleEstate } from './golden.ts';

const costOf = (of: Estate) => costIn(of, shapeOf(templatesOf(of)));
const estate = exampleEstate();
const templates = templatesOf(estate);
const shape = shapeOf(templates);
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
    // The promise: three vantages, a round each 20 s, free tiers not counted.
    expect([shape.polledQueues, watch.policy.roundMs]).toEqual([3, 20_000]);
    expect(cost.usd).toBeLessThan(10);
  });

  it('pays for each kind of turn what was measured of it', () => {
    expect(cost.unmeasured).toEqual([]);
    const woken = shape.ticks.map(({ fn, kind }) => `${fn.name}/${kind}`);
    const known = new Set([...woken, 'probe/round']);
    expect(Object.keys(counted.turns).filter((turn) => !known.has(turn))).toEqual([]);
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

describe('what is counted', () => {
  it('is what the templates have', () => {
    const many = (type: string) =>
      templates.flatMap(({ resources }) => Object.values(resources)).filter((r) => r.Type === type)
        .length;
    expect(shape.functions).toHaveLength(many('AWS::Lambda::Function'));
    expect(shape.ticks).toHaveLength(many('AWS::Scheduler::Schedule'));
    expect(shape.alarmMetrics).toBe(many('AWS::CloudWatch::Alarm'));
    expect(shape.dashboards).toBe(1);
    expect(shape.polledQueues).toBe(3);
    expect(shape.keys).toBe(many('AWS::KMS::Key'));
    expect(shape.recoverableTables).toBe(many('AWS::DynamoDB::Table'));
  });

  it('follows a template that is changed', () => {
    const home = templates.find(({ resources }) =>
      Object.values(resources).some(({ Type }) => Type === 'AWS::KMS::Key'),
    );
    if (home === undefined) throw new Error('there is no home');
    const others = templates.filter((one) => one !== home);
    const with_ = (id: string, resource: { Type: string; Properties?: object }) =>
      costIn(
        estate,
        shapeOf([
          {
            ...home,
            resources: {
              ...home.resources,
              [id]: { ...resource, Properties: { ...resource.Properties } },
            },
          },
          ...others,
        ]),
      ).usd;
    const [id = '', judge] =
      Object.entries(home.resources).find(([one]) => /^JudgeFunction[0-9A-F]{8}$/.test(one)) ?? [];
    const large = {
      Type: 'AWS::Lambda::Function',
      Properties: { ...judge?.Properties, MemorySize: 4_096 },
    };
    expect(with_(id, large)).toBeGreaterThan(cost.usd + 0.1);
    expect(with_('Another', { Type: 'AWS::CloudWatch::Dashboard' })).toBeCloseTo(cost.usd + 3, 6);
    expect(with_('Way', { Type: 'AWS::EC2::NatGateway' })).toBeGreaterThan(cost.usd + 32.85);
    const sum = (n: string) => ({ Id: n, MetricStat: { Stat: 'Sum' } });
    const three = { Metrics: [sum('a'), sum('b'), { Id: 'c', Expression: 'a - b' }] };
    const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: three };
    expect(with_('Alarm', alarm)).toBeCloseTo(cost.usd + 0.2, 6);
  });

  it('is refused when nobody has said what it costs', () => {
    const [home] = templates;
    const resources = { ...home?.resources, New: { Type: 'AWS::Neptune::DBCluster' } };
    const cluster = () => shapeOf([{ region: 'eu-north-1', resources }]);
    expect(cluster).toThrow(/does not know what AWS::Neptune::DBCluster costs/);
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
