/** All that farwatch needs in Azure, as commands and templates for somebody who may make it. */

import type { Estate } from '../config/estate.ts';
import { backupChapters, backupRoles, backupTemplates } from './apim-backups.ts';
import { identityChapters, whoElse } from './azure-identities.ts';
import { identitiesOf, rolesOf } from './azure-roles.ts';
import { type BicepFile, bicepOf } from './bicep.ts';
import { healthChapters, healthFiles } from './health-workflows.ts';
import { manualSteps } from './manual-steps.ts';
import { homeIn, rolePrefix, trustedRoles } from './names.ts';
import { pingChapters, pingFiles } from './ping-operations.ts';
import { type ProbeQueue, probeQueuesOf } from './probe-queues.ts';
import { type Chapter, command, keeper, kept, quoted } from './shell.ts';

export interface SetupChoices {
  /** The AWS account that the functions run in; absent, the commands ask AWS. */
  readonly account?: string | undefined;
  /** The AWS region of the tables; absent, the first vantage that is one. */
  readonly home?: string | undefined;
}

export interface Setup {
  readonly chapters: readonly Chapter[];
  readonly files: readonly BicepFile[];
  /** What no command here can make. */
  readonly manual: readonly string[];
}

/** May be run again: what exists is left as it is, and roles are brought up to date. */
export function azureSetup(estate: Estate, choices: SetupChoices = {}): Setup {
  const home = homeIn(estate, choices.home);
  const chapters = [
    ...identityChapters(estate, home),
    // Before the roles: some are given on these.
    ...probeQueuesOf(estate).map((one) => queue(one, home)),
    ...healthChapters(estate, home),
    ...backupChapters(estate),
    roles(estate),
    ...pingChapters(estate, home),
    leftovers(estate),
    whoElse(estate, home),
  ];
  return {
    chapters: [...begin(estate, choices, chapters), ...chapters],
    files: [
      ...bicepOf(estate),
      ...healthFiles(estate),
      ...backupTemplates(estate),
      ...pingFiles(estate),
    ],
    manual: manualSteps(estate),
  };
}

/** Only what the chapters that follow lean on. */
function begin(
  estate: Estate,
  { account, home: chosen }: SetupChoices,
  chapters: readonly Chapter[],
): readonly Chapter[] {
  const ask = '$(aws sts get-caller-identity --query Account --output text)';
  const home = homeIn(estate, chosen);
  const keeps = chapters.some(({ lines }) => lines.some((line) => line.includes('| keep ')));
  const first = {
    title: 'Stops at the first command that fails. Run it again: what there is stays.',
    lines: [
      'set -eu',
      `az account set --subscription ${estate.azure.subscription}`,
      ...(keeps && home !== undefined ? [keeper(home)] : []),
    ],
  };
  if (trustedRoles(estate, home).length === 0) return [first];
  const trust = {
    title: 'Who vouches: the AWS account, and the issuer of its tokens (enabled once).',
    lines: [
      `ACCOUNT=${account ?? ask}`,
      'aws iam enable-outbound-web-identity-federation || true  # FeatureEnabled: it is on already',
      'ISSUER=$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text)',
    ],
  };
  return [first, trust];
}

function roles(estate: Estate): Chapter {
  const [watch] = estate.watches;
  const principals = identitiesOf(estate).map(
    (identity) => `${identity}Principal="$${identity.toUpperCase()}_PRINCIPAL"`,
  );
  return {
    title:
      'Roles: one for each way to act and resource, given on that resource alone. To see first what would change, add --confirm-with-what-if.',
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
  const all = [...rolesOf(estate).map(({ name }) => name), ...backupRoles(estate)];
  const names = all.map((name) => `'${name}'`);
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

function queue(
  { subscription, group, namespace, ...probe }: ProbeQueue,
  home: string | undefined,
): Chapter {
  const where = `--subscription ${subscription} --resource-group ${quoted(group)} --namespace-name ${quoted(namespace)}`;
  const made = command(
    `az servicebus queue create ${where}`,
    `--name ${quoted(probe.queue)} --max-size 1024 --default-message-time-to-live PT5M --output none`,
  );
  const { key, keyName } = probe;
  const rule = `--queue-name ${quoted(probe.queue)} --name ${quoted(keyName ?? '')}`;
  const keyed =
    key === undefined
      ? []
      : [
          command(
            `az servicebus queue authorization-rule create ${where}`,
            `${rule} --rights Send Listen --output none`,
          ),
          ...kept(
            `az servicebus queue authorization-rule keys list ${where} ${rule} --query primaryKey --output tsv`,
            key,
            home,
          ),
        ];
  return {
    title: `The queue ${probe.queue} of ${namespace}, that nobody but probes touches. Its partner namespace takes over the queue and its key.`,
    lines: [made, ...keyed],
  };
}
