/** What the workflows that a move would enable have done last, and what they would pick up. */

import * as z from 'zod';
import type { Workflow } from '../core/azure.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import type { Net } from '../core/net.ts';
import { utcDay } from '../core/telling/words.ts';
import {
  isAmong,
  lastLookIn,
  passagesIn,
  type WorkflowInFull,
  workflowIn,
  workflowVersion,
} from '../core/workflows.ts';
import { groupId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z
  .strictObject({
    /** The group of those that would be enabled. */
    resourceGroup: groupId,
    workflows: z.array(z.string().min(1)).min(1).optional(),
    tag: z.strictObject({ name: z.string().min(1), value: z.string() }).optional(),
    prefix: z.string().min(1).optional(),
    /** The group of their twins, which run until then. */
    twins: groupId,
    onEnable: z.enum(['resume', 'fromNow']),
    /** Those that do the other, by name. */
    except: z.array(z.string().min(1)),
    /** Those of whose twins the runs may be counted, by name. */
    polls: z.array(z.string().min(1)),
  })
  .refine((s) => [s.workflows, s.tag, s.prefix].filter((way) => way !== undefined).length === 1, {
    message: 'must name either `workflows`, a `tag` or a `prefix`, and only one of them',
  });

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

/** How many names, and sentences, a note can bear. */
const toldMax = 3;
/** Workflows that are asked about at once. */
const atOnce = 8;
/** More runs than these are not counted. */
const runsMax = 100;

export const workflowPickup: CheckKind<Settings> = {
  settings,
  example: {
    resourceGroup: `${group}/orders-ne`,
    workflows: ['receive-orders'],
    twins: `${group}/orders-we`,
    onEnable: 'resume',
    except: [],
    polls: ['receive-orders'],
  },
  describe: (s) => `what enabling workflows of ${nameOf(s.resourceGroup)} picks up`,
  rights: (s) => [
    ...['', 'triggers/'].map((type) => {
      const action = `Microsoft.Logic/workflows/${type}read`;
      return { action, scope: s.resourceGroup, plane: 'control' as const };
    }),
    ...s.polls.map((name) => ({
      action: 'Microsoft.Logic/workflows/runs/read',
      scope: idOf(s.twins, name),
      plane: 'control' as const,
    })),
  ],

  async check({ net }, s, signal) {
    const all = await net.azure.workflows(s.resourceGroup, signal);
    const chosen = all.filter((one) => isAmong(one, s));
    const pollers: Poller[] = [];
    for (let from = 0; from < chosen.length; from += atOnce) {
      const next = chosen.slice(from, from + atOnce);
      const read = await Promise.all(next.map((one) => pollerOf(one, net, s, signal)));
      pollers.push(...read.flatMap((poller) => poller ?? []));
    }
    const lost = pollers.filter(({ renews, full }) => renews && full.secured.length > 0);
    const where = nameOf(s.resourceGroup);
    const found = worstOf(lost.map(unwritable), `${pollers.length} pollers of ${where} read`);
    return found.is === 'fine' ? { ...found, note: noteOf(pollers, where) } : found;
  },
};

interface Poller {
  readonly name: string;
  readonly full: WorkflowInFull;
  readonly renews: boolean;
  readonly firedAt: Instant | undefined;
  /** How often its twin has run since; absent where nobody may count. */
  readonly since: number | undefined;
}

/** Undefined for one that has no place to go on from. */
async function pollerOf(
  { id }: Workflow,
  { azure }: Net,
  s: Settings,
  signal: AbortSignal,
): Promise<Poller | undefined> {
  const full = workflowIn(await azure.resource(id, workflowVersion, signal));
  if (full.polling.length === 0) return undefined;
  const name = nameOf(id);
  const firedAt = lastLookIn(await azure.resource(`${id}/triggers`, workflowVersion, signal));
  const renews = (s.onEnable === 'fromNow') !== isNamed(s.except, name);
  const runs = `${idOf(s.twins, name)}/runs?$top=${runsMax}${after(firedAt)}`;
  const since = isNamed(s.polls, name)
    ? passagesIn(await azure.resource(runs, workflowVersion, signal)).length
    : undefined;
  return { name, full, renews, firedAt, since };
}

function after(at: Instant | undefined): string {
  return at === undefined ? '' : `&$filter=startTime ge ${new Date(at).toISOString()}`;
}

/** The step that would renew it is stuck on it. */
function unwritable({ name, full }: Poller): CheckFinding {
  const why = `the trigger of ${name} cannot be renewed: ARM does not tell the values of ${full.secured.join(', ')}`;
  const next = 'Give it those values by a Key Vault action or a connection, or have it resume.';
  return { is: 'fails', why, next };
}

/** Those of whom the same is to be said are named together. */
function noteOf(pollers: readonly Poller[], where: string): string {
  if (pollers.length === 0) return `no workflow of ${where} polls`;
  const alike = [...Map.groupBy(pollers, pickup)].map(
    ([said, of]) => `${told(of.map(({ name }) => name))} ${said}`,
  );
  return `${where}: ${told(alike, '; ')}`;
}

function told(all: readonly string[], between = ', '): string {
  const rest = all.length - toldMax;
  return [...all.slice(0, toldMax), ...(rest > 0 ? [`and ${rest} more`] : [])].join(between);
}

/** `disabled since …, last fired …: enabling picks up all that came after` */
function pickup({ full, renews, firedAt, since }: Poller): string {
  if (full.state === 'Enabled') return 'enabled already';
  const changed = full.changedAt === undefined ? '' : ` since ${utcDay(full.changedAt)}`;
  const fired = firedAt === undefined ? 'never fired' : `last fired ${utcDay(firedAt)}`;
  const before = `${full.state.toLowerCase()}${changed}, ${fired}`;
  if (renews) return `${before}: enabling picks up nothing from before`;
  const start = firedAt === undefined ? 'all that lies there' : 'all that came after';
  return `${before}: enabling picks up ${start}${countOf(since)}`;
}

/** As many as its twin has had: what it has taken away for good is not picked up again. */
function countOf(since: number | undefined): string {
  if (since === undefined) return '';
  const runs = since >= runsMax ? `${runsMax} runs or more` : `about ${since} runs`;
  return ` and was not taken away by its twin, which has had ${runs} since`;
}

function isNamed(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function idOf(resourceGroup: string, name: string): string {
  return `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`;
}
