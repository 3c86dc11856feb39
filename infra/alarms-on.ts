/** Which alarms there are, each on one metric, for each is paid for. */

import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AlarmOn } from './alarms.ts';
import type { Fn } from './fn.ts';

const minute = Duration.minutes(1);
const once = { bad: 1, of: 1 };

/**
 * Nobody calls it by the clock, so no silence is a fault, and each failure is a person's click. The
 * others have alarms by what is lost with them; the pulse knows who of them does not finish turns.
 */
export function failing(answer: Fn): AlarmOn {
  return {
    name: 'function failing',
    of: answer.name,
    ifItFails: answer.ifItFails,
    metric: answer.lambda.metricErrors({ period: minute, statistic: 'Sum' }),
    threshold: 1,
    is: 'atLeast',
    periods: once,
    silence: 'is fine',
  };
}

/** Telling fails when Slack or the pager does, so its failures are told elsewhere, and soon. */
export function unreachable(tell: Fn): AlarmOn {
  return {
    name: 'people unreachable',
    of: tell.name,
    ifItFails: tell.ifItFails,
    metric: tell.lambda.metricErrors({ period: minute, statistic: 'Sum' }),
    threshold: 1,
    is: 'atLeast',
    periods: { bad: 2, of: 3 },
    silence: 'is the fault',
  };
}

/**
 * By what it recorded, told by the pulse: neither a schedule nor a queue that works proves that a
 * round was made, and an alarm in the vantage's own region would fall silent with it.
 */
export function vantageSilent(absent: IMetric): AlarmOn {
  return {
    name: 'vantage silent',
    of: 'a region that looks',
    ifItFails: 'Nothing is seen from there: its vote abstains, and the quorum has no spare.',
    metric: absent,
    threshold: 1,
    is: 'atLeast',
    periods: { bad: 3, of: 3 },
    // The silence of whoever tells of it is an alarm of its own: `pulse silent`.
    silence: 'is fine',
  };
}

/** It fails when judging, telling or driving is silent; Lambda counts 0 failures of a turn that is well. */
export function pulseSilent(pulse: Fn): AlarmOn {
  return {
    name: 'pulse silent',
    of: pulse.name,
    ifItFails: pulse.ifItFails,
    metric: pulse.lambda.metricErrors({ period: minute, statistic: 'Sum' }),
    threshold: 1,
    is: 'atLeast',
    periods: { bad: 3, of: 3 },
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
    // The age is told by what is heard at last, and there may be little of it.
    periods: { bad: 2, of: 5 },
    silence: 'is fine',
  };
}

/** It runs every half hour: stale when of two runs none came, or none ended well. */
export function readinessStale(readiness: Fn): AlarmOn {
  return {
    name: 'readiness stale',
    of: readiness.name,
    ifItFails: readiness.ifItFails,
    metric: readiness.lambda.metricErrors({ period: Duration.minutes(75), statistic: 'Minimum' }),
    threshold: 1,
    is: 'atLeast',
    periods: once,
    silence: 'is the fault',
  };
}

export function stuck(held: IMetric): AlarmOn {
  return {
    name: 'step stuck',
    of: 'a move',
    ifItFails: 'A move stands still, half done, until a person orders what happens to its step.',
    ...standing(held),
  };
}

export function owed(count: IMetric): AlarmOn {
  return {
    name: 'step owed',
    of: 'a move',
    ifItFails: 'A fence is not thrown: when its region returns, both sides may run for a moment.',
    ...standing(count),
  };
}

export function damaged(count: IMetric): AlarmOn {
  return {
    name: 'journal damaged',
    of: 'a watch',
    ifItFails: 'That watch is neither judged nor moved, and nothing of it is told.',
    ...standing(count),
  };
}

/** Said anew by each minute's tick; one that is missing does not end it. */
function standing(
  metric: IMetric,
): Pick<AlarmOn, 'metric' | 'threshold' | 'is' | 'periods' | 'silence'> {
  return { metric, threshold: 1, is: 'atLeast', periods: { bad: 1, of: 2 }, silence: 'is fine' };
}
