/** Derives the estate that the lab builds from the one that a watch file describes. */

import type { AzureAccount, Estate } from '../../config/estate.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { rolesOf } from '../../deploy/azure-roles.ts';
import type { GrantLayout, IdentityLayout, Layout } from './azure.ts';
import { keysOf } from './lab-logins.ts';
import { labSecrets } from './lab-secrets.ts';
import { accountsOf } from './layout-accounts.ts';
import { aliasesOf } from './layout-aliases.ts';
import { backupsOf, schedulesOf } from './layout-backups.ts';
import { chainsOf } from './layout-chains.ts';
import { publishersOf, topicsOf } from './layout-events.ts';
import { integrationsOf, workflowsBeside } from './layout-integrations.ts';
import { metersOf } from './layout-meters.ts';
import { multiRegionsOf } from './layout-multi-regions.ts';
import { gatewaysOf, namesOf, profilesOf, relaysOf } from './layout-names.ts';
import { pipelinesOf } from './layout-pipelines.ts';
import { resolversOf } from './layout-resolvers.ts';
import { busRulesOf } from './layout-rules.ts';
import { siteWorkflowsOf } from './layout-sites.ts';
import { sizesOf } from './layout-sizes.ts';
import { hostedOf, originsOf, switchesOf } from './layout-switches.ts';
import { workflowsOf } from './layout-workflows.ts';
import { read } from './specs.ts';

export { labSecrets } from './lab-secrets.ts';

/** Its secrets are those of `labSecrets`. The primary side is the active one. */
export function layoutOf(estate: Estate): Layout {
  const { azure, watches } = estate;
  const secrets = labSecrets(estate);
  const services = watches.flatMap((watch) => watch.services);
  const each = <T, K>(
    of: (service: (typeof services)[number]) => readonly T[],
    key: (one: T) => K,
  ) => distinct(services.flatMap(of), key);
  return {
    tenant: azure.tenant,
    subscription: azure.subscription,
    regions: pairOf(watches),
    vantages: [...new Set(watches.flatMap((watch) => watch.vantages))],
    gateways: each(
      (service) => gatewaysOf(service, secrets),
      (gateway) => gateway.host,
    ),
    relays: services.flatMap((service) => relaysOf(service, secrets)),
    names: each(namesOf, (name) => name.name),
    profiles: each(profilesOf, (profile) => profile.id.toLowerCase()),
    origins: each(originsOf, ({ group }) => group.toLowerCase()),
    hosted: each(hostedOf, ({ zone, name }) => `${zone}/${name}`),
    switches: each(
      (service) => switchesOf(service, secrets),
      ({ set }) => set.url,
    ),
    resolvers: resolversOf(services),
    meters: each(metersOf, ({ id, metric }) => `${id} ${metric}`.toLowerCase()),
    workflows: each(
      (service) => {
        const beside = [...workflowsBeside(service, secrets), ...siteWorkflowsOf(service, secrets)];
        const own = beside.length > 0 ? beside : workflowsOf(service, secrets);
        return [...own, ...schedulesOf(service)];
      },
      ({ id }) => id.toLowerCase(),
    ),
    aliases: each(
      (service) => aliasesOf(service, secrets),
      (alias) => alias.host,
    ),
    accounts: each(
      (service) => accountsOf(service, secrets),
      (account) => account.host,
    ),
    integrations: each(integrationsOf, ({ accounts }) => accounts.primary.toLowerCase()),
    multiRegions: each(multiRegionsOf, ({ id }) => id.toLowerCase()),
    topics: each(
      (service) => topicsOf(service, secrets),
      (topic) => topic.host,
    ),
    publishers: each(publishersOf, ({ id }) => id.toLowerCase()),
    busRules: each(busRulesOf, ({ id }) => id.toLowerCase()),
    pipelines: each(pipelinesOf, ({ factory, name }) => `${factory}/${name}`.toLowerCase()),
    sizes: each(sizesOf, ({ id }) => id.toLowerCase()),
    backups: each(backupsOf, ({ services }) => services.primary.toLowerCase()),
    chains: watches.flatMap((watch) => chainsOf(watch, secrets)),
    references: [...new Set(watches.flatMap(referencesOf))],
    zones: [...new Set(watches.flatMap(zonesOf))],
    identities: identitiesOf(azure, secrets),
    grants: grantsOf(estate),
  };
}

/** The lab has two regions, and one of them is everybody's primary. */
function pairOf([first, ...others]: readonly Watch[]): Layout['regions'] {
  if (first === undefined) {
    throw new Trouble('lab-without-watch', {
      message: 'Cannot build the lab because the estate has no watch',
      next: 'Add a watch to farwatch.yaml.',
    });
  }
  const { primary, secondary } = first.regions;
  const odd = others.find(
    (w) => w.regions.primary !== primary || w.regions.secondary !== secondary,
  );
  if (odd === undefined) return first.regions;
  throw new Trouble('lab-one-pair-of-regions', {
    message: `Cannot build the lab because ${odd.name} moves from ${odd.regions.primary} to ${odd.regions.secondary}, and ${first.name} from ${primary} to ${secondary}`,
    next: 'Rehearse the watches of one pair of regions at a time.',
  });
}

function referencesOf({ controls }: Watch): readonly string[] {
  return controls
    .flatMap(({ spec }) => read.reference(spec))
    .map(({ url }) => new URL(url).hostname);
}

function zonesOf({ controls }: Watch): readonly string[] {
  return controls.flatMap(({ spec }) => read.dns(spec)).map(({ name }) => name.toLowerCase());
}

function identitiesOf(
  azure: AzureAccount,
  secrets: Readonly<Record<string, string>>,
): readonly IdentityLayout[] {
  const identity = (name: 'look' | 'switch', mayWrite: boolean) => {
    const [secret = '', ...more] = keysOf(azure, name).map((reference) => secrets[reference] ?? '');
    return { name, client: azure[name].client, secret, more, mayWrite };
  };
  return [identity('look', false), identity('switch', true)];
}

/** The roles that `farwatch azure setup` makes for the file, each given where it says. */
export function grantsOf(estate: Estate): readonly GrantLayout[] {
  return rolesOf(estate).map(({ identity, scope, actions, dataActions }) => {
    const data = dataActions.length === 0 ? {} : { dataActions };
    return { identity, scope: scope.id, actions, ...data };
  });
}

/** Services of several watches may share a thing; the lab builds it once. */
function distinct<T, K>(all: readonly T[], key: (one: T) => K): readonly T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}
