/** Seals made by KMS: HMAC-SHA-256 with a key that never leaves it. */

import {
  GenerateMacCommand,
  type KMSClient,
  KMSInvalidMacException,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import type { Seals } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';

const MacAlgorithm = 'HMAC_SHA_256';
const macBytes = 32;

/** GenerateMac takes a message of at most 4,096 bytes (KMS API reference). */
const textBytesMax = 4_096;

/**
 * `key`: its ARN. Who may seal and who may verify is a matter of `kms:GenerateMac` and
 * `kms:VerifyMac`. A seal that is not one is false; not being able to ask is an error.
 */
export function kmsSeals({
  client,
  key,
}: {
  readonly client: KMSClient;
  readonly key: string;
}): Seals {
  return {
    async seal(text) {
      const command = new GenerateMacCommand({ KeyId: key, Message: bytesOf(text), MacAlgorithm });
      const { Mac } = await ask({
        did: 'seal an approval',
        send: (options) => client.send(command, options),
      });
      if (Mac?.length === macBytes) return Buffer.from(Mac).toString('base64url');
      throw new Trouble('seal-unreadable', {
        message: 'Cannot seal an approval because KMS answered without a mark of 32 bytes',
        next: 'Check that the key is an HMAC_256 key.',
      });
    },
    async verify(text, seal) {
      const Mac = markIn(seal);
      if (Mac === undefined) return false;
      const Message = bytesOf(text);
      const command = new VerifyMacCommand({ KeyId: key, Message, MacAlgorithm, Mac });
      return await ask<boolean>({
        did: 'verify the seal of an approval',
        send: async (options) => (await client.send(command, options)).MacValid === true,
        answer: (error) => (error instanceof KMSInvalidMacException ? false : undefined),
      });
    },
  };
}

/** Nothing of another length or spelling was ever made by us. */
function markIn(seal: string): Uint8Array | undefined {
  const mark = Buffer.from(seal, 'base64url');
  const ours = mark.length === macBytes && mark.toString('base64url') === seal;
  return ours ? mark : undefined;
}

function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= textBytesMax) return bytes;
  throw new Trouble('seal-too-long', {
    message: `Cannot seal an approval of ${bytes.length} bytes because KMS takes ${textBytesMax}`,
    next: 'Approve with a shorter word.',
  });
}
