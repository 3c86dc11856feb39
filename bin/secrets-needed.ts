/** Fetches every secret that a command will need before it begins, and tells all that are missing. */

import { secretsOf } from '../adapters/local/secrets.ts';
import { secretReference } from '../core/secret.ts';
import { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { remembering } from './hush.ts';
import { type Complaint, Refused } from './refused.ts';

export type Secrets = ReturnType<typeof secretsOf>;

/** `more`: references that the watch itself does not have. Rejects with all that are missing. */
export async function secretsFor(watch: Watch, more: readonly string[]): Promise<Secrets> {
  const secrets = remembering(secretsOf());
  const missing: Complaint[] = [];
  for (const reference of new Set([...more, ...referencesIn(watch)])) {
    try {
      await secrets(reference);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      missing.push({ message: error.message, next: error.next });
    }
  }
  if (missing.length > 0) throw new Refused(missing);
  return secrets;
}

/** What its steps send along: whoever only looks needs none of it. */
export function referencesInSteps({ services }: Watch): readonly string[] {
  const all = stringsIn(services.map(({ steps }) => steps));
  return all.filter((text) => secretReference.test(text));
}

function referencesIn({ services, chains = [] }: Watch): readonly string[] {
  const asked = services.map(({ probes, pointers }) => [probes, pointers]);
  return stringsIn([asked, chains]).filter((text) => secretReference.test(text));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
