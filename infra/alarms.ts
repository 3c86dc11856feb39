/** What wakes a person about farwatch itself: each alarm says what is lost, and where to read on. */

import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Every alarm there is: `docs/runbook.md` has a section `## Alarm: <name>` for each. */
export const alarmNames = [
  'vantage silent',
  'function failing',
  'dead letters',
  'doorbell late',
  'step stuck',
  'step owed',
  'readiness stale',
  'people unreachable',
  'journal damaged',
  'pulse silent',
] as const;

export type AlarmName = (typeof alarmNames)[number];

export interface AlarmOn {
  readonly name: AlarmName;
  /** Which one, where there are several: a function, a region. */
  readonly of: string;
  /** What is lost while it lasts. */
  readonly ifItFails: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly is: 'atLeast' | 'below';
  /** This many of the last so many periods. */
  readonly periods: { readonly bad: number; readonly of: number };
  /** Whether hearing nothing is the fault itself. */
  readonly silence: 'is the fault' | 'is fine';
}

export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, topic: Topic, alarms: readonly AlarmOn[]) {
    super(scope, id);
    this.all = alarms.map((on) => this.#alarm(on, topic));
  }

  #alarm(on: AlarmOn, topic: Topic): Alarm {
    const words = [...on.name.split(' '), ...on.of.split(/[^a-z0-9]+/i)];
    const id = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const alarm = new Alarm(this, id, {
      alarmDescription: `${on.name}: ${on.of}. ${on.ifItFails} Runbook: "Alarm: ${on.name}".`,
      metric: on.metric,
      threshold: on.threshold,
      comparisonOperator:
        on.is === 'atLeast'
          ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: on.periods.of,
      datapointsToAlarm: on.periods.bad,
      treatMissingData:
        on.silence === 'is the fault' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    return alarm;
  }
}
