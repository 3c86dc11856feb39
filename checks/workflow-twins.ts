/** Whether the workflows of both sides exist, and are the same by name. */

import * as z from 'zod';
import type { Workflow } from '../core/azure.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import { counted } from '../core/telling/words.ts';
import { isAmong } from '../core/workflows.ts';
import { groupId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const side = z
  .strictObject({
    resourceGroup: groupId,
    workflows: z.array(z.string().min(1)).min(1).optional(),
    tag: z.strictObject({ name: z.string().min(1), value: z.string() }).optional(),
    prefix: z.string().min(1).optional(),
  })
  .refine((s) => [s.workflows, s.tag, s.prefix].filter((way) => way !== undefined).length === 1, {
    message: 'must name either `workflows`, a `tag` or a `prefix`, and only one of them',
  });

const settings = z.strictObject({
  primary: side,
  secondary: side,
  /** Must never run on both sides at once. */
  singleton: z.boolean(),
});

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

export const workflowTwins: CheckKind<Settings> = {
  settings,
  example: {
    primary: { resourceGroup: `${group}/orders-we`, workflows: ['receive-orders'] },
    secondary: { resourceGroup: `${group}/orders-ne`, workflows: ['receive-orders'] },
    singleton: true,
  },
  describe: (s) =>
    `workflows of ${nameOf(s.primary.resourceGroup)} and ${nameOf(s.secondary.resourceGroup)}`,
  rights: (s) =>
    sides.map((at) => ({
      action: 'Microsoft.Logic/workflows/read',
      scope: s[at].resourceGroup,
      plane: 'control',
    })),

  async check({ net }, s, signal) {
    const [primary = [], secondary = []] = await Promise.all(
      sides.map((at) => net.azure.workflows(s[at].resourceGroup, signal)),
    );
    const there = { primary, secondary };
    const found = sides.flatMap((at) => [...missing(there, at, s), ...alone(there, at, s)]);
    const both = s.singleton ? onBoth(there, s) : [];
    const moved = chosen(there.primary, s.primary).length;
    return worstOf(
      [...found, ...both],
      `${counted(moved, 'workflow')} on each side, the same by name`,
    );
  },
};

type There = Readonly<Record<Side, readonly Workflow[]>>;

/** Of what Azure has, that which moves. */
function chosen(all: readonly Workflow[], side: Settings['primary']): readonly Workflow[] {
  return all.filter((one) => isAmong(one, side));
}

/** A step that cannot find its workflows is stuck: the move would stop there. */
function missing(there: There, at: Side, s: Settings): readonly CheckFinding[] {
  const { resourceGroup, workflows, tag, prefix } = s[at];
  const where = nameOf(resourceGroup);
  const found = chosen(there[at], s[at]);
  if (tag !== undefined) {
    if (found.length > 0) return [];
    const why = `no workflow in ${where} is tagged ${tag.name}=${tag.value}`;
    return [{ is: 'fails', why, next: 'Tag those that move, or correct the tag.' }];
  }
  if (prefix !== undefined) {
    if (found.length > 0) return [];
    const why = `no workflow in ${where} has a name that begins with ${prefix}`;
    return [{ is: 'fails', why, next: 'Deploy those that move, or correct the prefix.' }];
  }
  const known = new Set(found.map(({ id }) => nameOf(id).toLowerCase()));
  const gone = (workflows ?? []).filter((name) => !known.has(name.toLowerCase()));
  if (gone.length === 0) return [];
  const next = 'Deploy it there, disabled, or take it out of the watch file.';
  return [{ is: 'fails', why: `${where} has no workflow ${gone.join(', ')}`, next }];
}

/** What runs on one side only would not run after a move; that may be meant, and is told. */
function alone(there: There, at: Side, s: Settings): readonly CheckFinding[] {
  const names = (of: Side) => chosen(there[of], s[of]).map(({ id }) => nameOf(id).toLowerCase());
  const twins = new Set([
    ...names(other(at)),
    ...(s[other(at)].workflows ?? []).map((name) => name.toLowerCase()),
  ]);
  const without = names(at).filter((name) => !twins.has(name));
  if (without.length === 0) return [];
  const why = `${without.join(', ')} of ${nameOf(s[at].resourceGroup)} has no twin in ${nameOf(s[other(at)].resourceGroup)}`;
  return [{ is: 'warns', why, next: 'Give it a twin of the same name, or leave it out.' }];
}

function onBoth(there: There, s: Settings): readonly CheckFinding[] {
  const enabled = (at: Side) =>
    chosen(there[at], s[at])
      .filter(({ state }) => state === 'Enabled')
      .map(({ id }) => nameOf(id).toLowerCase());
  const elsewhere = new Set(enabled('secondary'));
  const twice = enabled('primary').filter((name) => elsewhere.has(name));
  if (twice.length === 0) return [];
  const why = `${twice.join(', ')} is enabled on both sides, and must run on one`;
  return [{ is: 'warns', why, next: 'Disable it on the side that does not serve.' }];
}
