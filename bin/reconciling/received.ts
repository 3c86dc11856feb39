/** Interchanges that the side which was left received, and the other does not know: it would take them again. */

import { gapBetween } from '../../checks/received-gap.ts';
import type { AzureReader } from '../../core/azure.ts';
import type { ReceivedThere } from '../../core/telling/reconciliation.ts';
import { nameOf } from '../../steps/arm-id.ts';
import type { RaisedNumbers } from './left-behind.ts';
import { read } from './read.ts';

export async function receivedThere(
  azure: AzureReader,
  { service, account, source }: RaisedNumbers,
  signal: AbortSignal,
): Promise<ReceivedThere> {
  const interchanges = await read(async () => {
    const gap = await gapBetween(azure, { account, source }, signal);
    if (gap === undefined) throw new Error('they are too many to be compared');
    return [...gap.lacking].map(([agreement, numbers]) => ({ agreement, numbers }));
  });
  return { service, account: nameOf(account), interchanges };
}
