/** Control numbers that a move has skipped: what lies between both sides, as their sessions say now. */

import type { AzureReader } from '../../core/azure.ts';
import { numberOf } from '../../core/control-numbers.ts';
import {
  type NumberSkipped,
  type Read,
  type Skipped,
  skippedBetween,
} from '../../core/telling/reconciliation.ts';
import { nameOf } from '../../steps/arm-id.ts';
import { type Aim, aimsIn, isThere } from '../../steps/number-aims.ts';
import { patienceWith } from '../../steps/patience.ts';
import { readSession } from '../../steps/sessions.ts';
import { sideBySide } from '../../steps/side-by-side.ts';
import type { RaisedNumbers } from './left-behind.ts';
import { read } from './read.ts';

const handsMax = 8;

export async function numbersSkipped(
  azure: AzureReader,
  raised: RaisedNumbers,
  signal: AbortSignal,
): Promise<readonly NumberSkipped[]> {
  const { service } = raised;
  const aims = aimsIn(raised.target.value);
  const told = new Map<Aim, NumberSkipped>();
  await sideBySide(aims, handsMax, async (aim) => {
    const last = await lastGiven(azure, raised, aim, signal);
    const there = await read(() => readNumber(azure, raised.account, aim.session, signal));
    const skipped = skippedOf(aim, raised, last, there);
    told.set(aim, { service, session: aim.session, last, raisedTo: aim.number, skipped });
  });
  return aims.flatMap((aim) => told.get(aim) ?? []);
}

async function lastGiven(
  azure: AzureReader,
  { source, raisedSince }: RaisedNumbers,
  { session }: Aim,
  signal: AbortSignal,
): Promise<Read<number>> {
  if (raisedSince !== undefined) {
    const why = `${nameOf(source)} was raised itself since then, by incident ${raisedSince}`;
    return { is: 'unsure', why };
  }
  return await read(() => readNumber(azure, source, session, signal));
}

async function readNumber(
  azure: AzureReader,
  account: string,
  session: string,
  signal: AbortSignal,
): Promise<number> {
  const patiently = patienceWith(azure, signal);
  const told = await patiently(() => readSession(azure, account, session, signal));
  if (told === undefined) throw new Error(`${nameOf(account)} has no number ${session}`);
  const number = numberOf(told);
  if (number === undefined) throw new Error(`what ${nameOf(account)} says is no number`);
  return number;
}

function skippedOf(
  aim: Aim,
  { account }: RaisedNumbers,
  last: Read<number>,
  there: Read<number>,
): Read<Skipped> {
  const { number } = aim;
  if (number === undefined) return { is: 'unsure', why: aim.trouble ?? 'it was not raised' };
  if (last.is === 'unsure') return last;
  if (there.is === 'unsure') return there;
  if (!isThere(there.found, aim)) {
    const why = `${nameOf(account)} is at ${there.found}, and was to be raised to ${number}`;
    return { is: 'unsure', why };
  }
  return skippedBetween(last.found, number, aim.bounds);
}
