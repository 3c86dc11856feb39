/** How the two identities of a file log in to the lab's Entra, whatever they would do at the real one. */

import type { Account, Proof } from '../../adapters/azure/account.ts';
import type { AzureAccount } from '../../config/estate.ts';

type IdentityName = 'look' | 'switch';

/** In a lab everybody is at a laptop; an identity that is used from none is given a secret. */
export function labAccount(azure: AzureAccount): Account {
  const proof = (name: IdentityName): Proof => {
    const { client, laptop } = azure[name];
    return { client, ...(laptop ?? { secret: madeUp(name) }) };
  };
  return { tenant: azure.tenant, look: proof('look'), switch: proof('switch') };
}

/** The lab's AWS checks no signatures, but its client signs nothing without a key. */
export const labAws = {
  accessKeyId: 'AKIALABSWITCH0000000',
  secretAccessKey: 'lab switch',
} as const;

/** Where all keys of an identity are kept: the one that it logs in by here first. */
export function keysOf(azure: AzureAccount, name: IdentityName): readonly string[] {
  const { laptop, deployed } = azure[name];
  const own = laptop === undefined ? [madeUp(name)] : Object.values(laptop);
  return deployed === 'federated' ? own : [...own, ...Object.values(deployed)];
}

/** Those that are kept as certificates, not as plain secrets. */
export function certificatesOf({ look, switch: mover }: AzureAccount): readonly string[] {
  return [look, mover]
    .flatMap(({ laptop, deployed }) => [laptop, deployed])
    .flatMap((key) => {
      return typeof key === 'object' && 'certificate' in key ? [key.certificate] : [];
    });
}

function madeUp(name: IdentityName): string {
  return `lab:${name}`;
}
