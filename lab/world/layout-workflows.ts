/** The workflows that a watch file describes, or lets us guess where it only names a tag. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import { isAmong, type WorkflowNames } from '../../core/workflows.ts';
import type { WorkflowLayout } from './azure.ts';
import { epochsOf } from './layout-events.ts';
import { busRulesOf } from './layout-rules.ts';
import { isOn, probesOf, read, stepsOf } from './specs.ts';

/** Who is told only a tag or a prefix finds these behind it, unless the other side has names. */
const usual = ['receive-orders', 'receive-invoices', 'receive-despatch'] as const;

interface Group extends WorkflowNames {
  readonly resourceGroup: string;
}

export function workflowsOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly WorkflowLayout[] {
  const groups = groupsOf(service);
  const named = sides.map((side) => groups[side]?.workflows).find((names) => names !== undefined);
  const polled = probesOf(service, read.runs).map(({ settings }) => nameOf(settings.workflow));
  return sides.flatMap((side) => {
    const group = groups[side];
    if (group === undefined) return [];
    const probe = probesOf(service, read.workflow).find((asked) => asked.side === side)?.settings;
    const health = probe && { name: probe.name, callback: secrets[probe.url] ?? '' };
    const moved = group.workflows ?? named ?? usual.map((name) => `${group.prefix ?? ''}${name}`);
    const names = new Set([...moved, ...polled, ...(health ? [health.name] : [])]);
    return [...names].map((name) => {
      const made = workflowOf(name, { side, enabled: isOn(service, side) }, group, health);
      return { ...made, ...pollingOf(made, service), ...checkedBy(service, made) };
    });
  });
}

/** Whatever is fenced by a key reads it, as it should, and listens by a rule of its side where there is one. */
export function checkedBy(
  service: Service,
  { side, does }: Pick<WorkflowLayout, 'side' | 'does'>,
): Pick<WorkflowLayout, 'checks' | 'listensBy'> {
  if (does !== 'receiver') return {};
  const [epoch] = epochsOf(service);
  const rule = busRulesOf(service).find((one) => one.side === side);
  return {
    ...(epoch && { checks: { key: epoch.id, value: epoch.values[side] } }),
    ...(rule && { listensBy: rule.id }),
  };
}

/** What is said of how it looks, and of where it begins when it is enabled. */
function pollingOf(made: WorkflowLayout, service: Service) {
  const asked = probesOf(service, read.runs).find(
    ({ settings }) => settings.workflow.toLowerCase() === made.id.toLowerCase(),
  );
  const renewed = stepsOf(service, read.renewal).some(
    ({ to, settings }) =>
      to === made.side &&
      !settings.except.some((name) => made.id.endsWith(`/${name}`)) &&
      isAmong({ ...made, state: 'Disabled' }, settings),
  );
  return {
    ...(asked && { trigger: asked.settings.trigger }),
    ...(renewed && { leaves: true as const }),
  };
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
  where: Pick<WorkflowLayout, 'side' | 'enabled'>,
  { resourceGroup, tag }: Group,
  health: { readonly name: string; readonly callback: string } | undefined,
): WorkflowLayout {
  return {
    id: `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`,
    ...where,
    tags: tag === undefined ? {} : { [tag.name]: tag.value },
    ...(name === health?.name
      ? { does: 'health', callback: health.callback }
      : { does: 'receiver' }),
  };
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
