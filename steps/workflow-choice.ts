/** Which workflows a step is about: by name, tag or prefix, read from their resource group. */

import * as z from 'zod';
import type { AzureReader, Workflow } from '../core/azure.ts';
import { Refusal } from '../core/kinds.ts';
import { isAmong, type WorkflowNames } from '../core/workflows.ts';
import { nameOf, resourceGroupId } from './arm-id.ts';
import type { Patiently } from './patience.ts';
import { sideBySide } from './side-by-side.ts';

const name = z.string().regex(/^[\w().-]{1,80}$/, 'must be the name of a workflow');

/** To be joined with what else a step has to be told, and refined by `oneWay`. */
export const choiceShape = {
  resourceGroup: resourceGroupId,
  workflows: z.array(name).min(1).optional(),
  /** Instead of names: every workflow of the group that carries this tag. */
  tag: z.strictObject({ name: z.string().min(1), value: z.string() }).optional(),
  /** Instead of names: every workflow of the group whose name begins so. */
  prefix: name.optional(),
  /** Questions, or writes, at once. Azure throttles per subscription; more only find that sooner. */
  concurrency: z.int().min(1).max(32).default(8),
};

export const oneWay = [
  ({ workflows, tag, prefix }: WorkflowNames) =>
    [workflows, tag, prefix].filter((way) => way !== undefined).length === 1,
  { message: 'must name either `workflows`, a `tag` or a `prefix`, and only one of them' },
] as const;

export interface WorkflowChoice extends WorkflowNames {
  readonly resourceGroup: string;
  readonly concurrency: number;
}

export interface Chosen {
  readonly found: readonly Workflow[];
  /** Names that Azure says do not exist. */
  readonly missing: readonly string[];
}

/** How many names a sentence can bear. */
const namesToldMax = 3;

export async function choose(
  azure: AzureReader,
  choice: WorkflowChoice,
  patiently: Patiently,
  signal: AbortSignal,
): Promise<Chosen> {
  const all = await patiently(() => azure.workflows(choice.resourceGroup, signal));
  const { workflows: names } = choice;
  if (names === undefined) return { found: all.filter((one) => isAmong(one, choice)), missing: [] };

  const byName = new Map(all.map((one) => [nameOf(one.id).toLowerCase(), one]));
  const listed = names.flatMap((name) => byName.get(name.toLowerCase()) ?? []);
  const unlisted = names.filter((name) => !byName.has(name.toLowerCase()));
  const asked = await askEach(azure, { ...choice, workflows: unlisted }, patiently, signal);
  return { found: [...listed, ...asked.found], missing: asked.missing };
}

export function workflowId(resourceGroup: string, name: string): string {
  return `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`;
}

/** What `choose` found, if no move can be made of it: a fence around nothing is no fence. */
export function lackOf({ found, missing }: Chosen, choice: WorkflowChoice): string | undefined {
  if (missing.length > 0) return `${several(missing)} not found in Azure`;
  return found.length === 0 ? `there are no ${subjectOf(choice)}` : undefined;
}

/** `workflows tagged farwatch=edi in contoso-edi-ne`, for people. */
export function subjectOf({ resourceGroup, workflows, tag, prefix }: WorkflowChoice): string {
  const within = `in ${nameOf(resourceGroup)}`;
  if (tag !== undefined) return `workflows tagged ${tag.name}=${tag.value} ${within}`;
  if (prefix !== undefined) return `workflows named ${prefix}… ${within}`;
  return `${several(workflows ?? [])} ${within}`;
}

/** The members of a tag, or of a prefix, are known only to Azure, so that it stands for them. */
export function targetsOf({ resourceGroup, workflows, tag, prefix }: WorkflowChoice) {
  const names = workflows ?? (tag === undefined ? [`${prefix}*`] : [`*[${tag.name}=${tag.value}]`]);
  return names.map((name) => workflowId(resourceGroup, name).toLowerCase());
}

export function several(texts: readonly string[]): string {
  const rest = texts.length - namesToldMax;
  const told = texts.slice(0, namesToldMax).join(', ');
  return rest > 0 ? `${told} and ${rest} more` : told;
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
