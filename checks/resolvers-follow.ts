/** Whether public resolvers lead where the zone's own servers do: who asks them still goes where they say. */

import * as z from 'zod';
import {
  Between,
  type CheckFinding,
  type CheckGround,
  type CheckKind,
  Unreachable,
} from '../core/kinds.ts';
import type { Side } from '../core/names.ts';
import { listed } from '../core/telling/words.ts';
import { worstOf } from './finding.ts';
import { called, type Led, publicName, whereLed } from './led.ts';

const settings = z.strictObject({
  ...publicName,
  ...called,
  /** Their addresses. */
  resolvers: z.array(z.string().min(1)).min(1),
});

type Settings = z.infer<typeof settings>;

export const resolversFollow: CheckKind<Settings> = {
  settings,
  example: {
    name: 'orders.contoso.example',
    primary: 'orders-we.azure-api.net',
    secondary: 'orders-ne.azure-api.net',
    resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
  },
  describe: ({ name }) => `resolvers of ${name}`,
  rights: () => [],

  async check({ net: { names }, regions }, { resolvers, ...asked }, signal) {
    const [own, heard] = await Promise.all([
      whereLed(names, asked, signal),
      Promise.all(resolvers.map((at) => heardFrom(at, whereLed(names, asked, signal, at)))),
    ]);
    if (own.to === undefined) return astray(asked.name, own);
    return compared(heard, { name: asked.name, to: own.to, regions });
  },
};

type Heard = Readonly<{ at: string; led: Led } | { at: string; silent: string }>;

/** That one of them does not answer says nothing of what the others say. */
async function heardFrom(at: string, asking: Promise<Led>): Promise<Heard> {
  try {
    return { at, led: await asking };
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Between)) throw error;
    return { at, silent: error.message };
  }
}

/** Then there is nothing to follow; that it is so is the finding of the check of its record. */
function astray(name: string, { said }: Led): CheckFinding {
  const why = `the servers of its own zone say ${said} for ${name}, which is neither side`;
  return { is: 'unsure', why, next: `Lead ${name} to a side first.` };
}

interface Truth extends Pick<CheckGround, 'regions'> {
  readonly name: string;
  readonly to: Side;
}

function compared(heard: readonly Heard[], truth: Truth): CheckFinding {
  const told = heard.flatMap((one) => ('led' in one ? [one] : []));
  const silent = heard.flatMap((one) => ('silent' in one ? [one.silent] : []));
  if (told.length === 0) {
    const next =
      'Let whoever asks reach port 53 there, or name others under resolvers; [] asks none.';
    return { is: 'unsure', why: `none could be asked: ${silent.join('; ')}`, next };
  }
  const agree = told.filter(({ led }) => led.to === truth.to).map(({ at }) => at);
  const leads = `${listed(agree)} ${agree.length === 1 ? 'leads' : 'lead'}`;
  const fine = `${leads} to ${truth.regions[truth.to]}, as the zone says`;
  const found = worstOf(
    told.flatMap(({ at, led }) => differing(at, led, truth)),
    fine,
  );
  if (silent.length === 0) return found;
  return { ...found, why: `${found.why}; not asked: ${silent.join('; ')}` };
}

function differing(
  at: string,
  { to, said, ttlSeconds }: Led,
  { name, to: due, regions }: Truth,
): readonly CheckFinding[] {
  if (to === due) return [];
  if (to === undefined) {
    const why = `${at} says ${said} for ${name}, which is neither side`;
    const next = `Ask it by hand, "dig ${name} CNAME @${at}": its clients reach nobody of yours.`;
    return [{ is: 'warns', why, next }];
  }
  const until = ttlSeconds === undefined ? '' : `, for up to ${ttlSeconds} s more`;
  const why = `${at} still leads to ${regions[to]}${until}`;
  return [
    { is: 'warns', why, next: `Look again then: its clients follow ${name} only from there on.` },
  ];
}
