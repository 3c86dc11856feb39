/** Microsoft.Logic/workflows 2019-05-01: read, list, write, switch; triggers, looks and runs, and those begun again. */

import type { Region } from '../../core/names.ts';
import {
  type ArmCall,
  type ArmState,
  type ArmWorld,
  empty,
  json,
  type Operation,
  regionsOf,
  resourceGroup,
} from './arm-route.ts';

const workflows = `${resourceGroup}/providers/Microsoft.Logic/workflows`;
const workflow = `${workflows}/{workflow}`;
const shared = { provider: 'logic', apiVersion: '2019-05-01' } as const;

/** Small, so that every list of more than a few workflows has to be turned over. */
const pageSize = 20;

export const logicOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'GET',
    path: workflows,
    regions: regionsOfGroup,
    answer: list,
  },
  {
    ...shared,
    method: 'GET',
    path: workflow,
    regions: regionsOf,
    answer: (arm, { id }) => json(200, arm.resource(id)),
  },
  {
    ...shared,
    method: 'PUT',
    path: workflow,
    regions: regionsOf,
    answer(arm, { by, id, body }) {
      arm.put(by, id, body);
      return json(200, arm.resource(id));
    },
  },
  listed('runs'),
  listed('triggers'),
  listed('triggers/{trigger}/histories'),
  {
    ...shared,
    method: 'POST',
    path: `${workflow}/triggers/{trigger}/histories/{history}`,
    action: 'resubmit',
    regions: regionsOf,
    answer(arm, { by, id, body }) {
      arm.act(by, `${id}/resubmit`, body);
      return empty(202);
    },
  },
  { ...shared, method: 'POST', path: workflow, ...set('enable', 'Enabled') },
  { ...shared, method: 'POST', path: workflow, ...set('disable', 'Disabled') },
];

/** What is kept below a workflow. */
function listed(part: string): Operation {
  const answer: Operation['answer'] = (arm, { id, query }) =>
    json(200, arm.resource(`${id}?${query}`));
  return { ...shared, method: 'GET', path: `${workflow}/${part}`, regions: regionsOf, answer };
}

function set(action: string, state: 'Enabled' | 'Disabled') {
  return {
    action,
    regions: regionsOf,
    answer(arm: ArmState, { by, id }: ArmCall) {
      arm.setWorkflow(by, id, state);
      return empty(200);
    },
  };
}

/** Every region that has workflows in the group must say what it has. */
function regionsOfGroup({ layout }: ArmWorld, id: string): readonly Region[] {
  const group = `${groupOf(id)}/`.toLowerCase();
  const members = layout.workflows.filter((one) => one.id.toLowerCase().startsWith(group));
  return [...new Set(members.map(({ side }) => layout.regions[side]))].toSorted();
}

function list(arm: ArmState, { id, host, query }: ArmCall) {
  const all = arm.workflows(groupOf(id));
  const from = Number(query.get('$skiptoken') ?? 0);
  const to = from + Number(query.get('$top') ?? pageSize);
  const value = all.slice(from, to).map((one) => arm.resource(one.id));
  if (to >= all.length) return json(200, { value });
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(to));
  return json(200, { value, nextLink: `https://${host}${id}?${next}` });
}

function groupOf(id: string): string {
  return id.slice(0, id.search(/\/providers\//i));
}
