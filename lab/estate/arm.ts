/** Azure Resource Manager on the wire: who may ask, which resource provider answers, in its words. */

import { type Caller, Denied, type HttpServed, type Place } from '../world/azure.ts';
import { apiManagementOperations } from './arm-api-management.ts';
import { appOperations } from './arm-apps.ts';
import { authorizationOperations } from './arm-authorization.ts';
import { backupOperations } from './arm-backups.ts';
import { dnsOperations } from './arm-dns.ts';
import { frontDoorOperations } from './arm-front-door.ts';
import { integrationOperations } from './arm-integrations.ts';
import { logicOperations } from './arm-logic.ts';
import { metricOperations } from './arm-metrics.ts';
import { pipelineOperations } from './arm-pipelines.ts';
import { publisherOperations } from './arm-publishers.ts';
import { answerOrRefusal } from './arm-refusal.ts';
import { replicaOperations } from './arm-replicas.ts';
import { groupOperations } from './arm-resources.ts';
import { type ArmWorld, json, type Matched, match, type Operation } from './arm-route.ts';
import { serviceBusOperations } from './arm-servicebus.ts';
import { siteOperations } from './arm-sites.ts';
import { sizeOperations } from './arm-sizes.ts';
import { storageOperations } from './arm-storage.ts';
import { trafficManagerOperations } from './arm-traffic-manager.ts';
import type { Asked, Site } from './https.ts';

/** One request and what it was answered, as both went over the wire. */
export interface ArmExchange {
  readonly asked: Pick<Asked, 'host' | 'method' | 'path' | 'headers' | 'body'>;
  readonly served: HttpServed;
}

export interface ArmMeans {
  readonly world: ArmWorld;
  /** Throws `Denied(401)` for a token that is not good, no longer, or not for ARM. */
  readonly callerOf: (token: string) => Caller;
  /** Shown every exchange that ARM itself answered. */
  readonly witness?: (exchange: ArmExchange) => void;
}

const operations = [
  ...logicOperations,
  ...integrationOperations,
  ...dnsOperations,
  ...trafficManagerOperations,
  ...apiManagementOperations,
  ...frontDoorOperations,
  ...serviceBusOperations,
  ...publisherOperations,
  ...backupOperations,
  ...replicaOperations,
  ...storageOperations,
  ...siteOperations,
  ...appOperations,
  ...pipelineOperations,
  ...sizeOperations,
  ...metricOperations,
  ...groupOperations,
  ...authorizationOperations,
];
const metadataPath = '/metadata/endpoints';

export function armSite({ world, callerOf, witness = () => {} }: ArmMeans): Site {
  return {
    places: (asked) => placesOf(world, asked),
    answer(asked) {
      const served = answerOrRefusal(() => answer(world, callerOf, asked), world.layout.tenant);
      witness({ asked, served });
      return served;
    },
  };
}

/** ARM itself, the resource provider, and the region that keeps the resource. */
function placesOf(world: ArmWorld, asked: Asked): readonly Place[] {
  const found = find(asked);
  if (found === undefined) return ['arm'];
  const regions = found.operation.regions(world, found.id);
  return [`arm/${found.operation.provider}`, ...regions.map((region) => `${region}/arm`)];
}

function answer(
  { arm, layout }: ArmWorld,
  callerOf: ArmMeans['callerOf'],
  asked: Asked,
): HttpServed {
  const { pathname, searchParams: query } = urlOf(asked);
  if (pathname.toLowerCase() === metadataPath) return metadata(layout.tenant);
  const by = callerOf(bearerOf(asked));
  const found = find(asked);
  if (found === undefined) throw unknown(asked, pathname);
  const { operation, ...matched } = found;
  checkVersion(operation, query);
  const { host, headers } = asked;
  return operation.answer(arm, { ...matched, by, host, headers, query, body: bodyOf(asked) });
}

/** Some types are served in more than one version, each as its own. */
function find(asked: Asked): (Matched & { readonly operation: Operation }) | undefined {
  const { pathname, searchParams } = urlOf(asked);
  const found = operations.flatMap((operation) => {
    const matched = operation.method === asked.method && match(operation, pathname);
    return matched ? [{ ...matched, operation }] : [];
  });
  const version = searchParams.get('api-version');
  return found.find(({ operation }) => operation.apiVersion === version) ?? found[0];
}

function unknown({ method }: Asked, pathname: string): Denied {
  const known = operations.some((operation) => match(operation, pathname) !== undefined);
  return known
    ? new Denied(405, 'MethodNotAllowed', `The HTTP method '${method}' is not supported here.`)
    : new Denied(
        404,
        'InvalidResourceType',
        `The resource type could not be found in '${pathname}'.`,
      );
}

function checkVersion({ apiVersion }: Operation, query: URLSearchParams): void {
  const asked = query.get('api-version');
  if (asked === apiVersion) return;
  if (asked === null) {
    const text = 'The api-version query parameter (?api-version=) is required for all requests.';
    throw new Denied(400, 'MissingApiVersionParameter', text);
  }
  const text = `No registered resource provider found for API version '${asked}'. The supported api-versions are '${apiVersion}'.`;
  throw new Denied(400, 'NoRegisteredProviderFound', text);
}

function bearerOf({ headers }: Asked): string {
  const token = /^bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined) return token;
  const text = "Authentication failed. The 'Authorization' header is missing.";
  throw new Denied(401, 'AuthenticationFailed', text);
}

function bodyOf({ body }: Asked): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Denied(400, 'InvalidRequestContent', `The request content is not JSON: ${cause}`);
  }
}

function metadata(tenant: string): HttpServed {
  const loginEndpoint = 'https://login.microsoftonline.com/';
  const audiences = ['https://management.core.windows.net/', 'https://management.azure.com/'];
  return json(200, [
    {
      name: 'AzureCloud',
      portal: 'https://portal.azure.com',
      resourceManager: 'https://management.azure.com/',
      authentication: { loginEndpoint, audiences, tenant, identityProvider: 'AAD' },
      suffixes: { storage: 'core.windows.net' },
    },
  ]);
}

function urlOf({ host, path }: Asked): URL {
  return new URL(path, `https://${host}`);
}
