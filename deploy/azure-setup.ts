/** All that farwatch needs in Azure, as commands and templates for somebody who may make it. */

import type { Estate } from '../config/estate.ts';
import { identitiesOf, rolesOf } from './azure-roles.ts';
import { type BicepFile, bicepOf } from './bicep.ts';
import { manualSteps } from './manual-steps.ts';
import { appName, rolePrefix, trustedRoles } from './names.ts';
import { type ProbeQueue, probeQueuesOf } from './probe-queues.ts';
import type { IdentityName } from './rights.ts';
import { type Chapter, command, quoted } from './shell.ts';

export interface SetupChoices {
  /** The AWS account that the functions run in; absent, the commands ask AWS. */
  readonly account?: string | undefined;
}

export interface Setup {
  readonly chapters: readonly Chapter[];
  readonly files: readonly BicepFile[];
  /** What no command here can make. */
  readonly manual: readonly string[];
}

/** May be run again: what exists is left as it is, and roles are brought up to date. */
export function azureSetup(estate: Estate, choices: SetupChoices = {}): Setup {
  return {
    chapters: [
      begin(estate, choices),
      ...identitiesOf(estate).map((identity) => application(estate, identity)),
      roles(estate),
      leftovers(estate),
      ...probeQueuesOf(estate).map(queue),
    ],
    files: bicepOf(estate),
    manual: manualSteps(estate),
  };
}

function begin({ azure }: Estate, { account }: SetupChoices): Chapter {
  const ask = '$(aws sts get-caller-identity --query Account --output text)';
  return {
    title: 'Who trusts whom: the AWS account, and the issuer of its tokens (enabled once).',
    lines: [
      'set -eu',
      `az account set --subscription ${azure.subscription}`,
      `ACCOUNT=${account ?? ask}`,
      'aws iam enable-outbound-web-identity-federation || true  # FeatureEnabled: it is on already',
      'ISSUER=$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text)',
    ],
  };
}

function application(estate: Estate, identity: IdentityName): Chapter {
  const name = appName(estate, identity);
  const app = identity.toUpperCase();
  const may = identity === 'look' ? 'may only look' : 'may change what a move changes';
  const roles = trustedRoles(estate).filter((role) => role.identity === identity);
  return {
    title: `The identity that ${may}; its client id belongs into azure.${identity}.client.`,
    lines: [
      `${app}=$(az ad app list --filter "displayName eq '${name}'" --query '[0].appId' --output tsv)`,
      `test -n "$${app}" || ${app}=$(az ad app create --display-name ${name} --sign-in-audience AzureADMyOrg --query appId --output tsv)`,
      `az ad sp show --id "$${app}" --output none 2>/dev/null || az ad sp create --id "$${app}" --output none`,
      `${app}_PRINCIPAL=$(az ad sp show --id "$${app}" --query id --output tsv)`,
      ...roles.map(({ role }) => credential(app, role)),
      `echo "azure.${identity}.client: $${app}"`,
    ],
  };
}

/** Azure takes a token only for exactly this role; there are no patterns in a subject. */
function credential(app: string, role: string): string {
  const told = [
    `"name":"${role}"`,
    '"issuer":"\'"$ISSUER"\'"',
    `"subject":"arn:aws:iam::'"$ACCOUNT"':role/${role}"`,
    '"audiences":["api://AzureADTokenExchange"]',
  ];
  const show = `az ad app federated-credential show --id "$${app}" --federated-credential-id ${role} --output none 2>/dev/null`;
  return command(
    `${show} || az ad app federated-credential create --id "$${app}" --output none`,
    `--parameters '{${told.join(',')}}'`,
  );
}

function roles(estate: Estate): Chapter {
  const [watch] = estate.watches;
  const principals = identitiesOf(estate).map(
    (identity) => `${identity}Principal="$${identity.toUpperCase()}_PRINCIPAL"`,
  );
  return {
    title: 'Roles: one for each way to act and resource, assigned on that resource alone.',
    lines: [
      command(
        `az deployment sub create --name farwatch-${estate.name}`,
        // Kept where the estate would go, not where it may be dark.
        `--location ${watch?.regions.secondary ?? 'northeurope'}`,
        '--template-file main.bicep',
        `--parameters ${principals.join(' ')}`,
      ),
    ],
  };
}

/** What an earlier file gave and this one does not is a right that nobody needs. */
function leftovers(estate: Estate): Chapter {
  const names = rolesOf(estate).map(({ name }) => `'${name}'`);
  const question = [
    "authorizationresources | where type =~ 'microsoft.authorization/roledefinitions'",
    `| extend name = tostring(properties.roleName) | where name startswith '${rolePrefix(estate)}'`,
    `| where name !in~ (${names.join(', ')}) | project name`,
  ];
  return {
    title: 'Roles of an earlier file that this one does not need; each that is shown should go.',
    lines: [
      'az extension add --name resource-graph --upgrade --only-show-errors',
      `az graph query --graph-query "${question.join(' ')}" --query 'data[].name' --output tsv`,
    ],
  };
}

function queue({ subscription, group, namespace, ...probe }: ProbeQueue): Chapter {
  const where = `--subscription ${subscription} --resource-group ${quoted(group)} --namespace-name ${quoted(namespace)}`;
  const made = command(
    `az servicebus queue create ${where}`,
    `--name ${quoted(probe.queue)} --max-size 1024 --default-message-time-to-live PT5M --output none`,
  );
  const key = probe.keyName && [
    command(
      `az servicebus queue authorization-rule create ${where}`,
      `--queue-name ${quoted(probe.queue)} --name ${quoted(probe.keyName)} --rights Send Listen --output none`,
    ),
    `# Its key belongs to ${probe.key}; neither prints here. The partner namespace takes both over.`,
  ];
  return {
    title: `The queue ${probe.queue} of ${namespace}, that nobody but probes touches.`,
    lines: [made, ...(key || [])],
  };
}
