/** Commands that begin abandoned runs again, where they were begun by something that can be taken up. */

import type { AzureReader } from '../../core/azure.ts';
import type { AbandonedRun, RunSeen } from '../../core/telling/reconciliation.ts';
import { patienceWith } from '../../steps/patience.ts';
import type { Flow } from './flows.ts';

/** `WorkflowTriggerHistories_Resubmit`: the history of what began a run bears the run's own name. */
export async function withCommands(
  azure: AzureReader,
  flow: Flow,
  runs: readonly RunSeen[],
  signal: AbortSignal,
): Promise<readonly AbandonedRun[]> {
  const clocks = flow.isConsumption ? await clocksOf(azure, flow, signal) : [];
  return runs.map((run) => {
    const none = (why: string) => ({ ...run, resubmit: { is: 'none', why } as const });
    if (run.trigger === undefined) return none('it was begun by no trigger');
    if (clocks.includes(run.trigger)) {
      return none(`${run.trigger} only tells the time: it begins the next one by itself`);
    }
    const trigger = encoded(run.trigger);
    const path = `${flow.base}/triggers/${trigger}/histories/${encoded(run.run)}/resubmit`;
    const url = `https://management.azure.com${path}?api-version=${flow.apiVersion}`;
    return { ...run, resubmit: { is: 'command', command: `az rest --method post --url "${url}"` } };
  });
}

/** Triggers that bring nothing along. */
async function clocksOf(
  azure: AzureReader,
  { base, apiVersion }: Flow,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const patiently = patienceWith(azure, signal);
  const told = await patiently(() => azure.resource(base, apiVersion, signal));
  const { triggers } = Object(Object(Object(told).properties).definition);
  return Object.entries(Object(triggers)).flatMap(([name, trigger]) =>
    /^(recurrence|slidingwindow)$/i.test(String(Object(trigger).type)) ? [name] : [],
  );
}

/** For a shell as well: nothing in it ends a quotation, or stands for something else. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (one) => {
    return `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
