/** The schedule by which API Management is backed up, and what lets instances reach their backups. */

import { apimBackupAge } from '../checks/apim-backup-age.ts';
import { apimTwins } from '../checks/apim-twins.ts';
import type { Estate } from '../config/estate.ts';
import { containerId } from '../core/apim-backups.ts';
import type { Side } from '../core/names.ts';
import type { Service } from '../core/watch.ts';
import { backupFiles, rightFile, workflowFile } from './apim-backup-files.ts';
import type { BicepFile } from './bicep.ts';
import { rolePrefix } from './names.ts';
import { scopeOf } from './scope.ts';
import { type Chapter, command, quoted } from './shell.ts';

interface Backed {
  readonly ages: ReturnType<typeof agesIn>[number];
  /** Those that reach into the container, and by which of their identities. */
  readonly instances: readonly string[];
  readonly identity: string;
  /** Where the workflow runs: where the estate would go. */
  readonly location: string;
}

/** What Azure's documents ask for; the account's keys are no business of theirs. */
const reaching = 'Storage Blob Data Contributor';

export function backupChapters(estate: Estate): readonly Chapter[] {
  return backedIn(estate).flatMap((one) => [reached(one), ...scheduled(one, estate)]);
}

export function backupTemplates(estate: Estate): readonly BicepFile[] {
  return backedIn(estate).some(({ ages }) => ages.schedule) ? backupFiles : [];
}

/** The roles that the schedules are given, which no right of ours stands for. */
export function backupRoles(estate: Estate): readonly string[] {
  return backedIn(estate).flatMap(({ ages }) =>
    ages.schedule === undefined ? [] : [roleOf(estate, ages.service)],
  );
}

export interface BackupRemoval {
  readonly lines: readonly string[];
  /** Each must answer nothing when all is gone. */
  readonly asked: readonly string[];
}

/** Workflows and their roles are found by what all of ours are; this is what Azure calls its own. */
export function backupRemoval(estate: Estate): BackupRemoval {
  const given = backedIn(estate).flatMap(({ ages, ...one }) =>
    one.instances.map((instance) => ({
      who: principalOf(instance, one.identity),
      what: `--role ${quoted(reaching)} --scope ${containerId(ages)}`,
    })),
  );
  return {
    lines: given.map(({ who, what }) => `az role assignment delete --assignee "$(${who})" ${what}`),
    asked: given.map(
      ({ who, what }) =>
        `az role assignment list --assignee "$(${who})" ${what} --query '[].id' --output tsv`,
    ),
  };
}

/**
 * A restore brings the policies of the other instance along: what an answer says of who gave it must be
 * told by the instance itself. A policy expression; undefined where nothing is ever restored.
 */
export function tellingSides(
  { checks = [] }: Service,
  { primary, secondary }: Readonly<Record<Side, string>>,
): string | undefined {
  const [twins] = checks.flatMap(twinsIn);
  if (twins === undefined) return undefined;
  const name = scopeOf(twins.services[0]).resource?.names[0]?.toLowerCase();
  return `@(context.Deployment.ServiceName.ToLower() == "${name}" ? "${primary}" : "${secondary}")`;
}

function backedIn({ watches }: Estate): readonly Backed[] {
  const all = watches.flatMap(({ regions, services }) =>
    services.flatMap(({ checks = [] }): readonly Backed[] => {
      const [ages] = checks.flatMap(agesIn);
      const [twins] = checks.flatMap(twinsIn);
      if (ages === undefined || twins === undefined) return [];
      const { services: both, needed, identity } = twins;
      const instances = needed ? both : [ages.service];
      return [{ ages, instances, identity, location: String(regions.secondary) }];
    }),
  );
  return [...new Map(all.map((one) => [one.ages.service.toLowerCase(), one])).values()];
}

function agesIn({ kind, settings }: { readonly kind: string; readonly settings: unknown }) {
  const read = kind === 'apim-backup-age' ? apimBackupAge.settings.safeParse(settings) : undefined;
  return read?.success ? [read.data] : [];
}

function twinsIn({ kind, settings }: { readonly kind: string; readonly settings: unknown }) {
  const read = kind === 'apim-twins' ? apimTwins.settings.safeParse(settings) : undefined;
  return read?.success ? [read.data] : [];
}

function reached({ ages, instances, identity }: Backed): Chapter {
  const { subscription, group, resource } = scopeOf(ages.storage);
  const where = `--subscription ${subscription} --resource-group ${quoted(group)} --storage-account ${resource?.names[0]} --name ${ages.container}`;
  return {
    title: `The container ${ages.container} of ${resource?.names[0]}, and the instances that write and read backups in it.`,
    lines: [
      command(
        `az storage container-rm show ${where} --output none 2> /dev/null ||`,
        `  az storage container-rm create ${where} --public-access off --output none`,
      ),
      ...instances.map((instance) =>
        command(
          `az role assignment create --assignee-object-id "$(${principalOf(instance, identity)})" --assignee-principal-type ServicePrincipal`,
          `--role ${quoted(reaching)} --scope ${containerId(ages)} --output none`,
        ),
      ),
    ],
  };
}

/** Asks an instance for one of its identities, as Entra knows it. */
function principalOf(instance: string, identity: string): string {
  const query =
    identity === 'system'
      ? 'identity.principalId'
      : `identity.userAssignedIdentities.* | [?clientId=='${identity}'].principalId | [0]`;
  return `az resource show --ids ${instance} --query ${quoted(query)} --output tsv`;
}

function scheduled({ ages, identity, location }: Backed, estate: Estate): readonly Chapter[] {
  const { schedule, service, storage, container, namedValue, apiVersion } = ages;
  if (schedule === undefined) return [];
  const at = scopeOf(schedule.workflow);
  const of = scopeOf(service);
  const name = at.resource?.names[0] ?? '';
  const instance = of.resource?.names[0] ?? '';
  const [hour, minute] = schedule.at.split(':').map(Number);
  const place = (scope: typeof at) =>
    `--subscription ${scope.subscription} --resource-group ${quoted(scope.group)}`;
  return [
    {
      title: `The workflow ${name}, which backs ${instance} up every day at ${schedule.at} UTC, and the role that lets it.`,
      lines: [
        command(
          `BACKS_UP=$(az deployment group create ${place(at)} --name ${name.slice(0, 64)}`,
          `--template-file ${workflowFile}`,
          `--parameters name=${quoted(name)} location=${location} madeFor=${estate.name}`,
          `service=${service} namedValue=${namedValue} apiVersion=${apiVersion} hour=${hour} minute=${minute}`,
          `storage=${scopeOf(storage).resource?.names[0]} container=${container} identity=${identity}`,
          '--query properties.outputs.principal.value --output tsv)',
        ),
        command(
          `az deployment group create ${place(of)} --name ${`${name}-right`.slice(0, 64)} --output none`,
          `--template-file ${rightFile}`,
          `--parameters instance=${instance} principal="$BACKS_UP" role=${quoted(roleOf(estate, service))}`,
        ),
      ],
    },
  ];
}

function roleOf(estate: Estate, service: string): string {
  const { group, resource } = scopeOf(service);
  return `${rolePrefix(estate)}schedule/apim-backup/${group}/${resource?.names[0]}`;
}
