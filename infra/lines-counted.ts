/** Counts lines that the functions log, so that an alarm hears of them; silence costs nothing. */

import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Fn } from './fn.ts';
import type { HomeFunctions } from './home-functions.ts';

/** Each is a metric of ours, paid for in the hours in which something is counted. */
export interface LinesCounted {
  readonly absent: Metric;
  readonly damaged: Metric;
  /** Absent where nothing is ever moved. */
  readonly held: Metric | undefined;
  readonly owed: Metric | undefined;
}

/** What `adapters/aws/journal*.ts` throw when what is there is not what was written. */
const damage = ['journal-broken', 'journal-unreadable', 'journal-newer'];

export function linesCounted(
  scope: Construct,
  estate: string,
  { judge, pulse, failover }: HomeFunctions,
): LinesCounted {
  const namespace = `farwatch/${estate}`;
  const counted = (fn: Fn, metricName: string, filterPattern: IFilterPattern) => {
    new MetricFilter(scope, `Counts${metricName}`, {
      logGroup: fn.logs,
      filterPattern,
      metricNamespace: namespace,
      metricName,
      metricValue: '1',
    });
    return new Metric({ namespace, metricName, period: Duration.minutes(1), statistic: 'Sum' });
  };
  const is = (field: string, value: string) => FilterPattern.stringValue(field, '=', value);
  const stands = (metricName: string, what: string) =>
    failover && counted(failover, metricName, is('$.stands', what));
  return {
    absent: counted(pulse, 'VantageSilent', is('$.silent', 'vantage')),
    damaged: counted(
      judge,
      'JournalDamaged',
      FilterPattern.any(...damage.map((code) => is('$.code', code))),
    ),
    held: stands('Held', 'held'),
    owed: stands('Owed', 'owed'),
  };
}
