/** Asks an address of the estate's own for JSON, and tells by one value of it which side it means. */

import * as z from 'zod';
import { jsonPointer, type Scalar, scalarAt } from '../core/json-pointer.ts';
import type { ProbeKind } from '../core/kinds.ts';
import type { Answer } from '../core/observation.ts';
import { headersOf } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

const scalar = z.union([z.string().min(1), z.number(), z.boolean()]);

const settings = z.strictObject({
  url: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
  /** A value may be a secret reference. */
  headers: z.record(z.string(), z.string()).optional(),
  /** Where in the JSON the value stands: `/active/region`. */
  pointer: z.string().regex(jsonPointer, 'must be a JSON pointer: /active'),
  /** The value that means each side. */
  sides: z.strictObject({ primary: scalar, secondary: scalar }),
});

type Settings = z.infer<typeof settings>;

export const jsonValue: ProbeKind<Settings> = {
  settings,
  example: {
    url: 'https://settings.contoso.com/publishers',
    pointer: '/active',
    sides: { primary: 'westeurope', secondary: 'northeurope' },
  },

  describe: ({ url, pointer }) => `${pointer} of ${calledOf(url)}`,

  async ask(net, { url, headers, pointer, sides }, signal) {
    const sent = await headersOf(net, headers ?? {});
    const answer = await net.http.fetch({ url, method: 'GET', headers: sent, signal });
    const finding = findingOf(answer.status, [200]);
    if (finding.is !== 'up') return answerOf(answer, finding);
    const said = scalarAt(answer.text, pointer);
    const points = sideOf(said, sides);
    if (points !== undefined) return answerOf(answer, finding, { points });
    const why = `it says ${said === undefined ? 'nothing' : 'neither side'} at ${pointer}`;
    return answerOf(answer, { is: 'unsure', why, whose: 'ours' });
  },
};

function sideOf(said: Scalar | undefined, sides: Settings['sides']): Answer['points'] {
  if (said === sides.primary) return 'primary';
  return said === sides.secondary ? 'secondary' : undefined;
}

function calledOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
