/** Counts the facts that should wake somebody, read from the lines that the functions log. */

import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { HomeFunctions } from './home-functions.ts';

export function factsCounted(
  { judge, failover }: HomeFunctions,
  { held, owing }: { readonly held: Metric; readonly owing: Metric },
): void {
  if (failover === undefined) return;
  for (const fn of [failover, judge]) {
    const count = (fact: string, { namespace, metricName }: Metric) =>
      new MetricFilter(fn, `Counts-${fact}`, {
        logGroup: fn.logs,
        filterPattern: FilterPattern.stringValue('$.fact', '=', fact),
        metricNamespace: namespace,
        metricName,
        metricValue: '1',
      });
    count('held', held);
    count('stepOwed', owing);
  }
}
