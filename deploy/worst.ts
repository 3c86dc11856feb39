/** The worst that a thief of an identity could do with each right, in one sentence. */

import { Trouble } from '../core/trouble.ts';
import { calledOf, type Scope } from './scope.ts';

type Sentence = (where: string) => string;

/** Of a namespace as of what is in it. */
const ofBusRules: Readonly<Record<string, Sentence>> = Object.fromEntries(
  ['', '/queues', '/topics'].flatMap((of): readonly [string, Sentence][] => {
    const rules = `Microsoft.ServiceBus/namespaces${of}/authorizationRules`;
    return [
      [`${rules}/read`, (where) => `learn what may be done by ${where}; no keys`],
      [
        `${rules}/write`,
        (where) =>
          `give ${where} any right, Manage included, for whoever has a key of it; no keys themselves`,
      ],
    ];
  }),
);

/** Every action that any kind asks for has a line; a kind with a new one does not get past here. */
const sentences: Readonly<Record<string, Sentence>> = {
  'Microsoft.ApiManagement/service/read': (where) =>
    `learn the regions, names and networks of ${where}; no keys`,
  'Microsoft.ApiManagement/service/write': (where) =>
    `change all of ${where}: take its regions, names and network away, or all of its gateways but one`,
  'Microsoft.ApiManagement/service/backup/action': (where) =>
    `copy all of ${where}, its keys and secrets with it, to storage of their own`,
  'Microsoft.ApiManagement/service/restore/action': (where) =>
    `replace all of ${where} by a backup of their own: lead its clients to any host, and take what they send`,
  'Microsoft.ApiManagement/service/namedValues/read': (where) =>
    `learn what ${where} says, unless it is a secret`,
  'Microsoft.ApiManagement/service/namedValues/write': (where) =>
    `set ${where}: have policies call any host, and take what they send`,
  'Microsoft.AppConfiguration/configurationStores/read': (where) =>
    `learn in which region ${where} lies, and how it may be reached; no keys, no values`,
  'Microsoft.AppConfiguration/configurationStores/keyValues/read': (where) =>
    `read every key of ${where}`,
  'Microsoft.AppConfiguration/configurationStores/keyValues/write': (where) =>
    `set any key of ${where}: have whoever reads them do something else, or call another host`,
  'Microsoft.Cdn/profiles/originGroups/origins/read': (where) =>
    `learn to which host ${where} leads, and its priority`,
  'Microsoft.Cdn/profiles/originGroups/origins/write': (where) =>
    `lead the clients of ${where} to any host, and take what they send`,
  'Microsoft.Insights/metrics/read': (where) =>
    `learn how busy ${where} is, and whatever else is counted of it; no request`,
  'Microsoft.Logic/workflows/read': (where) =>
    `read the definitions of workflows of ${where}, and what is written out in them`,
  'Microsoft.Logic/workflows/enable/action': (where) =>
    `start ${where} beside its twin, so that documents are fetched twice`,
  'Microsoft.Logic/workflows/disable/action': (where) =>
    `stop ${where}: no document is fetched until somebody notices`,
  'Microsoft.Logic/workflows/write': (where) =>
    `rewrite ${where}: send what it fetches anywhere, with its own connections`,
  'Microsoft.Logic/workflows/triggers/read': (where) =>
    `learn when the triggers of ${where} looked; no document`,
  'Microsoft.Logic/workflows/triggers/histories/read': (where) =>
    `read the history of the triggers of ${where}, and what each look brought`,
  'Microsoft.Logic/workflows/runs/read': (where) =>
    `read the history of ${where}, and what the documents of each run said`,
  'Microsoft.Network/dnsZones/CNAME/read': (where) => `learn where ${where} leads, which is public`,
  'Microsoft.Network/dnsZones/CNAME/write': (where) =>
    `lead the clients of ${where} to any host, and take what they send`,
  'Microsoft.Network/trafficManagerProfiles/read': (where) =>
    `learn the endpoints of ${where} and how they fare`,
  'Microsoft.Network/trafficManagerProfiles/azureEndpoints/write': (where) =>
    `lead the clients of ${where} to another resource of Azure, or to nothing`,
  'Microsoft.Network/trafficManagerProfiles/externalEndpoints/write': (where) =>
    `lead the clients of ${where} to any host, and take what they send`,
  'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read': (where) =>
    `learn how ${where} is paired; no keys`,
  'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/failover/action': (where) =>
    `fail ${where} over: messages are left behind and the pair has to be made anew`,
  'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/write': (where) =>
    `pair ${where} with an empty namespace of their own, and learn the names of its queues`,
  'Microsoft.Logic/integrationAccounts/agreements/read': (where) =>
    `learn with whom ${where} exchanges documents, and how they are numbered; no document`,
  'Microsoft.Logic/integrationAccounts/sessions/read': (where) =>
    `learn the control numbers of ${where}`,
  'Microsoft.Logic/integrationAccounts/sessions/write': (where) =>
    `set the control numbers of ${where}: partners refuse what bears a number that they have seen`,
  'Microsoft.ServiceBus/namespaces/read': (where) =>
    `learn in which regions ${where} is kept, and its tier; no keys`,
  'Microsoft.ServiceBus/namespaces/write': (where) =>
    `open ${where} to any network, or shut it, and change what it costs; no keys, no message`,
  'Microsoft.ServiceBus/namespaces/failover/action': (where) =>
    `have the other region lead ${where}: what is not replicated yet is lost`,
  ...ofBusRules,
  'Microsoft.ServiceBus/namespaces/queues/read': (where) =>
    `learn the queues of ${where} and how many messages lie in each; no message`,
  'Microsoft.ServiceBus/namespaces/topics/read': (where) =>
    `learn the topics of ${where}; no message`,
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/read': (where) =>
    `learn the subscriptions of ${where} and how many messages lie in each; no message`,
  'Microsoft.ServiceBus/namespaces/queues/delete': (where) =>
    `delete the queues of ${where} with every message in them`,
  'Microsoft.ServiceBus/namespaces/topics/delete': (where) =>
    `delete the topics and subscriptions of ${where} with every message in them`,
  'Microsoft.ServiceBus/namespaces/messages/send/action': (where) =>
    `put messages into ${where}, which nobody but farwatch reads`,
  'Microsoft.ServiceBus/namespaces/messages/receive/action': (where) =>
    `take messages out of ${where}, so that probes fail`,
  'Microsoft.Storage/storageAccounts/read': (where) =>
    `learn in which regions ${where} is kept, and how it may be reached; no keys`,
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read': (where) =>
    `take the backups in ${where}, with all keys and secrets that they hold`,
  'Microsoft.Storage/storageAccounts/failover/action': (where) =>
    `fail ${where} over: what is not replicated yet is lost, and one region is left`,
  'Microsoft.Web/sites/workflows/read': (where) =>
    `read the definitions of the workflows of ${where}, and what is written out in them`,
  'Microsoft.Web/sites/config/list/action': (where) =>
    `read every application setting and connection string of ${where}, and with them whatever they open; its publishing credentials too`,
  'Microsoft.Web/sites/config/write': (where) =>
    `change every setting of ${where}: have it run other code under its own identity, or not at all`,
  'Microsoft.Web/sites/hostruntime/webhooks/api/workflows/runs/read': (where) =>
    `read the history of the workflows of ${where}, and what the documents of each run said`,
  'Microsoft.Web/sites/read': (where) =>
    `learn the hosts, the state and the networks of ${where}; no app settings`,
  'Microsoft.Web/sites/restart/action': (where) =>
    `restart ${where} again and again, so that it never gets to work`,
  'Microsoft.DataFactory/factories/read': (where) =>
    `learn the settings of ${where}; no keys, no data`,
  'Microsoft.DataFactory/factories/pipelines/read': (where) =>
    `read the definition of ${where}, and what is written out in it`,
  'Microsoft.DataFactory/factories/pipelines/createrun/action': (where) =>
    `run ${where} as often as they like, with whatever parameters`,
  'Microsoft.DataFactory/factories/querypipelineruns/action': (where) =>
    `list the runs of ${where}, and what each was started with`,
  'Microsoft.DataFactory/factories/querypipelineruns/read': (where) =>
    `list the runs of ${where}, and what each was started with`,
  'Microsoft.Web/serverfarms/read': (where) => `learn the size and tier of ${where}`,
  'Microsoft.Web/serverfarms/write': (where) =>
    `make ${where} too small for its apps, or far larger than anybody wants to pay for`,
  'route53:ListResourceRecordSets': (where) => `learn every other name in the zone of ${where}`,
  'route53:ChangeResourceRecordSets': (where) =>
    `lead the clients of ${where} to any host, and take what they send`,
  'Microsoft.Authorization/permissions/read': (where) =>
    `learn what else the identity may do to ${where}`,
  'Microsoft.Resources/subscriptions/resourceGroups/read': (where) =>
    `learn the location and the tags of ${where}`,
};

export function worstOf(action: string, scope: Scope): string {
  return worstAt(action, calledOf(scope));
}

/** `where`: for people. */
export function worstAt(action: string, where: string): string {
  const sentence = sentences[action];
  if (sentence !== undefined) return sentence(where);
  throw new Trouble('action-unweighed', {
    message: `Cannot say what a thief could do with ${action}`,
    next: 'Add a sentence for it to deploy/worst.ts before anybody is asked to grant it.',
  });
}
