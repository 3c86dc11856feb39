/** The roles at home, each with what its function asks of AWS, and nothing else. */

import type { Role } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { hostedRecordsOf } from '../deploy/hosted-records.ts';
import type { Deployment } from './deployment.ts';
import {
  appendToJournal,
  enqueueSlots,
  grant,
  pullBrake,
  putAnchors,
  readJournal,
  readJournalHeads,
  readParameters,
  readSightings,
  readWatchFile,
  turnHostedRecords,
  useMemory,
} from './rights.ts';
import {
  acknowledgeAnchors,
  acknowledgeWatchFile,
  lookRole,
  plainRole,
  switchRole,
} from './roles.ts';
import type { SecretPaths } from './secret-paths.ts';

export interface HomeRoles {
  /** Of the probe and of readiness: Azure lets both read. */
  readonly look: Role;
  readonly judge: Role;
  readonly answer: Role;
  readonly tell: Role;
  readonly pulse: Role;
  /** Absent where nothing is ever moved. */
  readonly switch: Role | undefined;
}

export function homeRoles(
  scope: Construct,
  deployment: Deployment,
  secrets: SecretPaths,
  topic: Topic,
): HomeRoles {
  const roles = {
    look: lookRole(scope, deployment, deployment.home),
    judge: plainRole(scope, 'JudgeRole', deployment),
    answer: plainRole(scope, 'AnswerRole', deployment),
    tell: plainRole(scope, 'TellRole', deployment),
    pulse: plainRole(scope, 'PulseRole', deployment),
    switch: deployment.moves ? switchRole(scope, deployment) : undefined,
  };
  const read = [readWatchFile(deployment), useMemory(deployment)];
  const learn = [readJournal(deployment), appendToJournal(deployment)];
  const see = readSightings(deployment);
  const secret = (paths: readonly string[]) => readParameters(deployment, paths);

  const forLook = secret([...new Set([...secrets.look, ...secrets.readiness])]);
  grant(roles.look, ...read, readJournal(deployment), ...forLook);
  grant(roles.judge, ...read, ...learn, see);
  grant(roles.answer, ...read, ...learn, see, ...secret(secrets.answer), pullBrake(deployment));
  grant(roles.tell, ...read, ...learn, ...secret(secrets.tell), page(topic));
  const anchor = [readJournalHeads(deployment), putAnchors(deployment)];
  grant(roles.pulse, ...read, see, ...anchor, ...secret([deployment.names.pulse]));
  acknowledgeAnchors(roles.pulse, deployment);
  if (roles.switch !== undefined) {
    const slots = enqueueSlots(deployment, deployment.vantages);
    const own = secret([...secrets.failover, deployment.names.brake]);
    const turn = hostedRecordsOf(deployment.estate).flatMap(turnHostedRecords);
    grant(roles.switch, ...read, ...learn, see, ...slots, ...own, ...turn);
  }
  for (const role of Object.values(roles)) {
    if (role !== undefined) acknowledgeWatchFile(role, deployment);
  }
  return roles;
}

function page(topic: Topic): PolicyStatement {
  return new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] });
}
