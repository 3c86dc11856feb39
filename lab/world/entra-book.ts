/** Entra's app registrations: who is behind a client id and its secret. */

import { type Caller, Denied, type IdentityLayout } from './azure.ts';

export function identifyBy(
  identities: readonly IdentityLayout[],
): (client: string, secret: string) => Caller {
  return (client, secret) => {
    const identity = identities.find((i) => i.client === client);
    if (identity === undefined) {
      const text = `AADSTS700016: Application with identifier '${client}' was not found in the directory.`;
      throw new Denied(400, 'AADSTS700016', text);
    }
    if ([identity.secret, ...(identity.more ?? [])].includes(secret)) return identity.name;
    const text = `AADSTS7000215: Invalid client secret provided for app '${client}'.`;
    throw new Denied(401, 'AADSTS7000215', text);
  };
}
