/** The two doors of the answer function: Slack's clicks, and calls signed by an AWS identity. */

import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Fn } from './fn.ts';

/** People click; nobody clicks more often. */
const perSecond = 5;
const burst = 20;

export class AnswerApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, answer: Fn) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: 'farwatch: answers of people',
      createDefaultStage: false,
    });
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: perSecond, burstLimit: burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(accessLine),
      },
    });
    const integration = new HttpLambdaIntegration('Answer', answer.lambda, {
      timeout: Duration.seconds(10),
    });
    const slack = this.api.addRoutes({
      path: '/slack/interactivity',
      methods: [HttpMethod.POST],
      integration,
    });
    for (const route of slack) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Slack cannot sign for AWS. The function verifies its signature over the raw bytes, in its time and once, before it reads anything.',
      });
    }
    this.api.addRoutes({
      path: '/answer',
      methods: [HttpMethod.POST],
      integration,
      authorizer: new HttpIamAuthorizer(),
    });
  }
}

/** Who came and what became of it; no body, no header, no query. */
const accessLine = JSON.stringify({
  at: '$context.requestTime',
  id: '$context.requestId',
  from: '$context.identity.sourceIp',
  who: '$context.identity.userArn',
  route: '$context.routeKey',
  status: '$context.status',
  tookMs: '$context.responseLatency',
  trouble: '$context.integrationErrorMessage',
});
