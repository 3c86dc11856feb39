/** Whether a singleton is truly fenced, or only as well as possible: by what, where that lies, and what it says. */

import * as z from 'zod';
import type { CheckFinding, CheckGround, CheckKind, Right } from '../core/kinds.ts';
import { type Side, sides } from '../core/names.ts';
import { calledOf, readingIn, rightsOn } from '../core/publishers.ts';
import { configurationStoreId, nameOf, regionIn } from './arm-id.ts';
import { orNone, worstOf } from './finding.ts';

const settings = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('nothing') }),
  z.strictObject({
    by: z.literal('app-configuration'),
    store: configurationStoreId,
    /** The key, as ARM has it. */
    resource: z.string().regex(/\/keyValues\/[^/?]+$/, 'must be the ARM id of a key'),
    apiVersion: z.string().min(1),
    primary: z.string().min(1),
    secondary: z.string().min(1),
  }),
]);

type Settings = z.infer<typeof settings>;
type By<K extends Settings['by']> = Extract<Settings, { by: K }>;

const store =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-fences/providers/Microsoft.AppConfiguration/configurationStores/orders-fences';

export const fence: CheckKind<Settings> = {
  settings,
  example: {
    by: 'app-configuration',
    store,
    resource: `${store}/keyValues/orders~3Aserves`,
    apiVersion: '2024-05-01',
    primary: 'westeurope',
    secondary: 'northeurope',
  },
  describe: (s) => (s.by === 'nothing' ? 'fence of a singleton' : `fence by ${calledFor(s)}`),
  rights: rightsFor,

  async check(ground, s, signal) {
    return s.by === 'nothing' ? asWellAsPossible : ofKey(ground, s, signal);
  },
};

/**
 * True of many estates for good, and so neither a warning nor a note: what always warns is not read. That
 * the plan stands on this fence alone its card says in any case, beside the step that may be owed.
 */
const asWellAsPossible: CheckFinding = {
  is: 'fine',
  why: 'fenced only as well as possible: should its region wake by itself, it may run on both sides until it is disabled',
};

function rightsFor(s: Settings): readonly Right[] {
  if (s.by === 'nothing') return [];
  const action = 'Microsoft.AppConfiguration/configurationStores/read';
  return [
    { action, scope: s.store, plane: 'control' },
    ...rightsOn('app-configuration', s.resource, ['read']),
  ];
}

async function ofKey(
  { net, regions }: CheckGround,
  s: By<'app-configuration'>,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const read = (id: string) => net.azure.resource(id, s.apiVersion, signal);
  const [held, told] = await Promise.all([read(s.store), orNone(read(s.resource))]);
  const name = calledFor(s);
  const place = placeOf(nameOf(s.store), held, regions);
  if (told === undefined) {
    const next = 'Create it with the value of the side that serves: a move waits for it.';
    return worstOf([{ is: 'fails', why: `there is no ${name}`, next }, ...place.found], '');
  }
  const reading = readingIn(told);
  const says = reading.is === 'told' ? reading.value : undefined;
  const side = sides.find((one) => s[one] === says);
  const fails = (why: string, next: string): CheckFinding => {
    return { is: 'fails', why: `${name} ${why}`, next };
  };
  const wrong = [
    ...(reading.is === 'withheld' ? [fails(reading.why, 'Keep it in a key of its own.')] : []),
    ...(reading.is === 'told' && side === undefined
      ? [fails('names neither side', 'Put it back: a move overwrites nothing of others.')]
      : []),
    ...(reading.is === 'told' && reading.locked ? [fails('is locked', `Unlock ${name}.`)] : []),
  ];
  const fine = `truly fenced, as long as workflows check it: ${name} says ${String(says)}, in ${place.region}`;
  return worstOf([...wrong, ...place.found], fine);
}

/** What lies in a region that may go dark may be out of reach just then, or go down with the other side. */
export function placeOf(
  name: string,
  resource: unknown,
  regions: Readonly<Record<Side, string>>,
): { readonly region: string; readonly found: readonly CheckFinding[] } {
  const { location } = Object(resource);
  if (typeof location !== 'string') {
    const why = `ARM does not tell where ${name} lies`;
    return { region: '', found: [{ is: 'unsure', why, next: 'Look at it in the portal.' }] };
  }
  const region = regionIn(location);
  if (!sides.some((side) => regionIn(regions[side]) === region)) return { region, found: [] };
  const why = `${name} lies in ${region}, which may go dark itself: nothing can be enabled then, and whoever checks it stops`;
  const next = `Keep ${name} in a third region.`;
  return { region, found: [{ is: 'warns', why, next }] };
}

function calledFor({ store: of, resource }: By<'app-configuration'>): string {
  return `key ${calledOf(resource)} of ${nameOf(of)}`;
}
