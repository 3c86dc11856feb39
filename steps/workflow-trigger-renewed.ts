/** Has disabled workflows forget where they were, so that enabling them picks up nothing from before. */

import * as z from 'zod';
import type { AzureReader, Workflow } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { utcDay } from '../core/telling/words.ts';
import { wordsOf } from '../core/trouble.ts';
import { workflowIn, workflowVersion } from '../core/workflows.ts';
import { nameOf } from './arm-id.ts';
import { type Patiently, patienceWith } from './patience.ts';
import { sideBySide } from './side-by-side.ts';
import {
  choiceShape,
  choose,
  lackOf,
  oneWay,
  several,
  subjectOf,
  targetsOf,
} from './workflow-choice.ts';
import { isMarked, markedBody } from './workflow-renewal.ts';

const settings = z
  .strictObject({
    ...choiceShape,
    /** Of those that a tag or a prefix picks, the names of such as go on from where they were. */
    except: z.array(z.string().min(1)),
  })
  .refine(...oneWay);

type Settings = z.infer<typeof settings>;

/** Fixed once for each move: whoever takes the step up again knows its own mark from an older one. */
const target = z.strictObject({ mark: z.string().min(1) });

export const workflowTriggerRenewed: StepKind<Settings> = {
  settings,
  example: {
    resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne',
    workflows: ['receive-orders', 'receive-invoices'],
    except: [],
    concurrency: 8,
  },
  permissions: ['Microsoft.Logic/workflows/read', 'Microsoft.Logic/workflows/write'],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: true,
  danger:
    'has workflows forget where they were, and rewrites them: a thief of its right could have them send documents anywhere',
  stepMsMax: 600_000,
  settleMs: 10_000,
  describe: (s) => `Renew the triggers of ${subjectOf(s)}`,
  targets: targetsOf,
  reads: (s) => [s.resourceGroup.toLowerCase()],

  async fix(_azure, _settings, at) {
    return { value: { mark: new Date(at).toISOString() }, says: `as of ${utcDay(at)}` };
  },

  async inspect(azure, s, signal, fixed) {
    const patiently = patienceWith(azure, signal);
    const chosen = await choose(azure, s, patiently, signal);
    const lack = lackOf(chosen, s);
    if (lack !== undefined) return { is: 'stuck', why: lack };
    const mark = markIn(fixed);
    return standingOf(await restingAmong(chosen.found, azure, s, patiently, signal), mark);
  },

  async apply(azure, s, signal, fixed) {
    const mark = markIn(fixed);
    if (mark === undefined) throw new Refusal({ message: 'no mark was fixed', sent: 'no' });
    const patiently = patienceWith(azure, signal);
    const { found } = await choose(azure, s, patiently, signal);
    const resting = await restingAmong(found, azure, s, patiently, signal);
    const outstanding = resting.filter(({ raw }) => isRenewable(raw) && !isMarked(raw, mark));
    const failures: Failure[] = [];
    let changed = 0;
    await sideBySide(outstanding, s.concurrency, async ({ id, raw }) => {
      if (failures.length >= s.concurrency) return;
      try {
        await patiently(() => azure.put(id, workflowVersion, markedBody(raw, mark), signal));
        changed += 1;
      } catch (error) {
        failures.push({ name: nameOf(id), error });
      }
    });
    if (failures.length > 0) throw sumOf(failures, changed, outstanding.length);
  },
};

interface Resting {
  readonly id: string;
  /** As ARM tells it, to be written back. */
  readonly raw: unknown;
}

/**
 * One that is enabled has gone on from where it was, so that nothing is left to forget; one without
 * a trigger that looks by itself has no place to go on from.
 */
async function restingAmong(
  found: readonly Workflow[],
  azure: AzureReader,
  { except, concurrency }: Settings,
  patiently: Patiently,
  signal: AbortSignal,
): Promise<readonly Resting[]> {
  const left = new Set(except.map((name) => name.toLowerCase()));
  const asked = found.filter(
    ({ id, state }) => state !== 'Enabled' && !left.has(nameOf(id).toLowerCase()),
  );
  const told = new Map<string, unknown>();
  const unknown: unknown[] = [];
  await sideBySide(asked, concurrency, async ({ id }) => {
    if (unknown.length > 0) return;
    try {
      told.set(id, await patiently(() => azure.resource(id, workflowVersion, signal)));
    } catch (error) {
      unknown.push(error);
    }
  });
  if (unknown.length > 0) throw unknown[0];
  const all = asked.map(({ id }) => ({ id, raw: told.get(id) }));
  return all.filter(({ raw }) => {
    const { state, polling } = workflowIn(raw);
    return state !== 'Enabled' && polling.length > 0;
  });
}

/** What is in another state, or would lose something by it, is not for us to write. */
function isRenewable(raw: unknown): boolean {
  const { state, secured } = workflowIn(raw);
  return state === 'Disabled' && secured.length === 0;
}

function standingOf(resting: readonly Resting[], mark: string | undefined): Standing {
  const odd = resting.filter(({ raw }) => workflowIn(raw).state !== 'Disabled');
  if (odd.length > 0) {
    const states = odd.map(({ id, raw }) => `${nameOf(id)} is ${workflowIn(raw).state}`);
    return { is: 'stuck', why: several(states) };
  }
  const fresh = ({ raw }: Resting) => mark !== undefined && isMarked(raw, mark);
  const secured = resting.filter((one) => !fresh(one) && workflowIn(one.raw).secured.length > 0);
  if (secured.length > 0) {
    const names = several(secured.map(({ id }) => nameOf(id)));
    const why = `${names}: ARM does not tell the values of secure parameters, and writing without them would lose them`;
    return { is: 'stuck', why };
  }
  const done = resting.filter(fresh).length;
  // Before a mark is fixed, all that is asked is whether it could be carried out.
  if (mark !== undefined && done === resting.length) return { is: 'done' };
  return { is: 'todo', progress: { done, of: resting.length } };
}

function markIn(fixed: unknown): string | undefined {
  return fixed === undefined ? undefined : target.parse(fixed).mark;
}

interface Failure {
  readonly name: string;
  readonly error: unknown;
}

/** `no` only if nothing at all was changed: whatever was accepted before deserves an inspection. */
function sumOf(failures: readonly Failure[], changed: number, of: number): Refusal {
  const unsent = failures.every(({ error }) => error instanceof Refusal && error.sent === 'no');
  const why = several(failures.map(({ name, error }) => `${name}: ${wordsOf(error)}`));
  return new Refusal({
    message: `${changed} of ${of} workflows were renewed; ${why}`,
    sent: changed === 0 && unsent ? 'no' : 'maybe',
    cause: failures[0]?.error,
  });
}
