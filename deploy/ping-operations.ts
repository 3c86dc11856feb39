/** The cheap operation by which a gateway proves that it serves, and the one key that may call it. */

import type { Estate } from '../config/estate.ts';
import { type Side, sides } from '../core/names.ts';
import type { Service } from '../core/watch.ts';
import { apimGateway } from '../probes/apim-gateway.ts';
import { http } from '../probes/http.ts';
import { tellingSides } from './apim-backups.ts';
import type { BicepFile } from './bicep.ts';
import { type Chapter, command, kept, quoted } from './shell.ts';

interface PingOperation {
  readonly service: string;
  readonly subscription: string;
  /** `contoso-orders-we`: the instance, as Azure names it. */
  readonly gateway: string;
  /** `farwatch` and `/ping` of `/farwatch/ping`. */
  readonly api: string;
  readonly operation: string;
  /** The header that carries the key. */
  readonly header: string;
  /** Where the file expects the key. */
  readonly key: string;
  /** The header by which an answer says which side gave it, if the operation is asked for that. */
  readonly answer: { readonly header: string; readonly value: string } | undefined;
}

const template = 'ping-operation.bicep';
const apiVersion = '2022-08-01';

/** A gateway under a host name of yours does not say which instance it is. */
const regional = /^([a-z0-9-]+)\.azure-api\.net$/;

export function pingChapters(estate: Estate, home: string | undefined): readonly Chapter[] {
  const services = Map.groupBy(pingOperationsOf(estate), ({ service, key }) => `${service} ${key}`);
  return [...services.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const name = nameOf(estate);
    const listed = `az rest --method post --url "https://management.azure.com/subscriptions/${first.subscription}/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/${first.gateway}/subscriptions/${name}/listSecrets?api-version=${apiVersion}" --query primaryKey --output tsv`;
    return [
      {
        title: `The key of ${first.service}, the same on both sides: the one there is, else a new one.`,
        lines: [
          groupLine(first),
          `KEY=$(${listed} 2>/dev/null || openssl rand -hex 24)`,
          ...kept(`printf '%s' "$KEY"`, first.key, home, listed),
        ],
      },
      ...all.map((one) => chapterOf(one, name)),
    ];
  });
}

export function pingFiles(estate: Estate): readonly BicepFile[] {
  return pingOperationsOf(estate).length === 0 ? [] : [{ name: template, text }];
}

/** What takes them away again, and what must then find nothing. */
export function pingRemoval(estate: Estate): {
  readonly lines: readonly string[];
  /** What is to be known first, then the questions. */
  readonly asked: readonly { readonly first: string; readonly questions: readonly string[] }[];
} {
  const name = nameOf(estate);
  const all = pingOperationsOf(estate);
  const at = ({ subscription, gateway }: PingOperation, what: string) =>
    `https://management.azure.com/subscriptions/${subscription}/resourceGroups/$GROUP/providers/Microsoft.ApiManagement/service/${gateway}/${what}`;
  const gone = (one: PingOperation, what: string, more = '') =>
    `az rest --method delete --headers 'If-Match=*' --url "${at(one, what)}/${name}?api-version=${apiVersion}${more}" || true  # gone already`;
  const found = (one: PingOperation, what: string) =>
    `test -z "$GROUP" || az rest --method get --url "${at(one, what)}?api-version=${apiVersion}&\\$filter=name%20eq%20'${name}'" --query 'value[].id' --output tsv`;
  return {
    lines: all.flatMap((one) => [
      groupLine(one),
      gone(one, 'subscriptions'),
      gone(one, 'apis', '&deleteRevisions=true'),
    ]),
    asked: all.map((one) => ({
      first: groupLine(one),
      questions: [found(one, 'subscriptions'), found(one, 'apis')],
    })),
  };
}

export function pingOperationsOf(estate: Estate): readonly PingOperation[] {
  const { subscription } = estate.azure;
  const all = estate.watches.flatMap(({ services }) =>
    services.flatMap((service) => sides.flatMap((side) => pingOf(service, side, subscription))),
  );
  return [...new Map(all.map((one) => [one.gateway, one])).values()];
}

