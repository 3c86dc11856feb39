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

/** What a run of these lines ends with, if `az` finds these applications and makes nothing else. */
function stoppedBy(
  lines: string,
  found: { readonly named: string; readonly other: string },
): string {
  const az = [
    'az() { case "$*" in',
    `  *--app-id*) echo '${found.named}' ;;`,
    `  *displayName*) echo '${found.other}' ;;`,
    "  *'app create'*) echo 'az ad app create' >&2; exit 1 ;;",
    '  esac; }',
  ];
  const input = ['set -eu', 'ACCOUNT=1', 'ISSUER=i', ...az, lines].join('\n');
  return spawnSync('bash', [], { input, encoding: 'utf8' }).stderr.trim();
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
    expect(new Set(kinds)).toEqual(
      new Set([
        'dns-record',
        'logic-app-state',
        'runs-drained',
        'service-bus-alias',
        'service-bus-pair',
      ]),
    );
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

  it('tells resources of one name in one group apart', () => {
    const group = `/subscriptions/${estate.azure.subscription}/resourceGroups/apps/providers`;
    const resources = ['namespaces', 'serverfarms'].map((type) => {
      const provider = type === 'namespaces' ? 'Microsoft.ServiceBus' : 'Microsoft.Web';
      return `${group}/${provider}/${type}/orders`;
    });
    const pointers = [{ name: 'both', kind: 'provisioned', settings: { resources } }];
    const watches = estate.watches.map((watch) => ({
      ...watch,
      services: watch.services.map((service) => ({ ...service, pointers })),
    }));
    const roles = rolesOf({ ...estate, watches });
    expect(new Set(roles.map(({ name }) => name)).size).toBe(roles.length);
    expect(roles.map(({ name }) => name.split('/').at(-1))).toEqual(
      expect.arrayContaining(['namespaces', 'serverfarms']),
    );
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

  it('trusts the region of the tables as well, where no vantage looks from it', () => {
    const away = azureSetup(estate, { home: 'ca-central-1' });
    expect(script(away.chapters)).toContain(':role/farwatch-contoso-look-ca-central-1"');
    expect(trustedRoles(estate, 'eu-west-2')).toEqual(trustedRoles(estate));
  });

  it('gives nothing to an application that has our name and that the file does not name', () => {
    const [, , look] = setup.chapters;
    const text = look?.lines.join('\n') ?? '';
    expect(stoppedBy(text, { named: '', other: 'stranger' })).toMatch(/find out whose it is/);
    expect(stoppedBy(text, { named: '', other: '' })).toBe('az ad app create');
    expect(stoppedBy(text, { named: 'ours', other: 'ours' })).toBe('');
  });

  it('makes what is missing before it gives rights on it', () => {
    const titles = setup.chapters.map(({ title }) => title);
    const at = (start: string) => titles.findIndex((title) => title.startsWith(start));
    expect(at('The health workflow')).toBeGreaterThan(-1);
    expect(at('The health workflow')).toBeLessThan(at('Roles'));
    expect(at('The queue')).toBeLessThan(at('Roles'));
  });

  it('keeps what a deployed function needs where the file expects it, unseen', () => {
    const kept = exampleEstate(['env:EDI_HEALTH_URL_WE', 'ssm:/contoso/edi-health-we']);
    const text = script(azureSetup(kept, { home: 'ca-central-1' }).chapters);
    expect(text).toMatch(/^keep\(\) \{ aws ssm put-parameter --region ca-central-1 /m);
    expect(text).toMatch(/listCallbackUrl.*\)" \| keep \/contoso\/edi-health-we$/m);
    expect(parsesInBash(text)).toBe('');
    expect(script(setup.chapters)).not.toContain('keep');
  });

  it('makes a key, once, for an identity that logs in by one, and trusts no role for it', () => {
    const federated = 'deployed: federated\n    laptop: { secret: env:FARWATCH_SWITCH_SECRET }';
    const by = (key: string) =>
      script(azureSetup(exampleEstate([federated, `deployed: ${key}`])).chapters);
    const secret = by('{ secret: ssm:/contoso/switch }');
    expect(secret).not.toContain(':role/farwatch-contoso-switch"');
    expect(secret).toMatch(/--query password --output tsv\)" \| keep \/contoso\/switch$/m);
    const certificate = by('{ certificate: ssm:/contoso/switch-pem }');
    expect(certificate).toMatch(/cat "\$FILE"\)" \| keep \/contoso\/switch-pem\n +rm "\$FILE"$/m);
    for (const text of [secret, certificate]) {
      expect(parsesInBash(text)).toBe('');
      expect(text).toMatch(/HELD=\$\(az ad app credential list/);
    }
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
        'deployment group create',
        'servicebus queue create',
        'servicebus queue authorization-rule create',
      ]),
    );
    const [, proof = ''] = script(removal.chapters).split('Nothing is left');
    const sorts = ['roleassignments', 'roledefinitions', 'ad app list', 'deletedItems'];
    for (const sort of [...sorts, "tags['farwatch-made-for']", '/apis?', '/subscriptions?']) {
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
