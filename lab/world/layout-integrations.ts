/** The integration accounts that a watch file describes, and the workflows beside them. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { IntegrationLayout, WorkflowLayout } from './azure.ts';
import { probesOf, read, stepsOf } from './specs.ts';

/** Where the file names none, the lab has these. */
const agreementsUsual = ['acme', 'globex'];

export function integrationsOf(service: Service): readonly IntegrationLayout[] {
  const raise = stepsOf(service, read.numbers).find(({ to }) => to === 'secondary')?.settings;
  if (raise === undefined) return [];
  const accounts = { primary: raise.source, secondary: raise.account };
  return [{ accounts, agreements: raise.agreements ?? agreementsUsual }];
}

/** A health workflow in the group of each account, and what replicates, in the secondary region. */
export function workflowsBeside(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly WorkflowLayout[] {
  const [integration] = integrationsOf(service);
  if (integration === undefined) return [];
  const [stop] = stepsOf(service, read.state);
  const replicators = (stop?.settings.workflows ?? []).map((name) =>
    workflow(stop?.settings.resourceGroup ?? '', name, 'secondary', { does: 'replicator' }),
  );
  const health = sides.flatMap((side) => {
    const probe = probesOf(service, read.workflow).find((asked) => asked.side === side)?.settings;
    const group = integration.accounts[side].split('/providers/')[0] ?? '';
    const callback = probe && { callback: secrets[probe.url] ?? '' };
    return probe ? [workflow(group, probe.name, side, { does: 'health', ...callback })] : [];
  });
  return [...health, ...replicators];
}

function workflow(
  group: string,
  name: string,
  side: Side,
  more: Pick<WorkflowLayout, 'does' | 'callback'>,
): WorkflowLayout {
  const id = `${group}/providers/Microsoft.Logic/workflows/${name}`;
  return { id, side, enabled: true, tags: {}, ...more };
}