function pingOf(service: Service, side: Side, subscription: string): readonly PingOperation[] {
  const probes = [...service.probes[side].active, ...service.probes[side].passive];
  return probes.flatMap(({ kind, settings }): readonly PingOperation[] => {
    const read = kind === 'apim-gateway' ? apimGateway.settings.safeParse(settings) : undefined;
    if (!read?.success || read.data.operation === undefined) return [];
    const { host, operation } = read.data;
    const [, gateway] = regional.exec(host) ?? [];
    if (gateway === undefined) return [];
    const cut = operation.path.lastIndexOf('/');
    return [
      {
        ...{ service: service.name, subscription, gateway },
        api: operation.path.slice(1, Math.max(1, cut)),
        operation: operation.path.slice(cut),
        ...{ header: operation.header, key: operation.key },
        answer: answerOf(service, side, operation.path),
      },
    ];
  });
}

function answerOf(service: Service, side: Side, path: string): PingOperation['answer'] {
  for (const { kind, settings } of service.pointers) {
    const read = kind === 'http' ? http.settings.safeParse(settings) : undefined;
    const { url, signature } = read?.success ? read.data : {};
    if (url === undefined || signature === undefined || new URL(url).pathname !== path) continue;
    return { header: signature.header, value: tellingSides(service, signature) ?? signature[side] };
  }
  return undefined;
}

function chapterOf(one: PingOperation, name: string): Chapter {
  const { gateway, subscription, api, operation, header, answer } = one;
  return {
    title: `A cheap operation at ${gateway}. It fails where another API has the path ${api}: name a free one in the file.`,
    lines: [
      groupLine(one),
      `test -n "$GROUP" || echo "There is no ${gateway} in ${subscription}: make GET /${api}${operation} there by hand." >&2`,
      command(
        `test -z "$GROUP" || az deployment group create --subscription ${subscription} --resource-group "$GROUP" --name farwatch-ping --output none`,
        `--template-file ${template}`,
        `--parameters gateway=${quoted(gateway)} name=${quoted(name)} apiPath=${quoted(api)} operationPath=${quoted(operation)}`,
        `--parameters keyHeader=${quoted(header)} key="$KEY" answerHeader=${quoted(answer?.header ?? 'X-Served-By')} answerValue=${quoted(answer?.value ?? gateway)}`,
      ),
    ],
  };
}

function groupLine({ subscription, gateway }: PingOperation): string {
  return `GROUP=$(az resource list --subscription ${subscription} --resource-type Microsoft.ApiManagement/service --name ${quoted(gateway)} --query '[0].resourceGroup' --output tsv)`;
}

function nameOf({ name }: Estate): string {
  return `farwatch-${name}`;
}

/** The policy answers itself: no backend is asked, and nobody is billed for a ping but the gateway. */
const text = `// One operation that answers by itself, and a subscription whose key may call it and nothing else.
targetScope = 'resourceGroup'

param gateway string
param name string
param apiPath string
param operationPath string
param keyHeader string

@description('By this an answer says which side gave it: the proof that a move has landed.')
param answerHeader string
param answerValue string

@description('The same on both sides, as the public name leads to either.')
@secure()
param key string

resource apim 'Microsoft.ApiManagement/service@${apiVersion}' existing = {
  name: gateway
}

resource api 'Microsoft.ApiManagement/service/apis@${apiVersion}' = {
  parent: apim
  name: name
  properties: {
    displayName: name
    path: apiPath
    protocols: ['https']
    subscriptionRequired: true
    subscriptionKeyParameterNames: {
      header: keyHeader
      query: 'subscription-key'
    }
  }
}

resource ping 'Microsoft.ApiManagement/service/apis/operations@${apiVersion}' = {
  parent: api
  name: 'ping'
  properties: {
    displayName: 'ping'
    method: 'GET'
    urlTemplate: operationPath
  }
}

resource answer 'Microsoft.ApiManagement/service/apis/operations/policies@${apiVersion}' = {
  parent: ping
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: '<policies><inbound><base /><return-response><set-status code="200" reason="OK" /><set-header name="\${answerHeader}" exists-action="override"><value>\${answerValue}</value></set-header></return-response></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>'
  }
}

resource subscription 'Microsoft.ApiManagement/service/subscriptions@${apiVersion}' = {
  parent: apim
  name: name
  properties: {
    displayName: name
    scope: api.id
    state: 'active'
    allowTracing: false
    primaryKey: key
  }
}
`;
