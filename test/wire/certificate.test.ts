/** Logging in to Entra by a certificate: Microsoft's client signs, the lab's Entra checks what was signed. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureFor, netFor } from '../../adapters/azure/account.ts';
import { secretsOf } from '../../adapters/local/secrets.ts';
import type { Instant } from '../../core/names.ts';
import { wordsOf } from '../../core/trouble.ts';
import { type Estate, openEstate } from '../../lab/estate/estate.ts';
import { keyPair } from '../../lab/estate/key-pair.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';

const { tenant } = ordersLayout;
const dayMs = 86_400_000;
const held = keyPair('farwatch', Date.now() + dayMs);
const unknown = keyPair('farwatch', Date.now() + dayMs);
const over = keyPair('farwatch', Date.now() - dayMs);
const certificate = (pem: string) => pem.slice(0, pem.indexOf('-----BEGIN PRIVATE'));
const key = (pem: string) => pem.slice(pem.indexOf('-----BEGIN PRIVATE'));

let estate: Estate;

beforeAll(async () => {
  const identities = ordersLayout.identities.map((one) => ({ ...one, more: [held, over] }));
  const clock = { now: () => Date.now() as Instant };
  estate = await openEstate(
    createAzure({ ...ordersLayout, identities }, { clock, dice: diceOf('certificate') }),
  );
});

afterAll(() => estate.close());

const reach = () => ({ dial: estate.dialOf('operator'), ca: estate.ca });
const proof = { client: 'switch-client', certificate: 'env:PEM' };
const switching = (pem: string) =>
  azureFor({ tenant, switch: proof }, secretsOf({ PEM: pem }), reach());

describe('a certificate', () => {
  it.each([
    ['as it is written to a file', held],
    ['with its key first', `${key(held)}${certificate(held)}`],
    ['in one line, as some environments keep it', held.replaceAll('\n', '\\n')],
  ])('gets a token of Entra, %s', async (_, pem) => {
    const azure = await switching(pem);
    const { ageMs } = await azure.token(AbortSignal.timeout(10_000));
    expect(ageMs).toBeLessThan(10_000);
  });

  it('that the application does not hold gets none', async () => {
    const azure = await switching(unknown);
    const asked = azure.token(AbortSignal.timeout(10_000));
    await expect(asked).rejects.toMatchObject({ code: 'AADSTS700027', sent: 'no' });
  });

  it('that is over asks nobody, and says when it ended', async () => {
    const azure = await switching(over);
    const asked = azure.token(AbortSignal.timeout(10_000));
    const day = new Date(Date.now() - dayMs).toISOString().slice(0, 10);
    await expect(asked).rejects.toMatchObject({
      code: 'certificate-over',
      message: expect.stringContaining(day),
    });
  });

  it('that was changed where it is kept is the next one to log in by', async () => {
    const values = { PEM: unknown };
    const net = await netFor(
      { tenant, look: { ...proof, client: 'look-client' } },
      async () => values.PEM,
      reach(),
    );
    const check = () => net.identity.check(AbortSignal.timeout(10_000));
    await expect(check()).rejects.toMatchObject({ code: 'AADSTS700027' });
    values.PEM = held;
    expect(await check()).toMatchObject({ token: 'fresh' });
  });
});

describe('what is kept instead of a certificate', () => {
  const ec = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----
`;

  it.each([
    ['nothing of the sort', 'canary', 'it holds no certificate in PEM'],
    ['a certificate alone', certificate(held), 'it holds no private key in PEM'],
    ['a key alone', key(held), 'it holds no certificate in PEM'],
    [
      'the key of another',
      `${certificate(held)}${key(unknown)}`,
      'it holds the key of another certificate',
    ],
    ['a key that Entra does not take', `${certificate(held)}${ec}`, 'it holds no RSA key'],
    [
      'letters between the right lines',
      certificate(held) + key(held).replace(/\n[^-]+\n/, '\ncanary\n'),
      'it cannot be read',
    ],
  ])('is refused before anybody is asked: %s', async (_, pem, why) => {
    const error: unknown = await switching(pem).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'certificate-unusable' });
    expect(wordsOf(error)).toContain(why);
    expect(`${wordsOf(error)} ${JSON.stringify(error)}`).not.toMatch(/canary|MII/);
  });
});
