/** Which alarms a function, a vantage and the house as a whole have. */

import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmOn } from './alarms.ts';
import type { Fn } from './fn.ts';

const minute = Duration.minutes(1);
const once = { bad: 1, of: 1 };

/** A single failure is mended by the next tick; three in five minutes are not. */
export function failing(fn: Fn): AlarmOn {
  return {
    name: 'function failing',
    of: fn.name,
    ifItFails: fn.ifItFails,
    metric: fn.lambda.metricErrors({ period: minute, statistic: 'Sum' }),
    threshold: 1,
    is: 'atLeast',
    periods: { bad: 3, of: 5 },
    silence: 'is fine',
  };
}

/** Telling fails when Slack or the pager does, so its failures are told elsewhere, and soon. */
export function unreachable(tell: Fn): AlarmOn {
  return { ...failing(tell), name: 'people unreachable', periods: { bad: 2, of: 3 } };
}

export function vantageSilent(probe: Fn, region: string): AlarmOn {
  return {
    name: 'vantage silent',
    of: region,
    ifItFails: `Nothing is seen from ${region}: its vote abstains, and the quorum has no spare.`,
    metric: probe.lambda.metricInvocations({ period: minute, statistic: 'Sum' }),
    threshold: 1,
    is: 'below',
    periods: { bad: 3, of: 3 },
    silence: 'is the fault',
  };
}

export function pulseSilent(pulse: Fn): AlarmOn {
  return {
    name: 'pulse silent',
    of: pulse.name,
    ifItFails: pulse.ifItFails,
    metric: pulse.lambda.metricInvocations({ period: minute, statistic: 'Sum' }),
    threshold: 1,
    is: 'below',
    periods: { bad: 5, of: 5 },
    silence: 'is the fault',
  };
}

export function deadLetters(queue: Queue, where: string): AlarmOn {
  return {
    name: 'dead letters',
    of: where,
    ifItFails: 'An event was given up: what it would have begun waits for the next tick.',
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: minute,
      statistic: 'Maximum',
    }),
    threshold: 1,
    is: 'atLeast',
    periods: once,
    silence: 'is fine',
  };
}

/** `lateAfter`: well beyond the longest turn of that function, which holds its own bell back. */
export function doorbellLate(fn: Fn, lateAfter: Duration): AlarmOn {
  return {
    name: 'doorbell late',
    of: fn.name,
    ifItFails: `News reaches ${fn.name} by the minute's tick only, not within a second or two.`,
    metric: fn.lambda.metric('IteratorAge', { period: minute, statistic: 'Maximum' }),
    threshold: lateAfter.toMilliseconds(),
    is: 'atLeast',
    periods: { bad: 3, of: 3 },
    silence: 'is fine',
  };
}

/** It runs every half hour; two that fail to come make the last result stale. */
export function readinessStale(readiness: Fn): AlarmOn {
  const period = Duration.minutes(75);
  return {
    name: 'readiness stale',
    of: readiness.name,
    ifItFails: readiness.ifItFails,
    metric: readiness.lambda.metricInvocations({ period, statistic: 'Sum' }),
    threshold: 1,
    is: 'below',
    periods: once,
    silence: 'is the fault',
  };
}

export function stuck(held: IMetric): AlarmOn {
  return {
    name: 'step stuck',
    of: 'a move',
    ifItFails: 'A move stands still, half done, until a person orders what happens to its step.',
    metric: held,
    threshold: 1,
    is: 'atLeast',
    periods: once,
    silence: 'is fine',
  };
}

export function owed(count: IMetric): AlarmOn {
  return {
    name: 'step owed',
    of: 'a move',
    ifItFails: 'A fence is not thrown: when its region returns, both sides may run for a moment.',
    metric: count,
    threshold: 1,
    is: 'atLeast',
    periods: once,
    silence: 'is fine',
  };
}

/** Facts as the functions log them, counted; nothing is paid for what does not happen. */
export function factMetric(estate: string, metricName: string): Metric {
  return new Metric({
    namespace: `farwatch/${estate}`,
    metricName,
    period: minute,
    statistic: 'Sum',
  });
}
