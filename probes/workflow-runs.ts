/** Reads from ARM whether a polling workflow looks, and whether what it begins also succeeds. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import type { Answer, Finding } from '../core/observation.ts';
import { took, utcDay } from '../core/telling/words.ts';
import { type Passage, passagesIn, workflowIn, workflowVersion } from '../core/workflows.ts';

const settings = z.strictObject({
  workflow: z
    .string()
    .regex(
      /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Logic\/workflows\/[^/?]+$/i,
      'must be the ARM id of a workflow',
    ),
  trigger: z.string().min(1),
  /** The state a workflow of this side should be in. */
  expect: z.enum(['enabled', 'disabled']),
  /** How old the newest proof of work may be: a run that succeeded, or a look that found nothing. */
  oldestMs: z.int().min(1),
  /** Of how many runs the share is taken, and from how long ago. */
  last: z.int().min(3).max(100),
  windowMs: z.int().min(1),
  /** From which share of failed runs on it is down. */
  failedShare: z.number().min(0.01).max(1),
});

type Settings = z.infer<typeof settings>;

const failures: readonly string[] = ['Failed', 'TimedOut', 'Aborted', 'Faulted'];
/** Fewer failures than these are no share of anything. */
const endedMin = 3;

export const workflowRuns: ProbeKind<Settings> = {
  settings,
  example: {
    workflow:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.Logic/workflows/receive-orders',
    trigger: 'When_a_file_is_added',
    expect: 'enabled',
    oldestMs: 180_000,
    last: 10,
    windowMs: 3_600_000,
    failedShare: 1,
  },
  indirect: true,
  describe: (s) => `runs of ${nameOf(s)}, ${s.expect}`,
  rights: ({ workflow: scope }) =>
    ['', 'triggers/histories/', 'runs/'].map((type) => {
      return { action: `Microsoft.Logic/workflows/${type}read`, scope, plane: 'control' };
    }),

  async ask(net, s, signal, at) {
    const read = (of: string) => net.azure.resource(`${s.workflow}${of}`, workflowVersion, signal);
    const passages = async (of: string) => passagesIn(await read(`${of}?$top=${s.last}`));
    const { state, changedAt } = workflowIn(await read(''));
    if (state !== 'Enabled') return resting(state, s);
    const [looks, runs] = await Promise.all([
      passages(`/triggers/${s.trigger}/histories`),
      passages('/runs'),
    ]);
    if (at === undefined) throw new Error('how old a run is cannot be told without the time');
    return atWork({ changedAt, looks, runs }, s, at);
  },
};

interface Work {
  readonly changedAt: Instant | undefined;
  readonly looks: readonly Passage[];
  readonly runs: readonly Passage[];
}

/** One that is disabled though its side serves: a hand's doing, or a move's, and none of the region's. */
function resting(state: string, s: Settings): Answer {
  if (state === 'Disabled' && s.expect === 'disabled') {
    return { finding: { is: 'up' }, phases: {}, measures: { runsFailed: 0 } };
  }
  const side = s.expect === 'enabled' ? 'active' : 'passive';
  const why = `workflow ${nameOf(s)} is ${state.toLowerCase()} on the ${side} side`;
  return { finding: { is: 'unsure', why, whose: 'ours' }, phases: {} };
}

/** Whatever its side is for: during a move, it is by this that it is seen to work where it was enabled. */
function atWork(work: Work, s: Settings, at: Instant): Answer {
  const ended = countedOf(work, s, at);
  const failed = ended.filter(({ status }) => failures.includes(status));
  const proven = newestOf(work);
  const measures = {
    runsFailed: failed.length,
    runsEnded: ended.length,
    ...(proven !== undefined && { provenAgeMs: at - proven }),
  };
  const isFailing = ended.length >= endedMin && failed.length >= ended.length * s.failedShare;
  const finding: Finding = isFailing
    ? down(`${failed.length} of the last ${ended.length} runs of ${nameOf(s)} failed`)
    : whenNotFailing(work, proven, s, at);
  return { finding, phases: {}, measures };
}

/** What was before the last change, e.g. before it was enabled, is no news of how it works now. */
function countedOf({ runs, changedAt = 0 as Instant }: Work, s: Settings, at: Instant) {
  const since = Math.max(changedAt, at - s.windowMs);
  const over = runs.filter(
    ({ status, startedAt }) =>
      startedAt >= since && (status === 'Succeeded' || failures.includes(status)),
  );
  return over.slice(0, s.last);
}

/** A look that fires only begins a run, and one that runs may yet fail: neither proves anything. */
function newestOf({ looks, runs }: Work): Instant | undefined {
  const proofs = [
    ...looks.filter(({ status }) => status === 'Skipped'),
    ...runs.filter(({ status }) => status === 'Succeeded'),
  ];
  const times = proofs.map(({ startedAt, endedAt }) => endedAt ?? startedAt);
  return times.toSorted((a, b) => b - a)[0];
}

function whenNotFailing(
  { looks, runs, changedAt }: Work,
  proven: Instant | undefined,
  s: Settings,
  at: Instant,
): Finding {
  if (proven !== undefined && at - proven <= s.oldestMs) return { is: 'up' };
  const name = nameOf(s);
  if (changedAt !== undefined && at - changedAt <= s.oldestMs) {
    return waiting(`${name} has not been seen at work since it was changed`);
  }
  const open = runs.find(({ endedAt, status }) => endedAt === undefined && !isOver(status));
  if (open !== undefined && open.startedAt >= (proven ?? 0)) {
    return waiting(`a run of ${name} has been under way since ${utcDay(open.startedAt)}`);
  }
  const [look] = looks;
  const told = look && failures.includes(look.status) ? `; its last look ended ${endOf(look)}` : '';
  return proven === undefined
    ? down(`${name} is enabled, and no run of it has succeeded and no look ended well${told}`)
    : down(`${name} is enabled, and was last at work ${took(at - proven)} ago${told}`);
}

function isOver(status: string): boolean {
  return !['Running', 'Waiting', 'Paused', 'Suspended', 'NotSpecified'].includes(status);
}

function endOf({ status, code }: Passage): string {
  return code === undefined ? status : `${status} (${code})`;
}

function down(why: string): Finding {
  return { is: 'down', phase: 'answer', why };
}

/** Neither health nor illness: what is asked about has yet to happen. */
function waiting(why: string): Finding {
  return { is: 'unsure', why, whose: 'between' };
}

function nameOf({ workflow }: Settings): string {
  return workflow.slice(workflow.lastIndexOf('/') + 1);
}
