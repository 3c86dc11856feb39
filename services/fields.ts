/**
 * The small shapes that the settings of every service are made of.
 *
 * A message may end with ` -> what to do`: the loader of `farwatch.yaml` prints that as the way
 * out. No message repeats what was written, because it may be a secret.
 */

import * as z from 'zod';
import { secretReference } from '../core/secret.ts';

const guid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const groupId = `/subscriptions/${guid}/resource[Gg]roups/[^/]+`;

/** The value itself lives in the environment or in Parameter Store. */
export const secretRef = z
  .string()
  .regex(
    secretReference,
    'must refer to a secret, not be one -> Write env:NAME or ssm:/path and keep the value there.',
  );

export const host = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/,
    'must be a bare host name in lower case -> Write only the host: no https://, no path, no port.',
  );

/** Where on a host, without a query: a query is where keys and signatures hide. */
export const path = z
  .string()
  .regex(
    /^\/[^\s?#]*$/,
    'must be a path -> Begin with / and leave the query out; keys go into a header.',
  );

export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, 'must be the name of an HTTP header -> For instance X-Served-By.');

export const resourceGroup = z
  .string()
  .regex(
    new RegExp(`^${groupId}$`),
    'must be the id of a resource group -> Copy it from `az group show`.',
  );

export const cnameRecord = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Nn]etwork/dns[Zz]ones/[^/]+/CNAME/[^/]+$`),
    'must be the id of a CNAME record set -> Copy its id, as `az network dns record-set` shows it.',
  );

export const hostedZone = z
  .string()
  .regex(
    /^Z[A-Z0-9]{1,31}$/,
    'must be the id of a hosted zone -> Copy it from `aws route53 list-hosted-zones`, without /hostedzone/.',
  )
  .describe('The id of the hosted zone, in the AWS account that farwatch runs in.');

export const ttlSeconds = z
  .int()
  .min(1)
  .max(86_400)
  .describe('Its time to live: clients may follow a switch this much later.');

export const namespaceId = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Ss]ervice[Bb]us/namespaces/[^/]+$`),
    'must be the id of a Service Bus namespace -> Copy it from `az servicebus namespace show`.',
  );

export const busRuleId = z
  .string()
  .regex(
    new RegExp(
      `^${groupId}/providers/[Mm]icrosoft\\.[Ss]ervice[Bb]us/namespaces/[^/]+(?:/(?:queues|topics)/[^/]+)?/[Aa]uthorization[Rr]ules/[^/]+$`,
    ),
    'must be the id of a SAS rule of a namespace, a queue or a topic -> Copy it from `az servicebus queue authorization-rule show`.',
  );

export const accountId = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Ss]torage/storage[Aa]ccounts/[^/]+$`),
    'must be the id of a storage account -> Copy it from `az storage account show`.',
  );

export const trafficManagerProfile = z
  .string()
  .regex(
    new RegExp(
      `^${groupId}/providers/[Mm]icrosoft\\.[Nn]etwork/traffic[Mm]anager[Pp]rofiles/[^/]+$`,
    ),
    'must be the id of a Traffic Manager profile -> Copy it from `az network traffic-manager profile show`.',
  );

export const apimServiceId = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Aa]pi[Mm]anagement/service/[^/]+$`),
    'must be the id of an API Management service -> Copy it from `az apim show`.',
  );

export const namedValueId = z
  .string()
  .regex(
    new RegExp(
      `^${groupId}/providers/[Mm]icrosoft\\.[Aa]pi[Mm]anagement/service/[^/]+/named[Vv]alues/[^/]+$`,
    ),
    'must be the id of a named value of API Management -> Copy it from `az resource show`.',
  );

export const configurationStoreId = z
  .string()
  .regex(
    new RegExp(
      `^${groupId}/providers/[Mm]icrosoft\\.[Aa]pp[Cc]onfiguration/configuration[Ss]tores/[^/]+$`,
    ),
    'must be the id of an App Configuration store -> Copy it from `az appconfig show`.',
  );

export const apiVersion = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(-preview)?$/, 'must be an api-version -> For instance 2024-05-01.');

export const scalableId = z
  .string()
  .regex(
    new RegExp(
      `^${groupId}/providers/(?:[Mm]icrosoft\\.[Aa]pi[Mm]anagement/service|[Mm]icrosoft\\.[Ss]ervice[Bb]us/namespaces|[Mm]icrosoft\\.[Ww]eb/server[Ff]arms)/[^/]+$`,
    ),
    'must be the id of an API Management service, a Service Bus namespace or an App Service plan -> Copy it from `az resource show`.',
  );

export const factoryId = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Dd]ata[Ff]actory/factories/[^/]+$`),
    'must be the id of a Data Factory -> Copy it from `az datafactory show`.',
  );

export const siteId = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Ww]eb/sites/[^/]+$`),
    'must be the id of an app of App Service -> Copy it from `az webapp show`, or `az logicapp show`.',
  );

export const originGroup = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Cc]dn/profiles/[^/]+/origin[Gg]roups/[^/]+$`),
    'must be the id of an origin group of Front Door -> Copy it from `az afd origin-group show`.',
  );

export const regionName = z
  .string()
  .regex(/^[a-z][a-z0-9]+$/, 'must be a region as Azure names it -> For instance westeurope.');

export const integrationAccountId = z
  .string()
  .regex(
    new RegExp(`^${groupId}/providers/[Mm]icrosoft\\.[Ll]ogic/integration[Aa]ccounts/[^/]+$`),
    'must be the id of an integration account -> Copy it from `az logic integration-account show`.',
  );

export const workflowName = z
  .string()
  .regex(/^[\w().-]{1,80}$/, 'must be the name of a workflow -> Write its name, not its id.');

/** Each is a folder of its app. */
export const siteWorkflowName = z
  .string()
  .regex(/^[\w-]{1,80}$/, 'must be the name of a workflow -> Write the name of its folder.');

/** The last part of an ARM id: what people call the thing. */
export function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
