/** Raises the control numbers that one integration account goes on from past what the other may have sent. */

import * as z from 'zod';
import { numberOf } from '../core/control-numbers.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import { wordsOf } from '../core/trouble.ts';
import { integrationAccountId, nameOf } from './arm-id.ts';
import {
  type Aim,
  aimsAt,
  aimsIn,
  bodyFor,
  isThere,
  marginOf,
  passed,
  toldOf,
} from './number-aims.ts';
import { patienceWith } from './patience.ts';
import { agreementsOf, reachable, readSession, sessionId, version } from './sessions.ts';
import { sideBySide } from './side-by-side.ts';

const settings = z.strictObject({
  /** The account that is about to send. */
  account: integrationAccountId,
  /** The one that has sent until now. */
  source: integrationAccountId,
  /** By name; absent, all that number what they send. */
  agreements: z.array(z.string().min(1)).min(1).optional(),
  /** How far past the highest known number, at the least. */
  margin: z.int().min(1).max(100_000_000),
  /** How many times the highest rate counts, for the time since the source was last read. */
  factor: z.number().min(1),
  /** Whether a number that the account has never had may be made. */
  create: z.boolean(),
  /** A source that still answers must be read: its numbers are the ones to pass. */
  sourceAnswers: z.boolean(),
  concurrency: z.int().min(1).max(32).default(16),
});

type NumberSettings = z.infer<typeof settings>;

const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi/providers/Microsoft.Logic/integrationAccounts';

export const controlNumbers: StepKind<NumberSettings> = {
  settings,
  example: {
    account: `${accounts}/edi-ne`,
    source: `${accounts}/edi-we`,
    agreements: ['acme'],
    margin: 1_000,
    factor: 2,
    create: false,
    sourceAnswers: false,
    concurrency: 16,
  },
  permissions: [
    'Microsoft.Logic/integrationAccounts/agreements/read',
    'Microsoft.Logic/integrationAccounts/sessions/read',
    'Microsoft.Logic/integrationAccounts/sessions/write',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  stepMsMax: 600_000,
  settleMs: 5_000,
  describe: (s) =>
    `Raise the control numbers of ${nameOf(s.account)} past ${nameOf(s.source)} by at least ${s.margin}`,
  targets: (s) => [s.account.toLowerCase()],
  reads: (s) => [s.source.toLowerCase()],

  async fix(azure, s, at, signal, ledger) {
    const aims = await aimsAt(azure, s, at, signal, ledger);
    const targets = aims.flatMap(({ session, number }) =>
      number === undefined ? [] : [[session.toLowerCase(), number] as const],
    );
    if (targets.length > 0) await ledger.raising(s.account, Object.fromEntries(targets));
    const margin = marginOf(aims);
    return { value: aims, says: toldOf(aims), ...(margin && { margin }) };
  },

  async inspect(azure, s, signal, target) {
    const patiently = patienceWith(azure, signal);
    if (target === undefined) {
      const { missing } = await agreementsOf(azure, s.account, s.agreements, signal);
      if (missing.length === 0) return { is: 'todo' };
      return { is: 'stuck', why: `${nameOf(s.account)} has no agreement ${missing.join(', ')}` };
    }
    const aims = aimsIn(target);
    const lost = aims.find((aim) => aim.trouble !== undefined);
    if (lost !== undefined) return { is: 'stuck', why: `${lost.session}: ${lost.trouble}` };
    const alive = s.sourceAnswers || (await reachable(azure, s.source, aims, signal));
    const overtaken: string[] = [];
    let done = 0;
    await throughout(aims, s, async (aim) => {
      const read = (account: string) =>
        patiently(() => readSession(azure, account, aim.session, signal));
      if (isThere(numberOf(await read(s.account)), aim)) done += 1;
      const theirs = alive ? numberOf(await read(s.source)) : undefined;
      if (theirs !== undefined && passed(theirs, aim)) {
        overtaken.push(`${aim.session} is at ${theirs} in ${nameOf(s.source)}, past ${aim.number}`);
      }
    });
    if (overtaken.length > 0) return { is: 'stuck', why: overtaken.slice(0, 3).join('; ') };
    return done === aims.length
      ? { is: 'done' }
      : { is: 'todo', progress: { done, of: aims.length } };
  },

  async apply(azure, s, signal, target) {
    const patiently = patienceWith(azure, signal);
    let changed = 0;
    const raise = async (aim: Aim) => {
      const session = await patiently(() => readSession(azure, s.account, aim.session, signal));
      if (isThere(numberOf(session), aim)) return;
      const body = bodyFor(session, aim, s.create);
      const id = sessionId(s.account, aim.session);
      await patiently(() => azure.put(id, version, body, signal));
      changed += 1;
    };
    try {
      await throughout(aimsIn(target), s, raise);
    } catch (error) {
      const unsent = error instanceof Refusal && error.sent === 'no' && changed === 0;
      const why = `${changed} numbers were raised; ${wordsOf(error)}`;
      throw new Refusal({ message: why, sent: unsent ? 'no' : 'maybe', cause: error });
    }
  },
};

/** All of them side by side; the first trouble ends it, once every hand has put down its work. */
async function throughout(
  aims: readonly Aim[],
  { concurrency }: NumberSettings,
  work: (aim: Aim) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  await sideBySide(aims, concurrency, async (aim) => {
    if (failures.length > 0) return;
    await work(aim).catch((error: unknown) => failures.push(error));
  });
  if (failures.length > 0) throw failures[0];
}
