/** Which workflows a step is about: by name or by tag, read from their resource group. */

import type { AzureReader, Workflow } from '../core/azure.ts';
import { Refusal } from '../core/kinds.ts';
import { nameOf } from './arm-id.ts';
import type { Patiently } from './patience.ts';
import { sideBySide } from './side-by-side.ts';

export interface WorkflowChoice {
  readonly resourceGroup: string;
  readonly workflows?: readonly string[] | undefined;
  readonly tag?: { readonly name: string; readonly value: string } | undefined;
  readonly concurrency: number;
}

export interface Chosen {
  readonly found: readonly Workflow[];
  /** Names that Azure says do not exist. */
  readonly missing: readonly string[];
}

export async function choose(
  azure: AzureReader,
  choice: WorkflowChoice,
  patiently: Patiently,
  signal: AbortSignal,
): Promise<Chosen> {
  const all = await patiently(() => azure.workflows(choice.resourceGroup, signal));
  const { tag, workflows: names = [] } = choice;
  if (tag !== undefined) return { found: all.filter((one) => carries(one, tag)), missing: [] };

  const byName = new Map(all.map((one) => [nameOf(one.id).toLowerCase(), one]));
  const listed = names.flatMap((name) => byName.get(name.toLowerCase()) ?? []);
  const unlisted = names.filter((name) => !byName.has(name.toLowerCase()));
  const asked = await askEach(azure, { ...choice, workflows: unlisted }, patiently, signal);
  return { found: [...listed, ...asked.found], missing: asked.missing };
}

export function workflowId(resourceGroup: string, name: string): string {
  return `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`;
}

/** A list may leave out what a dark region cannot tell; only a 404 of its own makes one missing. */
async function askEach(
  azure: AzureReader,
  { resourceGroup, workflows: names = [], concurrency }: WorkflowChoice,
  patiently: Patiently,
  signal: AbortSignal,
): Promise<Chosen> {
  const found: Workflow[] = [];
  const missing: string[] = [];
  const unknown: unknown[] = [];
  await sideBySide(names, concurrency, async (name) => {
    if (unknown.length > 0) return;
    try {
      const id = workflowId(resourceGroup, name);
      found.push(await patiently(() => azure.workflow(id, signal)));
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) missing.push(name);
      else unknown.push(error);
    }
  });
  if (unknown.length > 0) throw unknown[0];
  return { found, missing };
}

/** Tag names have no case in Azure; their values do. */
function carries(
  { tags }: Workflow,
  tag: { readonly name: string; readonly value: string },
): boolean {
  const name = tag.name.toLowerCase();
  return Object.entries(tags).some(([key, value]) => {
    return key.toLowerCase() === name && value === tag.value;
  });
}
