/** Which workflows of Logic Apps Standard a step is about, and how it names them. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { named, type SiteWorkflow, sitesVersion, siteWorkflows } from '../core/site-workflows.ts';
import { idOf, nameOf } from './arm-id.ts';
import { patienceWith } from './patience.ts';

const siteId = idOf(
  '/providers/Microsoft\\.Web/sites/[^/]+',
  'a Logic App (Standard)',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Web/sites/<name>',
);
const workflowName = z.string().regex(/^[\w-]{1,80}$/, 'must be the name of a workflow');

export const siteSettings = z.strictObject({
  site: siteId,
  workflows: z.array(workflowName).min(1),
  apiVersion: z.string().min(1).default(sitesVersion),
});

export type SiteSettings = z.infer<typeof siteSettings>;

export const siteExample: SiteSettings = {
  site: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.Web/sites/orders-we',
  workflows: ['receive-orders', 'receive-invoices'],
  apiVersion: sitesVersion,
};

/** How many names a sentence can bear. */
const namesToldMax = 3;

export async function chosen(
  azure: AzureReader,
  settings: SiteSettings,
  signal: AbortSignal,
): Promise<{ readonly found: readonly SiteWorkflow[]; readonly missing: string | undefined }> {
  const all = await siteWorkflows(azure, settings, signal, patienceWith(azure, signal));
  const { found, missing } = named(all, settings.workflows);
  const why = `${several(missing)} not found in ${nameOf(settings.site)}`;
  return { found, missing: missing.length === 0 ? undefined : why };
}

export function subjectOf({ site, workflows }: SiteSettings): string {
  return `${several(workflows)} in ${nameOf(site)}`;
}

export function several(texts: readonly string[]): string {
  const rest = texts.length - namesToldMax;
  const told = texts.slice(0, namesToldMax).join(', ');
  return rest > 0 ? `${told} and ${rest} more` : told;
}
