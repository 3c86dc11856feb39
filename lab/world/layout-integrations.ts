/** The integration accounts that a watch file describes, and the workflows beside them. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { IntegrationLayout, WorkflowLayout } from './azure.ts';
import { probesOf, read, stepsOf } from './specs.ts';

/** Where the file names none, the lab has these. */
const agreementsUsual = ['acme', 'globex'];
/** No file names them: they number nothing. */
const as2Usual = ['initech-as2'];

export function integrationsOf(service: Service): readonly IntegrationLayout[] {
  const raise = stepsOf(service, read.numbers).find(({ to }) => to === 'secondary')?.settings;
  if (raise === undefined) return [];
  const accounts = { primary: raise.source, secondary: raise.account };
  return [{ accounts, agreements: raise.agreements ?? agreementsUsual, as2: as2Usual }];
}

/** A health workflow in the group of each account, and what copies, each in the region that it copies to. */
export function workflowsBeside(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly WorkflowLayout[] {
  const [integration] = integrationsOf(service);
  if (integration === undefined) return [];
  const [forward] = stepsOf(service, read.state);
  const [reverse] = stepsOf(service, read.ended);
  const replicators = sides.flatMap((side) => {
    const { workflows = [], resourceGroup = '' } =
      (side === 'primary' ? reverse : forward)?.settings ?? {};
    return workflows.map((name) => {
      const more = { does: 'replicator', enabled: side === 'secondary' } as const;
      return workflow(resourceGroup, name, side, more);
    });
  });
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
  more: Pick<WorkflowLayout, 'does' | 'callback'> & { readonly enabled?: boolean },
): WorkflowLayout {
  const id = `${group}/providers/Microsoft.Logic/workflows/${name}`;
  return { id, side, enabled: true, tags: {}, ...more };
}
