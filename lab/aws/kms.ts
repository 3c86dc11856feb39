/** KMS as its client knows it, as far as marks go: GenerateMac and VerifyMac. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AwsRefusal, type Call, type Door, openDoor } from './door.ts';
import { jsonWire, textOf } from './wires.ts';

export interface KmsLab extends Door {
  /** A new HMAC_256 key, under this ARN or one of its own; returns it. */
  newKey(arn?: string): string;
}

export async function openKms(): Promise<KmsLab> {
  const keys = new Map<string, Buffer>();

  function serve({ operation, input }: Call): unknown {
    const id = textOf(input, 'KeyId');
    const key = keys.get(id);
    if (key === undefined) throw new AwsRefusal('NotFoundException', `Key '${id}' does not exist`);
    if (input['MacAlgorithm'] !== 'HMAC_SHA_256') {
      throw new AwsRefusal('InvalidKeyUsageException', 'the key makes HMAC_SHA_256 only');
    }
    const message = Buffer.from(textOf(input, 'Message'), 'base64');
    if (message.length > 4_096) throw new AwsRefusal('ValidationException', 'message too long');
    const mac = createHmac('sha256', key).update(message).digest();
    const said = { KeyId: id, MacAlgorithm: 'HMAC_SHA_256' };
    switch (operation) {
      case 'GenerateMac':
        return { ...said, Mac: mac.toString('base64') };
      case 'VerifyMac': {
        const told = Buffer.from(textOf(input, 'Mac'), 'base64');
        if (told.length === mac.length && timingSafeEqual(told, mac)) {
          return { ...said, MacValid: true };
        }
        throw new AwsRefusal('KMSInvalidMacException', '');
      }
      default:
        throw new AwsRefusal('UnknownOperationException', operation);
    }
  }

  return {
    ...(await openDoor(jsonWire('1.1'), serve)),
    newKey(arn = `arn:aws:kms:eu-north-1:111122223333:key/${randomBytes(8).toString('hex')}`) {
      keys.set(arn, randomBytes(32));
      return arn;
    },
  };
}
