/** Whether a switch of the estate's own tells how it stands, and stands on one of the two sides. */

import * as z from 'zod';
import { jsonPointer, scalarAt } from '../core/json-pointer.ts';
import type { CheckKind } from '../core/kinds.ts';
import { withSecrets } from '../core/secret.ts';

const scalar = z.union([z.string().min(1), z.number(), z.boolean()]);

/** Also of what leans on such a switch. */
export const switchShape = {
  url: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** A value may be a secret reference. */
  headers: z.record(z.string(), z.string()),
  pointer: z.string().regex(jsonPointer, 'must be a JSON pointer: /active'),
  /** What it says for each side: the only values that a move overwrites. */
  primary: scalar,
  secondary: scalar,
};

const settings = z.strictObject(switchShape);

type Settings = z.infer<typeof settings>;

export const switchValue: CheckKind<Settings> = {
  settings,
  example: {
    url: 'https://settings.contoso.example/publishers',
    headers: { Authorization: 'env:SETTINGS_READ_KEY' },
    pointer: '/active',
    primary: 'westeurope',
    secondary: 'northeurope',
  },
  describe: ({ url }) => `switch at ${calledOf(url)}`,
  rights: () => [],

  async check({ net }, { url, pointer, primary, secondary, ...s }, signal) {
    const headers = await withSecrets(s.headers, (reference) => net.secret(reference));
    const { status, text } = await net.http.fetch({ url, method: 'GET', headers, signal });
    const where = calledOf(url);
    if (status !== 200) {
      const next = `See whether ${where} knows us, and how it fares.`;
      return { is: 'unsure', why: `${where} answered ${status}`, next };
    }
    const said = scalarAt(text, pointer);
    if (said === primary || said === secondary) return { is: 'fine', why: `it says ${said}` };
    const why = `${where} says ${said === undefined ? 'nothing' : 'neither side'} at ${pointer}`;
    const next = 'Put it back, or correct the watch file: a move overwrites nothing of others.';
    return { is: 'fails', why, next };
  },
};

function calledOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
