/** Seals made with a key that everybody in this process may hold: HMAC-SHA256. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Seals } from '../../../core/ports.ts';

export function memorySeals(key: string): Seals {
  const markOf = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    seal: async (text) => markOf(text).toString('base64url'),
    async verify(text, seal) {
      const [told, mark] = [Buffer.from(seal, 'base64url'), markOf(text)];
      return told.length === mark.length && timingSafeEqual(told, mark);
    },
  };
}
