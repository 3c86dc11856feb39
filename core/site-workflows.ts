/** Workflows of Logic Apps Standard as ARM words them: whoever moves, probes or checks them reads them here. */

import type { AzureReader } from './azure.ts';

/** Microsoft.Web/sites, as `@azure/arm-appservice` 19 asks for its workflows. */
export const sitesVersion = '2025-05-01';

export interface SiteWorkflow {
  readonly name: string;
  /** `Enabled`, `Disabled`…: what the runtime makes of the setting, and of the file. */
  readonly state: string;
  /** Why it would not run though it is enabled: `is Unhealthy (InvalidConnection)`; absent, nothing is. */
  readonly ill: string | undefined;
}

/** `site`: a full ARM id. */
export interface SiteAsked {
  readonly site: string;
  readonly apiVersion: string;
}

/** The application setting that says whether a workflow runs. */
export function flowSetting(workflow: string): string {
  return `Workflows.${workflow}.FlowState`;
}

/** Every workflow of a site, all pages. `patiently` rests where ARM asks for it. */
export async function siteWorkflows(
  azure: Pick<AzureReader, 'resource'>,
  { site, apiVersion }: SiteAsked,
  signal: AbortSignal,
  patiently: <T>(ask: () => Promise<T>) => Promise<T> = (ask) => ask(),
): Promise<readonly SiteWorkflow[]> {
  const all: SiteWorkflow[] = [];
  let page: string | undefined = `${site}/workflows`;
  while (page !== undefined) {
    const asked: string = page;
    const { value, nextLink } = Object(
      await patiently(() => azure.resource(asked, apiVersion, signal)),
    );
    if (!Array.isArray(value)) throw new Error('ARM told no list of workflows');
    all.push(...value.map(workflowIn));
    page = nextOf(nextLink, site);
  }
  return all;
}

/** By their names, whose case means nothing; `missing`: those that the site does not have. */
export function named(
  all: readonly SiteWorkflow[],
  names: readonly string[],
): { readonly found: readonly SiteWorkflow[]; readonly missing: readonly string[] } {
  const known = new Map(all.map((one) => [one.name.toLowerCase(), one]));
  const called = (name: string) => known.get(name.toLowerCase());
  return {
    found: names.flatMap((name) => called(name) ?? []),
    missing: names.filter((name) => called(name) === undefined),
  };
}

/** Source: `WorkflowEnvelope` and `WorkflowHealth` of Microsoft.Web 2025-05-01. */
function workflowIn(body: unknown): SiteWorkflow {
  const { name, properties } = Object(body);
  const { flowState, health } = Object(properties);
  // ARM calls it by its site as well: `orders-we/receive`.
  const own = typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : '';
  if (own === '' || typeof flowState !== 'string') {
    throw new Error(`ARM told no state of the workflow ${own}`);
  }
  return { name: own, state: flowState, ill: illnessIn(health) };
}

/** The code alone: nobody knows what the words beside it quote. */
function illnessIn(health: unknown): string | undefined {
  const { state, error } = Object(health);
  if (state !== 'Unhealthy' && state !== 'Unknown') return undefined;
  const { code } = Object(error);
  const told = state === 'Unknown' ? 'is of unknown health' : 'is Unhealthy';
  return typeof code === 'string' ? `${told} (${code})` : told;
}

/** Only the query of a link is followed: where to ask is known, and our token goes nowhere else. */
function nextOf(link: unknown, site: string): string | undefined {
  if (typeof link !== 'string' || link === '') return undefined;
  const at = link.indexOf('?');
  if (at < 0) throw new Error('a list of workflows goes on nowhere');
  return `${site}/workflows${link.slice(at)}`;
}
