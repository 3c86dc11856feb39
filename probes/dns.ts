/** Asks a zone's own name servers what they answer, for how long, and which side it means. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import type { Side } from '../core/names.ts';

const settings = z.strictObject({
  name: z.hostname(),
  type: z.enum(['A', 'AAAA', 'CNAME', 'TXT', 'NS']).default('CNAME'),
  /** Addresses or names of servers; absent, the zone's own. */
  at: z.array(z.string().min(1)).min(1).optional(),
  /** What may stand in between and leads to a side by itself: where the name says this, it is asked on. */
  through: z.hostname().optional(),
  /** The value that means each side. */
  sides: z.strictObject({ primary: z.string().min(1), secondary: z.string().min(1) }).optional(),
});

type Settings = z.infer<typeof settings>;

export const dns: ProbeKind<Settings> = {
  settings,
  example: {
    name: 'api.contoso.com',
    type: 'CNAME',
    sides: { primary: 'orders-we.azure-api.net', secondary: 'orders-ne.azure-api.net' },
  },

  describe: ({ name, type }) => `${type} of ${name}`,

  async ask(net, { name: asked, type, at, through, sides }, signal) {
    const question = { name: asked, type, signal, ...(at === undefined ? {} : { at }) };
    const first = await net.names.ask(question);
    const on = through !== undefined && first.values.map(plainly).includes(plainly(through));
    const last = on ? await net.names.ask({ name: through, type, signal }) : first;
    const { values, server } = last;
    const name = on ? through : asked;
    const ttlSeconds = longest(first.ttlSeconds, last.ttlSeconds);
    const measures = ttlSeconds === undefined ? {} : { ttlSeconds };
    const points = sides === undefined ? undefined : sideOf(values, sides);
    if (points !== undefined) return { finding: { is: 'up' }, phases: {}, measures, points };
    if (sides === undefined && values.length > 0) {
      return { finding: { is: 'up' }, phases: {}, measures };
    }
    const why = `${server} says ${said(values, type)} for ${name}`;
    return { finding: { is: 'unsure', why, whose: 'ours' }, phases: {}, measures };
  },
};

/** What is remembered of either of two names holds a client back. */
function longest(one: number | undefined, two: number | undefined): number | undefined {
  return one === undefined || two === undefined ? (one ?? two) : Math.max(one, two);
}

function sideOf(
  values: readonly string[],
  sides: Readonly<Record<Side, string>>,
): Side | undefined {
  const plain = values.map(plainly);
  if (plain.includes(plainly(sides.primary))) return 'primary';
  return plain.includes(plainly(sides.secondary)) ? 'secondary' : undefined;
}

function said(values: readonly string[], type: string): string {
  return values.length === 0 ? `there is no ${type}` : values.map(plainly).join(', ');
}

/** As names are compared: in lower case, without the dot of the root. */
function plainly(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
