/** All that steps read and change, by the identity that may: Azure, Route 53, addresses of the estate's own. */

import type { AzureSelf } from '../core/azure.ts';
import type { World } from '../core/world.ts';
import { addressesOf } from './addresses.ts';
import { hostedZonesOf } from './aws/hosted-zone.ts';
import { type Route53Means, route53At } from './aws/route53.ts';
import { type Account, azureFor, type Reach } from './azure/account.ts';
import { httpOf } from './azure/http.ts';
import type { Secrets } from './local/secrets.ts';

/** `aws`: as whom Route 53 is asked, where it is not whatever this machine goes by. */
export type WorldReach = Reach & { readonly aws?: Route53Means['credentials'] };

/** One exchange with an address of the estate's own. */
const httpMsMax = 10_000;

/** Rejects when a secret by which it logs in is missing. */
export async function worldFor(
  account: Pick<Account, 'tenant' | 'switch'>,
  secrets: Secrets,
  { aws, ...reach }: WorldReach = {},
): Promise<World & AzureSelf> {
  const { nameServers: _nameServers, ...way } = reach;
  return {
    ...(await azureFor(account, secrets, reach)),
    ...hostedZonesOf(route53At({ ...way, ...(aws && { credentials: aws }) })),
    ...addressesOf({ http: httpOf(way), secrets, timeoutMs: httpMsMax }),
  };
}
