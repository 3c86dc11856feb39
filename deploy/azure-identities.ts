/** The two applications in Entra, how each is known there, and who else could log in as one of them. */

import type { Estate, Key } from '../config/estate.ts';
import { identitiesOf } from './azure-roles.ts';
import { appName, trustedRoles } from './names.ts';
import type { IdentityName } from './rights.ts';
import { type Chapter, command, kept } from './shell.ts';

export function identityChapters(estate: Estate, home: string | undefined): readonly Chapter[] {
  return identitiesOf(estate).map((identity) => {
    const may = identity === 'look' ? 'may only look' : 'may change what a move changes';
    const { deployed } = estate.azure[identity];
    return {
      title: `The identity that ${may}; its client id belongs into azure.${identity}.client.`,
      lines: [
        ...application(estate, identity),
        ...trustedRoles(estate, home)
          .filter((role) => role.identity === identity)
          .flatMap(({ role }) => federated(variableOf(identity), role)),
        ...(deployed === 'federated' ? [] : keyed(identity, deployed, home)),
        `echo "azure.${identity}.client: $${variableOf(identity)}"`,
      ],
    };
  });
}

/** One that has our name and is not ours would be given all our rights: then nothing is given. */
function application(estate: Estate, identity: IdentityName): readonly string[] {
  const name = appName(estate, identity);
  const app = variableOf(identity);
  const { client } = estate.azure[identity];
  const stranger = `There is an application ${name} already, and the file does not name it. If it is yours, write its client id into azure.${identity}.client and print this script anew; else find out whose it is.`;
  return [
    `${app}=$(az ad app list --app-id ${client} --query '[].appId' --output tsv)`,
    `NAMED=$(az ad app list --filter "displayName eq '${name}'" --query '[].appId' --output tsv)`,
    command(`test -n "$${app}" || test -z "$NAMED" || {`, `echo "${stranger}" >&2; exit 1; }`),
    `test -n "$${app}" || ${app}=$(az ad app create --display-name ${name} --sign-in-audience AzureADMyOrg --query appId --output tsv)`,
    `az ad sp show --id "$${app}" --output none 2>/dev/null || az ad sp create --id "$${app}" --output none`,
    `${app}_PRINCIPAL=$(az ad sp show --id "$${app}" --query id --output tsv)`,
  ];
}

/** Azure takes a token only for exactly this role; there are no patterns in a subject. */
function federated(app: string, role: string): readonly string[] {
  const told = [
    `"name":"${role}"`,
    '"issuer":"\'"$ISSUER"\'"',
    `"subject":"arn:aws:iam::'"$ACCOUNT"':role/${role}"`,
    '"audiences":["api://AzureADTokenExchange"]',
  ];
  const at = `--id "$${app}" --federated-credential-id ${role}`;
  return [
    `CREDENTIAL='{${told.join(',')}}'`,
    `if az ad app federated-credential show ${at} --output none 2>/dev/null`,
    `then az ad app federated-credential update ${at} --output none --parameters "$CREDENTIAL"`,
    `else az ad app federated-credential create --id "$${app}" --output none --parameters "$CREDENTIAL"`,
    'fi',
  ];
}

/** Made once: whoever wants another takes the old one away first. */
function keyed(identity: IdentityName, key: Key, home: string | undefined): readonly string[] {
  const app = variableOf(identity);
  const held = `HELD=$(az ad app credential list --id "$${app}" --query "[?displayName=='${deployedKey}'].keyId" --output tsv)`;
  const reset = `az ad app credential reset --id "$${app}" --append --display-name ${deployedKey} --years 1`;
  if ('secret' in key) {
    const asks = `${reset} --query password --output tsv`;
    return [held, 'test -n "$HELD" || {', ...kept(asks, key.secret, home).map(indented), '}'];
  }
  const certificates = `${held.replace('credential list', 'credential list --cert')}`;
  const file = `FILE=$(${reset} --create-cert --query fileWithCertAndPrivateKey --output tsv)`;
  const lines = [file, ...kept('cat "$FILE"', key.certificate, home), 'rm "$FILE"'];
  return [certificates, 'test -n "$HELD" || {', ...lines.map(indented), '}'];
}

const deployedKey = 'farwatch-deployed';

/** Rights are worth what their keys are: nobody but those shown may be able to use them. */
export function whoElse(estate: Estate, home: string | undefined): Chapter {
  const trusted = trustedRoles(estate, home);
  return {
    title:
      'Whoever else could log in as one of them: keys, owners, and federated credentials that the file does not need. Each that is shown should be known to you.',
    lines: identitiesOf(estate).flatMap((identity) => {
      const app = `"$${variableOf(identity)}"`;
      const roles = trusted.filter((one) => one.identity === identity).map(({ role }) => role);
      const known = roles.length === 0 ? '[]' : `[?!contains(\`${JSON.stringify(roles)}\`, name)]`;
      return [
        `az ad app credential list --id ${app} --query '[].[displayName,endDateTime]' --output tsv`,
        `az ad app credential list --id ${app} --cert --query '[].[displayName,endDateTime]' --output tsv`,
        `az ad app owner list --id ${app} --query '[].userPrincipalName' --output tsv`,
        `az ad app federated-credential list --id ${app} --query '${known}.[name,subject]' --output tsv`,
      ];
    }),
  };
}

function variableOf(identity: IdentityName): string {
  return identity.toUpperCase();
}

function indented(line: string): string {
  return `  ${line}`;
}
