/** The kill switch, the seals and the secrets when Parameter Store and KMS are not well. */

import { describe, expect, it } from '@jest/globals';
import { ssmBrake } from '../../../adapters/aws/brake.ts';
import { kmsSeals } from '../../../adapters/aws/seals.ts';
import { awsSecrets } from '../../../adapters/aws/secrets.ts';
import type { Instant } from '../../../core/names.ts';
import { wordsOf } from '../../../core/trouble.ts';
import { AwsRefusal } from '../../../lab/aws/door.ts';
import { aKms, anSsm } from './clouds.ts';

const denied = new AwsRefusal('AccessDeniedException', 'not authorized to perform: x', 400);
const failing = new AwsRefusal('InternalServerError', 'oh', 500);

describe('a brake in Parameter Store', () => {
  const path = '/farwatch/contoso/brake';
  async function braked() {
    const { ssm, client } = await anSsm();
    return { ssm, brake: ssmBrake({ client, path }) };
  }

  it('asks each time, and remembers nothing', async () => {
    const { ssm, brake } = await braked();
    expect(await brake.read()).toEqual({ is: 'off' });
    ssm.put(path, '{"by":"ana","why":"a drill"}');
    expect(await brake.read()).toEqual({ is: 'on', by: 'ana', why: 'a drill' });
    expect(ssm.calls.map((call) => call.operation)).toEqual(['GetParameter', 'GetParameter']);
  });

  it('may be released twice, and pulled by one who has much to say', async () => {
    const { brake } = await braked();
    await brake.pull({ by: 'ana', why: '→'.repeat(3_000), mark: 'm1' });
    expect(await brake.read()).toMatchObject({ is: 'on', by: 'ana' });
    await brake.release();
    await brake.release();
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it.each([
    ['is denied', denied, /not authorized/],
    ['fails', failing, /InternalServerError/],
    ['is cut off', 'lose' as const, /cannot read|Cannot read/],
  ])('is unsure when Parameter Store %s', async (_what, how, why) => {
    const { ssm, brake } = await braked();
    ssm.meddle(() => how);
    expect(await brake.read()).toEqual({ is: 'unsure', why: expect.stringMatching(why) });
  });

  it('is unsure in bounded time when Parameter Store is silent', async () => {
    const { ssm, brake } = await braked();
    ssm.meddle(() => 'silent');
    const began = performance.now();
    expect(await brake.read()).toMatchObject({ is: 'unsure' });
    expect(performance.now() - began).toBeLessThan(10_500);
  });

  it.each(['', '[]', '{"by":"ana"}', '{"by":1,"why":2}'])('is unsure at %j', async (text) => {
    const { ssm, brake } = await braked();
    ssm.put(path, text);
    expect(await brake.read()).toMatchObject({ is: 'unsure' });
  });
});

describe('seals of KMS', () => {
  async function sealed() {
    const { kms, client } = await aKms();
    const key = kms.newKey();
    return { kms, client, key, seals: kmsSeals({ client, key }) };
  }

  it('are asked of that key, with HMAC_SHA_256', async () => {
    const { kms, key, seals } = await sealed();
    expect(await seals.verify('text', await seals.seal('text'))).toBe(true);
    const said = { KeyId: key, MacAlgorithm: 'HMAC_SHA_256' };
    expect(kms.calls).toMatchObject([
      { operation: 'GenerateMac', input: said },
      { operation: 'VerifyMac', input: said },
    ]);
  });

  it.each([
    ['denies', denied],
    ['fails', failing],
  ])('are neither good nor bad when KMS %s', async (_what, refusal) => {
    const { kms, seals } = await sealed();
    const seal = await seals.seal('text');
    kms.meddle(() => refusal);
    await expect(seals.verify('text', seal)).rejects.toThrow('Cannot verify the seal');
    await expect(seals.seal('text')).rejects.toThrow('Cannot seal');
  });

  it('are an error with a key that is gone', async () => {
    const { client } = await sealed();
    const seals = kmsSeals({ client, key: 'arn:aws:kms:eu-north-1:1:key/none' });
    await expect(seals.seal('text')).rejects.toMatchObject({ code: 'aws-refused' });
  });

  it('refuse a text that KMS would not take, before it is asked', async () => {
    const { kms, seals } = await sealed();
    await expect(seals.seal('→'.repeat(1_400))).rejects.toMatchObject({ code: 'seal-too-long' });
    expect(kms.calls).toEqual([]);
  });
});

describe('secrets of AWS', () => {
  const value = 'canary-value-of-the-secret';
  async function keeping() {
    const { ssm, client } = await anSsm();
    let now = 0;
    const clock = { now: () => now as Instant };
    ssm.put('/farwatch/slack/token', value, 'SecureString');
    return {
      ssm,
      secrets: awsSecrets({ client, clock, env: { TOKEN: 'from the environment' } }),
      pass(ms: number) {
        now += ms;
      },
    };
  }
  const token = 'ssm:/farwatch/slack/token';

  it('come decrypted from Parameter Store, and from the environment', async () => {
    const { secrets } = await keeping();
    expect(await secrets(token)).toBe(value);
    expect(await secrets('env:TOKEN')).toBe('from the environment');
    await expect(secrets('env:OTHER')).rejects.toMatchObject({ code: 'secret-missing' });
    await expect(secrets('TOKEN')).rejects.toMatchObject({ code: 'secret-reference-unknown' });
  });

  it('are asked for once by many, and again after five minutes', async () => {
    const { ssm, secrets, pass } = await keeping();
    await Promise.all(Array.from({ length: 20 }, () => secrets(token)));
    pass(5 * 60_000 - 1);
    await secrets(token);
    expect(ssm.calls).toHaveLength(1);
    ssm.put('/farwatch/slack/token', 'rotated', 'SecureString');
    pass(1);
    expect(await secrets(token)).toBe('rotated');
  });

  it('are used for an hour while Parameter Store fails, not longer, and not once deleted', async () => {
    const { ssm, secrets, pass } = await keeping();
    await secrets(token);
    ssm.meddle(() => failing);
    pass(59 * 60_000);
    expect(await secrets(token)).toBe(value);
    pass(60_000);
    await expect(secrets(token)).rejects.toMatchObject({ code: 'aws-failed' });
    ssm.meddle(() => 'serve');
    expect(await secrets(token)).toBe(value);
    ssm.remove('/farwatch/slack/token');
    pass(5 * 60_000);
    await expect(secrets(token)).rejects.toMatchObject({ code: 'secret-missing' });
  });

  it.each([
    ['a denial', denied],
    ['a failure', failing],
    ['an error that quotes it', new AwsRefusal('ValidationException', `Value '${value}' is bad`)],
  ])('are not told after %s', async (_what, refusal) => {
    const { ssm, secrets } = await keeping();
    ssm.meddle(() => refusal);
    const error: unknown = await secrets(token).catch((thrown: unknown) => thrown);
    expect(wordsOf(error)).toContain(token);
    expect(`${wordsOf(error)} ${JSON.stringify(error)}`).not.toContain('canary');
  });
});
