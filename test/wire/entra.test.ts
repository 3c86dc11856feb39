/** Entra on the wire, asked by Microsoft's own credentials. */

import { ClientAssertionCredential } from '@azure/identity';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { credentialOf } from '../../adapters/azure/identity.ts';
import { agentOf } from '../../adapters/local/dial.ts';
import { trustOf } from '../../adapters/local/trust.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { openSmallEstate, type SmallEstate } from './small-estate.ts';

const scope = 'https://management.azure.com/.default';
const { tenant } = ordersLayout;

let small: SmallEstate;

beforeEach(async () => {
  small = await openSmallEstate({
    federated: (client, assertion) =>
      client === 'switch-client' && assertion === 'vouched-for-by-aws' ? 'switch' : undefined,
  });
});

afterEach(async () => {
  await small.estate.close();
});

function means() {
  return { dial: small.estate.dialOf('operator'), ca: small.estate.ca };
}

function withSecret(client: string, secret: string) {
  return credentialOf({ tenant, client, secret }, means());
}

function withAssertion(assertion: string) {
  const { dial, ca } = means();
  const agent = agentOf({ dial, secureContext: trustOf(ca) });
  return new ClientAssertionCredential(tenant, 'switch-client', async () => assertion, {
    authorityHost: 'https://login.microsoftonline.com',
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [
      {
        position: 'perCall',
        policy: {
          name: 'dialled',
          sendRequest(request, next) {
            request.agent = agent;
            return next(request);
          },
        },
      },
    ],
  });
}

describe('a token', () => {
  it('is given for the right secret, and lives about an hour', async () => {
    const token = await withSecret('look-client', 'look-secret').getToken(scope);
    expect(token?.token.split('.')).toHaveLength(3);
    expect((token?.expiresOnTimestamp ?? 0) - Date.now()).toBeGreaterThan(3_000_000);
  });

  it('is given for a federated assertion that somebody vouches for', async () => {
    const token = await withAssertion('vouched-for-by-aws').getToken(scope);
    expect(token.token.split('.')).toHaveLength(3);
  });

  it('is not given for an assertion that nobody vouches for', async () => {
    await expect(withAssertion('forged').getToken(scope)).rejects.toThrow('AADSTS70021');
  });

  it.each([
    ['a wrong secret', 'look-client', 'wrong', 'AADSTS7000215'],
    ['an application that nobody registered', 'nobody', 'wrong', 'AADSTS700016'],
  ])('is not given for %s', async (_what, client, secret, code) => {
    await expect(withSecret(client, secret).getToken(scope)).rejects.toMatchObject({ code });
  });

  it('is not given for a resource that the tenant does not know', async () => {
    const credential = withSecret('look-client', 'look-secret');
    const asked = credential.getToken('https://graph.example/.default');
    await expect(asked).rejects.toMatchObject({ code: 'AADSTS1002012' });
  });

  it('is not given by a tenant that does not exist', async () => {
    const login = { tenant: 'elsewhere', client: 'look-client', secret: 'look-secret' };
    await expect(credentialOf(login, means()).getToken(scope)).rejects.toThrow();
  });
});
