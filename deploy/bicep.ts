/** Writes the roles as Bicep: one module for each resource group, and one that deploys them all. */

import type { Estate } from '../config/estate.ts';
import { type AzureRole, identitiesOf, rolesOf } from './azure-roles.ts';
import type { IdentityName } from './rights.ts';

export interface BicepFile {
  readonly name: string;
  readonly text: string;
}

interface Module {
  readonly subscription: string;
  readonly group: string;
  /** Without its ending, and usable as a Bicep name once dashes are gone. */
  readonly file: string;
  readonly roles: readonly AzureRole[];
}

const note =
  '// Written by `farwatch azure setup` from the watch file. Do not edit: write it anew.';

/** A role is assigned on a resource, and Bicep reaches a resource only from its own group. */
export function bicepOf(estate: Estate): readonly BicepFile[] {
  const modules = modulesOf(rolesOf(estate));
  const main = { name: 'main.bicep', text: mainText(modules, identitiesOf(estate)) };
  return [main, ...modules.map((one) => ({ name: `${one.file}.bicep`, text: groupText(one) }))];
}

function modulesOf(roles: readonly AzureRole[]): readonly Module[] {
  const groups = Map.groupBy(roles, ({ scope: { subscription, group } }) =>
    `${subscription}/${group}`.toLowerCase(),
  );
  const taken = new Set<string>();
  return [...groups.values()].flatMap((inside) => {
    const [first] = inside;
    if (first === undefined) return [];
    const { subscription, group } = first.scope;
    // A deployment's name ends after 64 characters, and this is part of one.
    const plain = group
      .replace(/[^A-Za-z0-9-]/g, '-')
      .toLowerCase()
      .slice(0, 44);
    // Groups of two subscriptions may share a name.
    const file = taken.has(plain) ? `${plain}-${subscription.slice(0, 8)}` : plain;
    taken.add(file);
    return [{ subscription, group, file, roles: inside }];
  });
}

function mainText(modules: readonly Module[], identities: readonly IdentityName[]): string {
  return [
    note,
    "targetScope = 'subscription'",
    '',
    ...identities.flatMap(parameter),
    ...modules.flatMap((one) => [
      `module ${symbol('in', one.file)} '${one.file}.bicep' = {`,
      `  name: 'farwatch-${one.file}'`,
      `  scope: resourceGroup(${text(one.subscription)}, ${text(one.group)})`,
      '  params: {',
      ...identitiesIn(one).map((name) => `    ${name}Principal: ${name}Principal`),
      '  }',
      '}',
      '',
    ]),
  ].join('\n');
}

function groupText(one: Module): string {
  const resources = [...new Map(one.roles.map((role) => [role.scope.id, role.scope])).values()];
  const names = new Map(resources.map(({ id }, at) => [id, `target${at + 1}`]));
  const targets = resources.flatMap(({ id, resource }) =>
    resource === undefined
      ? []
      : [
          `resource ${names.get(id)} '${resource.type}@${resource.apiVersion}' existing = {`,
          `  name: ${text(resource.names.join('/'))}`,
          '}',
          '',
        ],
  );
  const roles = one.roles.flatMap((role, at) => {
    const target = role.scope.resource === undefined ? undefined : names.get(role.scope.id);
    return roleText(role, `role${at + 1}`, target);
  });
  const parameters = identitiesIn(one).flatMap(parameter);
  return [note, "targetScope = 'resourceGroup'", '', ...parameters, ...targets, ...roles].join(
    '\n',
  );
}

function roleText(role: AzureRole, name: string, target: string | undefined): readonly string[] {
  const principal = `${role.identity}Principal`;
  return [
    `resource ${name} 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {`,
    `  name: guid(subscription().id, ${text(role.name)})`,
    '  properties: {',
    `    roleName: ${text(role.name)}`,
    `    description: ${text(role.description)}`,
    "    type: 'CustomRole'",
    '    permissions: [',
    '      {',
    ...list('actions', role.actions),
    '        notActions: []',
    ...list('dataActions', role.dataActions),
    '        notDataActions: []',
    '      }',
    '    ]',
    '    assignableScopes: [resourceGroup().id]',
    '  }',
    '}',
    '',
    `resource ${name}Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {`,
    `  name: guid(${target ?? 'resourceGroup()'}.id, ${principal}, ${text(role.name)})`,
    ...(target === undefined ? [] : [`  scope: ${target}`]),
    '  properties: {',
    `    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${name}.name)`,
    `    principalId: ${principal}`,
    "    principalType: 'ServicePrincipal'",
    '  }',
    '}',
    '',
  ];
}

function list(name: string, actions: readonly string[]): readonly string[] {
  if (actions.length === 0) return [`        ${name}: []`];
  return [`        ${name}: [`, ...actions.map((a) => `          ${text(a)}`), '        ]'];
}

function identitiesIn({ roles }: Module): readonly IdentityName[] {
  return [...new Set(roles.map(({ identity }) => identity))].toSorted();
}

function parameter(identity: IdentityName): readonly string[] {
  const may = identity === 'look' ? 'may only look' : 'may change what a move changes';
  return [
    `@description('Object id of the service principal that ${may}.')`,
    `param ${identity}Principal string`,
    '',
  ];
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('${', '\\${')}'`;
}

function symbol(prefix: string, file: string): string {
  return `${prefix}_${file.replaceAll('-', '_')}`;
}
