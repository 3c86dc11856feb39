/** Reads a key of App Configuration that says which side of a singleton may run. */

import type { CheckFinding, CheckGround, Right } from '../core/kinds.ts';
import { sides } from '../core/names.ts';
import { calledOf, type Reading, readingIn, rightsOn } from '../core/publishers.ts';
import { nameOf } from './arm-id.ts';
import type { FenceBy } from './fence.ts';
import { placeOf } from './fence-place.ts';
import { orNone, worstOf } from './finding.ts';

type Settings = FenceBy<'app-configuration'>;

export function rightsOnKey({ store, resource }: Settings): readonly Right[] {
  const action = 'Microsoft.AppConfiguration/configurationStores/read';
  return [
    { action, scope: store, plane: 'control' },
    ...rightsOn('app-configuration', resource, ['read']),
  ];
}

export async function keyFence(
  { net, regions }: CheckGround,
  s: Settings,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const read = (id: string) => net.azure.resource(id, s.apiVersion, signal);
  const [store, key] = await Promise.all([read(s.store), orNone(read(s.resource))]);
  const name = `key ${calledOf(s.resource)} of ${nameOf(s.store)}`;
  const place = placeOf(nameOf(s.store), store, regions);
  const reading = key === undefined ? undefined : readingIn(key);
  const says = reading?.is === 'told' ? reading.value : '';
  const fine = `truly fenced, as long as workflows check it: ${name} says ${says}, in ${place.region}`;
  return worstOf([...wrongWith(name, reading, s), ...place.found], fine);
}

/** A move waits for it, so that what keeps it from being turned keeps the move from being made. */
function wrongWith(
  name: string,
  reading: Reading | undefined,
  s: Settings,
): readonly CheckFinding[] {
  const fails = (why: string, next: string): readonly CheckFinding[] => {
    return [{ is: 'fails', why, next }];
  };
  if (reading === undefined) {
    const next = 'Create it with the value of the side that serves: a move waits for it.';
    return fails(`there is no ${name}`, next);
  }
  if (reading.is === 'withheld') return fails(`${name} ${reading.why}`, 'Keep it in a plain key.');
  if (!sides.some((side) => s[side] === reading.value)) {
    const next = 'Put it back: a move overwrites nothing of others.';
    return fails(`${name} names neither side`, next);
  }
  return reading.locked ? fails(`${name} is locked`, `Unlock ${name}.`) : [];
}
