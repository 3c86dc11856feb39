/** All that a probe may lean on, put together from the adapters. */

import type { TokenCredential } from '@azure/identity';
import type { AzureReader } from '../../core/azure.ts';
import type { Names, Net } from '../../core/net.ts';
import type { Dial } from '../local/dial.ts';
import type { Secrets } from '../local/secrets.ts';
import { busOf } from './bus.ts';
import { httpOf } from './http.ts';
import { identityOf } from './identity.ts';
import { namesOf } from './names.ts';

export interface NetParts {
  readonly tenant: string;
  /** Absent: Entra is asked for its metadata only, and Service Bus takes SAS keys only. */
  readonly credential?: TokenCredential;
  /** Makes a credential that remembers nothing, for asking Entra whether it gives tokens now. */
  readonly login?: () => TokenCredential;
  readonly secrets: Secrets;
  readonly azureReader: AzureReader;
  readonly authorityHost?: string;
  readonly names?: Names;
  readonly dial?: Dial;
  /** PEM of an authority to trust besides those that Node trusts; AMQP trusts only the latter. */
  readonly ca?: string;
}

export function netOf(parts: NetParts): Net {
  const { tenant, credential, login, secrets, azureReader, authorityHost, dial, ca } = parts;
  const dialling = dial === undefined ? {} : { dial };
  const http = httpOf({ ...dialling, ...(ca === undefined ? {} : { ca }) });
  return {
    http,
    names: parts.names ?? namesOf(dialling),
    bus: busOf({ secrets, ...dialling, ...(credential === undefined ? {} : { credential }) }),
    identity: identityOf({
      http,
      tenant,
      ...(authorityHost === undefined ? {} : { authorityHost }),
      ...(login === undefined ? {} : { login }),
    }),
    azure: azureReader,
    secret: secrets,
  };
}
