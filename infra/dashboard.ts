/** One page that says whether farwatch itself is well; what it sees is in the room and the journal. */

import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Fn } from './fn.ts';

export interface Shown {
  readonly alarms: readonly Alarm[];
  readonly functions: readonly Fn[];
  readonly rung: readonly Fn[];
  /** Those that cost: at most ten. */
  readonly custom: readonly IMetric[];
}

const fiveMinutes = { period: Duration.minutes(5) };

export function dashboardOf(scope: Construct, { alarms, functions, rung, custom }: Shown): void {
  const graph = (title: string, left: readonly IMetric[]): IWidget =>
    new GraphWidget({ title, left: [...left], width: 12, height: 6 });
  new Dashboard(scope, 'Dashboard', {
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 })],
      [
        graph(
          'Turns',
          functions.map((fn) => fn.lambda.metricInvocations({ ...fiveMinutes, label: fn.name })),
        ),
        graph(
          'Failures',
          functions.map((fn) => fn.lambda.metricErrors({ ...fiveMinutes, label: fn.name })),
        ),
      ],
      [
        graph(
          'Length of a turn (p95)',
          functions.map((fn) =>
            fn.lambda.metricDuration({ ...fiveMinutes, statistic: 'p95', label: fn.name }),
          ),
        ),
        graph(
          'Age of the news when it is heard',
          rung.map((fn) =>
            fn.lambda.metric('IteratorAge', {
              ...fiveMinutes,
              statistic: 'Maximum',
              label: fn.name,
            }),
          ),
        ),
      ],
      [graph('What stands: silent vantages, damaged journals, held moves, fences owed', custom)],
    ],
  });
}
