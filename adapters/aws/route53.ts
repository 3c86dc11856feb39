/** The client of Route 53, bounded: one endpoint for the whole world, and each call tried once. */

import { Route53Client } from '@aws-sdk/client-route-53';
import { agentOf, type Dial } from '../local/dial.ts';
import { trustOf } from '../local/trust.ts';
import { bounded } from './bounds.ts';

export interface Route53Means {
  /** Absent, its own address, or what `AWS_ENDPOINT_URL_ROUTE_53` says. */
  readonly dial?: Dial;
  /** PEM of the authority that vouches for where it leads. */
  readonly ca?: string;
  /** By default whatever this machine or function goes by. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Where its changes are made and signed for, wherever we stand. */
const region = 'us-east-1';

/**
 * A second try of a change whose answer was lost would find the record changed, and call our own doing
 * somebody else's: whoever calls looks first, and comes back by itself.
 */
export function route53At({ dial, ca, credentials }: Route53Means = {}): Route53Client {
  const { requestHandler, ...rest } = bounded({ region });
  const led = dial && { httpsAgent: agentOf({ dial, secureContext: trustOf(ca) }) };
  return new Route53Client({
    ...rest,
    maxAttempts: 1,
    requestHandler: { ...requestHandler, ...led },
    ...(credentials && { credentials }),
  });
}
