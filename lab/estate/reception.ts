/** Shows a house in another process the way in: where to connect, and how to ring the pager. */

import * as z from 'zod';
import type { Dial } from '../../adapters/local/dial.ts';
import { wordsOf } from '../../core/trouble.ts';
import type { Layout } from '../world/azure.ts';
import type { Origin } from './geography.ts';
import type { Heard, Said } from './loopback.ts';
import type { LabPager } from './pager.ts';
import { refused, said } from './said.ts';

export interface Reception {
  dialOf(origin: Origin): Dial;
  readonly pager: LabPager;
}

/** `/dial/<origin>/<host>/<port>`. `ENOTFOUND` is a resolver's answer, and the caller's to tell. */
export async function dialFor(
  [origin = '', host = '', port = '']: readonly string[],
  { vantages }: Layout,
  { dialOf }: Reception,
): Promise<Said> {
  const from = [...vantages, 'operator' as const].find((known) => known === origin);
  if (from === undefined) return refused(400, [`nobody calls from '${origin}'`]);
  try {
    return said(200, await dialOf(from)(host, Number(port)));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return said(404, { errors: [wordsOf(error)], code });
  }
}

const call = z.strictObject({
  key: z.string(),
  text: z.string().default(''),
  by: z.string().default(''),
});

/** `/pager/<verb>`. */
export async function pageFor(verb: string, { body }: Heard, { pager }: Reception): Promise<Said> {
  const { key, text, by } = call.parse(JSON.parse(body.toString('utf8')));
  switch (verb) {
    case 'ring':
      await pager.ring(key, text);
      break;
    case 'acknowledge':
      await pager.acknowledge(key, by);
      break;
    case 'resolve':
      await pager.resolve(key);
      break;
    default:
      return refused(404, [`a pager cannot ${verb}; it can ring, acknowledge and resolve`]);
  }
  return said(200, pager.pages());
}
