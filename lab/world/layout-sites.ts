/** The Logic Apps (Standard) that a watch file describes: what moves, and what answers on both sides. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { WorkflowLayout } from './azure.ts';
import { checkedBy } from './layout-workflows.ts';
import { isOn, probesOf, read } from './specs.ts';

export function siteWorkflowsOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly WorkflowLayout[] {
  return sides.flatMap((side) => {
    const on = <S>({ side: asked }: { side: Side | undefined; settings: S }) => asked === side;
    const moved = probesOf(service, read.siteHealth).find(on)?.settings;
    const health = probesOf(service, read.workflow).find(on)?.settings;
    if (moved === undefined) return [];
    const of = (name: string) => ({ id: `${moved.site}/workflows/${name}`, side, tags: {} });
    const enabled = isOn(service, side);
    return [
      ...moved.workflows.map((name): WorkflowLayout => {
        const checks = checkedBy(service, { side, does: 'receiver' });
        return { ...of(name), enabled, does: 'receiver', ...checks };
      }),
      ...(health === undefined
        ? []
        : [{ ...of(health.name), ...answering(secrets[health.url] ?? '') }]),
    ];
  });
}

function answering(callback: string) {
  return { enabled: true, does: 'health', callback } as const;
}
