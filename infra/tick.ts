/** A schedule that wakes a function: late is worse than never, because the next one is near. */

import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Fn } from './fn.ts';
import { grant } from './rights.ts';

export interface TickProps {
  readonly fn: Fn;
  readonly every: Duration;
  /** What the function is given. */
  readonly input: { readonly kind: string; readonly due?: string };
  readonly deadLetters: IQueue;
}

export class Tick extends Construct {
  constructor(scope: Construct, id: string, { fn, every, input, deadLetters }: TickProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    });
    const { functionArn } = fn.lambda;
    grant(
      role,
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    const minutes = every.toMinutes();
    new CfnSchedule(this, 'Schedule', {
      description: `${fn.name}: ${input.kind}`,
      scheduleExpression: `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(input),
        retryPolicy: {
          maximumRetryAttempts: 0,
          maximumEventAgeInSeconds: Duration.seconds(60).toSeconds(),
        },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
  }
}
