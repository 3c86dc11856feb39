/** Takes away all that setup ever made, and proves that it is gone, whatever the file said then. */

import type { Estate } from '../config/estate.ts';
import { backupRemoval } from './apim-backups.ts';
import { appName, madeForTag, rolePrefix } from './names.ts';
import { pingRemoval } from './ping-operations.ts';
import { probeQueuesOf } from './probe-queues.ts';
import { type Chapter, command, quoted } from './shell.ts';

export interface Removal {
  readonly chapters: readonly Chapter[];
  readonly manual: readonly string[];
}

/** Both names, also where the file knows one identity only: it may have known two. */
const identities = ['look', 'switch'] as const;

/**
 * Roles and assignments are found by name in the whole tenant, not by the groups that the file names
 * today: what an older file gave must go as well.
 */
export function azureRemove(estate: Estate): Removal {
  return {
    chapters: [
      begin(estate),
      list(estate),
      remove(estate),
      ...queues(estate),
      ...pings(estate),
      ...backups(estate),
      verify(estate),
    ],
    manual: [
      'What was made by hand, such as a health workflow that was there before: by hand.',
      `AWS: \`npx cdk destroy --all\` removes the functions; the federation of the account stays on, as others may use it (\`aws iam disable-outbound-web-identity-federation\`).`,
    ],
  };
}

function begin({ azure }: Estate): Chapter {
  return {
    title: 'Azure Resource Graph finds roles in the whole tenant.',
    lines: [
      'set -eu',
      `az account set --subscription ${azure.subscription}`,
      'az extension add --name resource-graph --upgrade --only-show-errors',
    ],
  };
}

function list(estate: Estate): Chapter {
  return {
    title: 'What there is: roles, assignments, applications, workflows.',
    lines: [
      `ROLES=$(${graph(definitions(estate), 'data[].id')})`,
      `GIVEN=$(${graph(assignments(estate), 'data[].id')})`,
      `MADE=$(${graph(madeFor(estate), 'data[].id')})`,
      `APPS=$(${applications(estate)})`,
      `DELETED=$(${deleted(estate)})  # Entra keeps an application for thirty days`,
      'printf \'%s\\n\' "$ROLES" "$GIVEN" "$MADE" "$APPS" "$DELETED"',
    ],
  };
}

/** Assignments first: a role that is assigned cannot be deleted. */
function remove(estate: Estate): Chapter {
  return {
    title: 'Take it away, once somebody has read what there is.',
    lines: [
      'printf "Type yes to take away what is listed above: "',
      'read -r SURE',
      'test "$SURE" = yes',
      'for id in $GIVEN; do az role assignment delete --ids "$id"; done',
      'for id in $ROLES; do az rest --method delete --url "https://management.azure.com$id?api-version=2022-04-01"; done',
      'for id in $MADE; do az resource delete --ids "$id"; done',
      'for app in $APPS; do az ad app delete --id "$app"; done  # with its principal and its federated credentials',
      `for app in $APPS $DELETED; do az rest --method delete --url "${bin}/$app"; done`,
      `az deployment sub delete --name farwatch-${estate.name} || true  # a record, not a resource`,
    ],
  };
}

function queues(estate: Estate): readonly Chapter[] {
  return probeQueuesOf(estate).map(({ subscription, group, namespace, queue }) => ({
    title: `The probe queue of ${namespace}, with its key.`,
    lines: [
      command(
        `az servicebus queue delete --subscription ${subscription} --resource-group ${quoted(group)}`,
        `--namespace-name ${quoted(namespace)} --name ${quoted(queue)} || true  # gone already`,
      ),
    ],
  }));
}

function pings(estate: Estate): readonly Chapter[] {
  const { lines } = pingRemoval(estate);
  const title = 'The operation that gateways are asked for, and the subscription that may call it.';
  return lines.length === 0 ? [] : [{ title, lines }];
}

/** Before the instances can be asked no more who they are. The backups themselves are their owner's. */
function backups(estate: Estate): readonly Chapter[] {
  const { lines } = backupRemoval(estate);
  const title = 'What lets instances of API Management write and read backups.';
  return lines.length === 0 ? [] : [{ title, lines }];
}

/** An assignment fails with its command, so that what could not be asked never counts as gone. */
function verify(estate: Estate): Chapter {
  const kept = probeQueuesOf(estate).map(
    ({ subscription, group, namespace, queue }) =>
      `az servicebus queue list --subscription ${subscription} --resource-group ${quoted(group)} --namespace-name ${quoted(namespace)} --query "[?name=='${queue}'].id" --output tsv`,
  );
  const asked = [
    graph(assignments(estate), 'data[].id'),
    graph(definitions(estate), 'data[].id'),
    graph(madeFor(estate), 'data[].id'),
    applications(estate),
    deleted(estate),
    ...kept,
    ...backupRemoval(estate).asked,
  ];
  return {
    title:
      'Nothing is left: each pair fails if something is. The graph may lag some minutes behind.',
    lines: [
      ...asked.flatMap(leaves),
      ...pingRemoval(estate).asked.flatMap(({ first, questions }) => [
        first,
        ...questions.flatMap(leaves),
      ]),
      'echo "Nothing of farwatch is left in Azure."',
    ],
  };
}

/** One command alone: within another its failure would go unheard. */
function leaves(question: string): readonly string[] {
  return [`LEFT=$(${question})`, 'test -z "$LEFT"'];
}

/** Of what setup made, whatever can carry a tag. */
function madeFor({ name }: Estate): string {
  return `resources | where tags['${madeForTag}'] =~ '${name}' | project id`;
}

function definitions(estate: Estate): string {
  return `authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith '${rolePrefix(estate)}' | project id`;
}

function assignments(estate: Estate): string {
  return `authorizationresources | where type =~ 'microsoft.authorization/roleassignments' | extend role = tolower(tostring(split(tostring(properties.roleDefinitionId), '/')[-1])) | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions' and tostring(properties.roleName) startswith '${rolePrefix(estate)}' | project role = tolower(name)) on role | project id`;
}

function graph(question: string, answer: string): string {
  return `az graph query --graph-query "${question}" --first 1000 --query '${answer}' --output tsv`;
}

function applications(estate: Estate): string {
  return `az ad app list --filter "${ourApps(estate)}" --query '[].id' --output tsv`;
}

const bin = 'https://graph.microsoft.com/v1.0/directory/deletedItems';

function deleted(estate: Estate): string {
  const filter = ourApps(estate).replaceAll(' ', '%20');
  return `az rest --method get --url "${bin}/microsoft.graph.application?\\$filter=${filter}" --query 'value[].id' --output tsv`;
}

function ourApps(estate: Estate): string {
  const names = identities.map((identity) => `displayName eq '${appName(estate, identity)}'`);
  return names.join(' or ');
}
