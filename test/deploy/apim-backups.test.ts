/** What setup makes for backups of API Management: a schedule, who may do what, and all of it taken away. */

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { backupRoles } from '../../deploy/apim-backups.ts';
import { azureRemove } from '../../deploy/azure-remove.ts';
import { rolesOf } from '../../deploy/azure-roles.ts';
import { azureSetup } from '../../deploy/azure-setup.ts';
import { script } from '../../deploy/shell.ts';
import { exampleEstate, expectGolden } from './golden.ts';

const group = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups';
const apim = (side: 'we' | 'ne') =>
  `${group}/contoso-api-${side}/providers/Microsoft.ApiManagement/service/contoso-orders-${side}`;
const gateway = 'host: contoso-orders-ne.azure-api.net';

function estateWith(...more: readonly string[]) {
  const block = [
    'backup:',
    `  primary: ${apim('we')}`,
    `  secondary: ${apim('ne')}`,
    `  storage: ${group}/contoso-backups/providers/Microsoft.Storage/storageAccounts/contosobackups`,
    '  container: apim',
    ...more.map((line) => `  ${line}`),
  ];
  return exampleEstate([
    gateway,
    [gateway, ...block.map((line) => `          ${line}`)].join('\n'),
  ]);
}

const scheduled = estateWith(`schedule: { resourceGroup: ${group}/contoso-backups, at: '03:30' }`);
const setup = azureSetup(scheduled);
const text = script(setup.chapters);

describe('backups on schedule', () => {
  it('are made by a workflow that may back one instance up, and nothing else', () => {
    const files = setup.files.filter(({ name }) => name.startsWith('apim-backup'));
    expect(files.map(({ name }) => name)).toEqual(['apim-backup.bicep', 'apim-backup-right.bicep']);
    for (const file of files) expectGolden(file.name, file.text);
    const chapters = setup.chapters.filter(({ title }) => /container apim|backs .* up/.test(title));
    expectGolden('apim-backups.sh', script(chapters));
  });

  it('are set up by commands that a shell can read, before rights are given on their container', () => {
    expect(spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr).toBe('');
    const titles = setup.chapters.map(({ title }) => title);
    const at = (part: string) => titles.findIndex((title) => title.includes(part));
    expect(at('The container apim')).toBeGreaterThan(-1);
    expect(at('The container apim')).toBeLessThan(at('Roles: one'));
  });

  it('have a role that setup does not take for one of an earlier file, and removal finds', () => {
    const [role = 'none'] = backupRoles(scheduled);
    expect(role).toBe('farwatch/contoso/schedule/apim-backup/contoso-api-we/contoso-orders-we');
    expect(
      setup.chapters.find(({ title }) => title.startsWith('Roles of an'))?.lines.join(),
    ).toContain(`'${role}'`);
  });

  it('are not scheduled, and nobody may make any, where the file does not ask for it', () => {
    const by = azureSetup(estateWith());
    expect(script(by.chapters)).not.toContain('BACKS_UP');
    expect(by.files.filter(({ name }) => name.startsWith('apim-backup'))).toEqual([]);
    const actions = rolesOf(estateWith()).flatMap((role) => role.actions);
    expect(actions.filter((action) => /\/(backup|restore)\/action$/.test(action))).toEqual([]);
  });

  it('are looked at by the identity that may only look, in one container', () => {
    const roles = rolesOf(scheduled).filter(({ dataActions }) => dataActions.length > 0);
    expect(
      roles.map(({ identity, scope, dataActions }) => [identity, scope.id, dataActions]),
    ).toEqual([
      [
        'look',
        `${group}/contoso-backups/providers/Microsoft.Storage/storageAccounts/contosobackups/blobServices/default/containers/apim`,
        ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
      ],
    ]);
  });

  it('let in the identity that the file names', () => {
    const client = '4d1f0a52-1111-4222-8333-2f6d3b1e8a40';
    const by = script(azureSetup(estateWith(`identity: ${client}`)).chapters);
    expect(by).toMatch(new RegExp(`userAssignedIdentities.*clientId==.*${client}`));
  });

  it('are reached by nobody any more once all is removed', () => {
    const removal = script(azureRemove(scheduled).chapters);
    expect(removal).toMatch(/az role assignment delete --assignee .* --role 'Storage Blob Data/);
    const [, proof = ''] = removal.split('Nothing is left');
    expect(proof).toMatch(/LEFT=\$\(az role assignment list --assignee .*containers\/apim/);
    expect(spawnSync('bash', ['-n'], { input: removal, encoding: 'utf8' }).stderr).toBe('');
  });

  it('bring no answer along that says the other side: each instance tells which one it is', () => {
    const value =
      '@(context.Deployment.ServiceName.ToLower() == "contoso-orders-we" ? "westeurope" : "northeurope")';
    const values = [...text.matchAll(/answerValue='([^']+)'/g)].map(([, told]) => told);
    expect(values).toEqual([value, value]);
  });
});
