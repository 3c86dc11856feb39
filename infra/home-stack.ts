/** What stands at home: the tables, and every function but the probes of other regions. */

import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { damaged, deadLetters, owed, stuck, vantageSilent } from './alarms-on.ts';
import { AnchorBucket } from './anchor-bucket.ts';
import { AnswerApi } from './answer-api.ts';
import { dashboardOf } from './dashboard.ts';
import { deadLettersOf } from './dead-letters.ts';
import type { Deployment } from './deployment.ts';
import { homeDoorbells } from './home-doorbells.ts';
import { homeFunctions } from './home-functions.ts';
import { homeRoles } from './home-roles.ts';
import { homeTicks } from './home-ticks.ts';
import { linesCounted } from './lines-counted.ts';
import { pagesOf } from './pages.ts';
import { SealKey } from './seal-key.ts';
import type { SecretPaths } from './secret-paths.ts';
import { Tables } from './tables.ts';
import { Vantage } from './vantage.ts';

export class HomeStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { deployment, secrets }: { readonly deployment: Deployment; readonly secrets: SecretPaths },
  ) {
    const { account, estate, home, page, vantages } = deployment;
    super(scope, id, {
      env: { account, region: home },
      description: `farwatch ${estate.name}: judges, asks people, and moves what was approved.`,
    });
    const queue = deadLettersOf(this);
    const topic = pagesOf(this, page);
    const roles = homeRoles(this, deployment, secrets, topic);
    const writers = [roles.judge, roles.answer, roles.tell, roles.switch].flatMap((role) =>
      role === undefined ? [] : [role.roleArn],
    );
    const tables = new Tables(this, 'Tables', deployment, writers);
    new AnchorBucket(this, 'Anchors', deployment, roles.pulse);
    const seal = new SealKey(this, 'Seal', { answer: roles.answer, failover: roles.switch });
    const functions = homeFunctions(this, { deployment, roles, seal, topic, deadLetters: queue });
    const look = roles.look;
    const vantage = vantages.includes(home)
      ? new Vantage(this, 'Vantage', {
          deployment,
          region: home,
          look,
          secrets,
          deadLetters: queue,
        })
      : undefined;

    const rung = homeDoorbells(this, functions, tables, queue);
    homeTicks(this, functions, queue);
    const door = new AnswerApi(this, 'Doors', functions.answer);

    const lines = linesCounted(this, estate.name, functions);
    const { all } = new Alarms(this, 'Alarms', topic, [
      ...functions.alarms,
      ...rung.alarms,
      vantageSilent(lines.absent),
      deadLetters(queue, home),
      damaged(lines.damaged),
      ...(lines.held === undefined ? [] : [stuck(lines.held)]),
      ...(lines.owed === undefined ? [] : [owed(lines.owed)]),
    ]);
    const custom = Object.values(lines).filter((metric) => metric !== undefined);
    const shown = vantage === undefined ? functions.all : [...functions.all, vantage.probe];
    dashboardOf(this, { alarms: all, functions: shown, rung: rung.functions, custom });
    new CfnOutput(this, 'SlackRequestUrl', {
      value: `${door.api.apiEndpoint}/slack/interactivity`,
      description: 'The request URL of interactivity in the Slack app.',
    });
    new CfnOutput(this, 'AnswerUrl', {
      value: `${door.api.apiEndpoint}/answer`,
      description: 'Where an AWS identity of this account may answer.',
    });
  }
}
