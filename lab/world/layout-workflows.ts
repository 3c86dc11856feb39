/** The workflows that a watch file describes, or lets us guess where it only names a tag. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { WorkflowLayout } from './azure.ts';
import { probesOf, read, stepsOf } from './specs.ts';

/** Who is told only a tag finds these behind it, unless the other side has names. */
const tagged = ['receive-orders', 'receive-invoices', 'receive-despatch'] as const;

interface Group {
  readonly resourceGroup: string;
  readonly workflows?: readonly string[] | undefined;
  readonly tag?: { readonly name: string; readonly value: string } | undefined;
}

export function workflowsOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly WorkflowLayout[] {
  const groups = groupsOf(service);
  const named = sides.map((side) => groups[side]?.workflows).find((names) => names !== undefined);
  return sides.flatMap((side) => {
    const group = groups[side];
    if (group === undefined) return [];
    const probe = probesOf(service, read.workflow).find((asked) => asked.side === side)?.settings;
    const health = probe && { name: probe.name, callback: secrets[probe.url] ?? '' };
    const moved = group.workflows ?? named ?? tagged;
    const names = new Set([...moved, ...(health ? [health.name] : [])]);
    return [...names].map((name) => workflowOf(name, side, group, health));
  });
}

/** A fence disables on the side a move leaves, receivers are enabled where it goes. */
function groupsOf(service: Service): Partial<Record<Side, Group>> {
  const groups: Partial<Record<Side, Group>> = {};
  for (const { from, to, settings } of stepsOf(service, read.state)) {
    groups[settings.state === 'Disabled' ? from : to] = settings;
  }
  return groups;
}

function workflowOf(
  name: string,
  side: Side,
  { resourceGroup, tag }: Group,
  health: { readonly name: string; readonly callback: string } | undefined,
): WorkflowLayout {
  return {
    id: `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`,
    side,
    enabled: side === 'primary',
    tags: tag === undefined ? {} : { [tag.name]: tag.value },
    ...(name === health?.name
      ? { does: 'health', callback: health.callback }
      : { does: 'receiver' }),
  };
}
