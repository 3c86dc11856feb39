/** As whom a command asks and changes Azure from this machine: by the keys that the file gives a laptop. */

import type { Account, Proof } from '../adapters/azure/account.ts';
import type { AzureAccount, Key } from '../config/estate.ts';
import { Trouble } from '../core/trouble.ts';

type IdentityName = 'look' | 'switch';

/** Throws `laptop-unknown` where the file gives a laptop nothing to log in by. */
export function lookingFrom(azure: AzureAccount): Pick<Account, 'tenant' | 'look'> {
  return { tenant: azure.tenant, look: proofOf(azure, 'look') };
}

/** The same for the identity that may change Azure. */
export function switchingFrom(azure: AzureAccount): Pick<Account, 'tenant' | 'switch'> {
  return { tenant: azure.tenant, switch: proofOf(azure, 'switch') };
}

/** Where the key of each is kept. Throws as above. */
export function keysOf(azure: AzureAccount, names: readonly IdentityName[]): readonly string[] {
  return names.flatMap((name) => Object.values(keyOf(azure, name)));
}

function proofOf(azure: AzureAccount, name: IdentityName): Proof {
  return { client: azure[name].client, ...keyOf(azure, name) };
}

function keyOf(azure: AzureAccount, name: IdentityName): Key {
  const { laptop } = azure[name];
  if (laptop !== undefined) return laptop;
  throw new Trouble('laptop-unknown', {
    message: `Cannot log in as ${name} from this machine: AWS vouches for roles of deployed functions only`,
    next: `Add laptop: { secret: env:NAME } or { certificate: env:NAME } to azure.${name} in the file.`,
  });
}
