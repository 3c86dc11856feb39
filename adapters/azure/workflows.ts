/** Logic Apps workflows (Consumption) through Microsoft.Logic 2019-05-01. */

import {
  type WorkflowRun as ArmRun,
  type Workflow as ArmWorkflow,
  getContinuationToken,
  KnownWorkflowState,
} from '@azure/arm-logic';
import type { Azure, Workflow, WorkflowRun } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { armIdOf, nameIn } from './arm-id.ts';
import type { Arm } from './clients.ts';

type Workflows = Pick<Azure, 'workflow' | 'workflows' | 'openRuns' | 'setWorkflow'>;

/** A group with more pages than this is not one that anybody switches. */
const pagesMax = 500;

export function workflowsOf(arm: Arm): Workflows {
  return {
    async workflow(id, signal) {
      const name = nameIn(id, 'workflows');
      const { group } = armIdOf(id);
      const found = await arm.read(
        { id, what: `read workflow ${name}`, signal },
        (on, abortSignal) => on.logic.workflows.get(group, name, { abortSignal }),
      );
      return workflowOf(found);
    },

    async workflows(group, signal) {
      const found: Workflow[] = [];
      let continuationToken: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const next = await pageOf(arm, group, continuationToken, signal);
        found.push(...next.workflows);
        continuationToken = next.continuationToken;
        if (continuationToken === undefined) return found;
      }
      throw new Between(`list workflows: more than ${pagesMax} pages in ${group}`);
    },

    async openRuns(id, top, signal) {
      const asked = openStatuses.map((status) => runsOf(arm, id, { status, top }, signal));
      return (await Promise.all(asked)).flat().toSorted((a, b) => b.startedAt - a.startedAt);
    },

    async setWorkflow(id, state, signal) {
      const name = nameIn(id, 'workflows');
      const { group } = armIdOf(id);
      const verb = state === 'Enabled' ? 'enable' : 'disable';
      await arm.write({ id, what: `${verb} workflow ${name}`, signal }, (on, abortSignal) =>
        on.logic.workflows[verb](group, name, { abortSignal }),
      );
    },
  };
}

/** One question each: of a filter the document only tells that it may name a status. */
const openStatuses = ['Running', 'Waiting'] as const;

/** `WorkflowRuns_List`, of which the first page holds `top`, if there are as many. */
function runsOf(
  arm: Arm,
  id: string,
  { status, top }: { readonly status: (typeof openStatuses)[number]; readonly top: number },
  signal: AbortSignal,
): Promise<readonly WorkflowRun[]> {
  const name = nameIn(id, 'workflows');
  const { group } = armIdOf(id);
  const what = `list ${status.toLowerCase()} runs of ${name}`;
  return arm.read({ id, what, signal }, async (on, abortSignal) => {
    const options = { abortSignal, top, filter: `status eq '${status}'` };
    const { value = [] } = await on.logic.workflowRuns.list(group, name, options).byPage().next();
    return value.flatMap((run: ArmRun) => (run.status === status ? [runOf(run)] : []));
  });
}

function runOf({ name = '', startTime }: ArmRun): WorkflowRun {
  return { name, startedAt: (startTime?.getTime() ?? 0) as Instant };
}

interface Page {
  readonly workflows: readonly Workflow[];
  readonly continuationToken: string | undefined;
}

/** Page by page, so that each has a deadline of its own. */
function pageOf(
  arm: Arm,
  id: string,
  continuationToken: string | undefined,
  signal: AbortSignal,
): Promise<Page> {
  const { group } = armIdOf(id);
  return arm.read({ id, what: `list workflows of ${group}`, signal }, async (on, abortSignal) => {
    const from = continuationToken === undefined ? {} : { continuationToken };
    const pages = on.logic.workflows.listByResourceGroup(group, { abortSignal }).byPage(from);
    const { value: page = [] } = await pages.next();
    return { workflows: page.map(workflowOf), continuationToken: getContinuationToken(page) };
  });
}

function workflowOf({ id = '', state, tags = {} }: ArmWorkflow): Workflow {
  return { id, state: stateOf(state), tags };
}

/** A state that the api-version does not list is not one that we know how to read. */
function stateOf(told: string | undefined): Workflow['state'] {
  switch (told) {
    case KnownWorkflowState.Enabled:
    case KnownWorkflowState.Disabled:
    case KnownWorkflowState.Completed:
    case KnownWorkflowState.Deleted:
    case KnownWorkflowState.Suspended:
      return told;
    default:
      return 'NotSpecified';
  }
}
