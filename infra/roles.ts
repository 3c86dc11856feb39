/** Who may be what: one role for each function, but those that Azure trusts by their exact name. */

import { Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import { grant, neverRewriteJournal, parameterArn, putAnchors, showWhoWeAre } from './rights.ts';

const lambda = new ServicePrincipal('lambda.amazonaws.com');

/** Of a function that Azure does not know. */
export function plainRole(scope: Construct, id: string, deployment: Deployment): Role {
  const role = new Role(scope, id, { assumedBy: lambda });
  grant(role, neverRewriteJournal(deployment));
  return role;
}

/** Azure lets it read, wherever it looks from. */
export function lookRole(scope: Construct, deployment: Deployment, region: string): Role {
  return trusted(scope, 'Look', deployment, deployment.names.look(region), 'look');
}

/** Azure lets it change what a move changes. Made only where a watch may move, for one function. */
export function switchRole(scope: Construct, deployment: Deployment): Role {
  return trusted(scope, 'Switch', deployment, deployment.names.switch, 'switch');
}

/** Where the file has an identity log in by a key, AWS has nothing to say of it to anybody. */
function trusted(
  scope: Construct,
  id: string,
  deployment: Deployment,
  roleName: string,
  identity: 'look' | 'switch',
): Role {
  const federated = deployment.estate.azure[identity].deployed === 'federated';
  const role = new Role(scope, id, {
    assumedBy: lambda,
    roleName,
    description: federated
      ? 'Azure trusts this role by its exact ARN (a federated credential in Entra).'
      : 'Reads the key by which it logs in to Entra.',
  });
  grant(role, neverRewriteJournal(deployment));
  if (!federated) return role;
  grant(role, showWhoWeAre());
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'sts:GetWebIdentityToken takes no resource; audience, algorithm and duration are conditions. It yields a token about the caller itself and changes nothing.',
  });
  return role;
}

/** For the one role that anchors journals. */
export function acknowledgeAnchors(role: Role, deployment: Deployment): void {
  for (const resource of putAnchors(deployment).resources) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason:
        'Anchors lie below one prefix of one bucket, under the name of their day. The bucket lets nothing be put over, changed or deleted.',
    });
  }
}

/** For every role that reads the watch file. */
export function acknowledgeWatchFile(role: Role, deployment: Deployment): void {
  const below = `${parameterArn(deployment, deployment.names.watchFile)}/*`;
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${below}]`,
    reason:
      'Parts of the watch file lie under the digest of their text, which nobody knows beforehand. Reading only, and of this estate only.',
  });
}
