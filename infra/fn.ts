/** The only way a function is made: it ends in time, is heard when it fails, and says what is lost. */

import { AssetHashType, DockerImage, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundle, type FunctionName, folderOf } from './bundle.ts';

export interface FnProps {
  readonly name: FunctionName;
  /** What it does, for whoever meets it in AWS. */
  readonly does: string;
  /** What is lost while it fails: the sentence of its alarm. */
  readonly ifItFails: string;
  readonly role: IRole;
  readonly timeout: Duration;
  readonly memoryMb: number;
  /** Only what it uses. */
  readonly env: Readonly<Record<string, string>>;
  /** Where an event goes that it failed on. */
  readonly deadLetters: IQueue;
  /** Kept for it, so that nothing else in the account can starve it. */
  readonly reserved?: number | undefined;
}

export class Fn extends Construct {
  readonly name: FunctionName;
  readonly ifItFails: string;
  readonly lambda: LambdaFunction;
  readonly logs: LogGroup;
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: FnProps) {
    super(scope, id);
    const { name, does, ifItFails, role, timeout, memoryMb, env, deadLetters, reserved } = props;
    this.name = name;
    this.ifItFails = ifItFails;
    this.role = role;
    this.logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logs.logGroupArn],
      }),
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      description: does,
      runtime: new Runtime('nodejs24.x'),
      architecture: Architecture.ARM_64,
      code: codeOf(name),
      handler: 'index.handler',
      role,
      timeout,
      memorySize: memoryMb,
      environment: { ...env },
      logGroup: this.logs,
      // Lambda tells of a turn only when it fails; of turns that are well there are metrics.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      // What an event meant is found again by the next tick; a late retry would only confuse.
      retryAttempts: 0,
      maxEventAge: Duration.seconds(60),
      onFailure: new SqsDestination(deadLetters),
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
    });
  }
}

/** By what comes out, so that a function is deployed anew only when it changed. */
function codeOf(name: FunctionName): Code {
  return Code.fromAsset(folderOf(name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: bundling here either succeeds or throws.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (folder) => {
          bundle(name, folder);
          return true;
        },
      },
    },
  });
}
