/** The fingerprint of plans, entries and files, as every door of this program makes it. */

import { createHash } from 'node:crypto';

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
