/** Carries out what the service of integration accounts has for a move, in order of phase, on the partners of a story. */

import { type Side, sides } from '../../core/names.ts';
import { type Move, type MoveMode, movePhases, type StepSpec } from '../../core/plan.ts';
import { integrationAccount } from '../../services/integration-account.ts';
import { accountOf } from './partners.ts';

export interface Rule {
  readonly margin: number;
  readonly factor: number;
  readonly create: boolean;
}

/** The names of what copies are the sides that it copies from. */
const group = (side: Side) => `/subscriptions/s/resourceGroups/${side}`;

export function specsOf(
  rule: Rule,
  hasReverse: boolean,
  how: { readonly move: Move; readonly mode: MoveMode; readonly from: Side },
): readonly StepSpec[] {
  const side = (at: Side) => ({ account: accountOf(at), health: 'env:H', healthName: 'health' });
  const reverse = {
    resourceGroup: group('primary'),
    workflows: ['secondary'],
    senders: { resourceGroup: group('primary'), workflows: ['sender'] },
  };
  const replication = {
    ...{ resourceGroup: group('secondary'), workflows: ['primary'] },
    ...(hasReverse && { reverse }),
  };
  const settings = { primary: side('primary'), secondary: side('secondary'), replication };
  const specs = integrationAccount.steps({ ...rule, headroomDays: 14, ...settings }, how);
  return movePhases.flatMap((phase) => specs.filter((spec) => spec.phase === phase));
}

/** What a step that switches what copies does to the sides that are copied from. */
export function switched({ settings }: StepSpec, copying: Set<Side>): void {
  const { workflows, state } = Object(settings);
  for (const side of sides.filter((one) => [workflows].flat().includes(one))) {
    if (state === 'Enabled') copying.add(side);
    else copying.delete(side);
  }
}
