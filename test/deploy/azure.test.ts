/** What is printed for Azure: exactly what the file needs, and taken away without a rest. */

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { azureRemove } from '../../deploy/azure-remove.ts';
import { rolesOf } from '../../deploy/azure-roles.ts';
import { azureSetup } from '../../deploy/azure-setup.ts';
import { trustedRoles } from '../../deploy/names.ts';
import { quoted, script } from '../../deploy/shell.ts';
import { exampleEstate, expectGolden } from './golden.ts';

const estate = exampleEstate();
const setup = azureSetup(estate);
const removal = azureRemove(estate);
const calm = ['mode: ask', 'mode: advise'] as const;

function parsesInBash(text: string): string {
  return spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr;
}

describe('azure setup of the example', () => {
  it('prints these commands, modules and manual steps', () => {
    expectGolden('setup.sh', script(setup.chapters));
    for (const { name, text } of setup.files) expectGolden(name, text);
    expectGolden('manual.txt', `${setup.manual.join('\n')}\n`);
  });

  it('prints commands that a shell can read', () => {
    expect(parsesInBash(script(setup.chapters))).toBe('');
    expect(parsesInBash(script(azureSetup(estate, { account: '123456789012' }).chapters))).toBe('');
  });

  it('makes one role for each step kind and resource, with no pattern in it', () => {
    const roles = rolesOf(estate);
    expect(new Set(roles.map(({ name }) => name)).size).toBe(roles.length);
    const switching = roles.filter(({ identity }) => identity === 'switch');
    const kinds = switching.map(({ name }) => name.split('/')[3]);
    expect(new Set(kinds)).toEqual(new Set(['dns-record', 'logic-app-state', 'service-bus-alias']));
    for (const { actions, dataActions, scope } of roles) {
      expect([...actions, ...dataActions].length).toBeGreaterThan(0);
      expect([...actions, ...dataActions, scope.id].join()).not.toContain('*');
    }
    const text = setup.files.map((file) => file.text).join('\n');
    expect(text.replace(/^\/\/.*$/gm, '')).not.toContain('*');
    expect(text).not.toMatch(/assignableScopes: \[subscription/);
    const given = text.match(/roleDefinitions@/g) ?? [];
    expect(given).toHaveLength(roles.length);
  });

  it('trusts roles by the names that the stacks give them, and no other', () => {
    expect(trustedRoles(estate)).toEqual([
      { identity: 'look', role: 'farwatch-contoso-look-eu-north-1' },
      { identity: 'look', role: 'farwatch-contoso-look-eu-west-2' },
      { identity: 'look', role: 'farwatch-contoso-look-us-east-1' },
      { identity: 'switch', role: 'farwatch-contoso-switch' },
    ]);
    for (const { role } of trustedRoles(estate)) {
      expect(script(setup.chapters)).toContain(`'"$ACCOUNT"':role/${role}"`);
    }
  });

  it('makes nobody who could change Azure where nothing is ever moved', () => {
    const quiet = azureSetup(exampleEstate([...calm]));
    const all = [script(quiet.chapters), ...quiet.files.map(({ text }) => text)].join('\n');
    expect(all).not.toMatch(/switch/i);
    expect(all).not.toMatch(/\/(write|action)'/);
  });

  it('trusts no laptop: a vantage without a role logs in by itself', () => {
    const laptop = exampleEstate(['[eu-north-1, eu-west-2, us-east-1]', '[eu-north-1, desk, den]']);
    expect(trustedRoles(laptop).map(({ role }) => role)).toEqual([
      'farwatch-contoso-look-eu-north-1',
      'farwatch-contoso-switch',
    ]);
  });

  it('prints no secret and no value of one', () => {
    const all = JSON.stringify([setup, removal]);
    expect(all).not.toMatch(/sig=|AccountKey|SharedAccessKey=/);
  });
});

describe('azure remove of the example', () => {
  it('prints these commands', () => {
    expectGolden('remove.sh', script(removal.chapters));
    expect(parsesInBash(script(removal.chapters))).toBe('');
  });

  it('finds what an older file gave: by name, not by what the file says today', () => {
    const today = script(removal.chapters);
    const reduced = script(azureRemove(exampleEstate([...calm])).chapters);
    expect(reduced).toBe(today);
    for (const { name } of rolesOf(estate)) expect(name).toMatch(/^farwatch\/contoso\//);
    expect(today).toContain("startswith 'farwatch/contoso/'");
  });

  it('takes away each sort of thing that setup makes, and asks for each whether it is gone', () => {
    const made = [...script(setup.chapters).matchAll(/^.*\baz (\w[\w -]*? create)\b/gm)];
    expect(new Set(made.map(([, what]) => what))).toEqual(
      new Set([
        'ad app federated-credential create',
        'ad app create',
        'ad sp create',
        'deployment sub create',
        'servicebus queue create',
        'servicebus queue authorization-rule create',
      ]),
    );
    const [, proof = ''] = script(removal.chapters).split('Nothing is left');
    for (const sort of ['roleassignments', 'roledefinitions', 'ad app list', 'deletedItems']) {
      expect(proof).toContain(sort);
    }
    expect(proof).toContain('servicebus queue list');
  });
});

describe('quoted()', () => {
  it('lets nothing of a name reach the shell', () => {
    const odd = "a'; rm -rf $HOME; echo '";
    const { stdout } = spawnSync('bash', ['-c', `printf %s ${quoted(odd)}`], { encoding: 'utf8' });
    expect(stdout).toBe(odd);
    expect(quoted('contoso-edi-we')).toBe('contoso-edi-we');
  });
});
