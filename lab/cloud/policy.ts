/** Decides as IAM does whether a role may do something: explicit denials first, then who allows it. */

import { at, listOf, textAt, textsOf } from './data.ts';
import { type Conditions, conditionsOf, hold } from './policy-conditions.ts';
import { matches } from './wildcards.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Undefined in the policy of an identity, which is about itself. */
  readonly principals: readonly string[] | undefined;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
}

export interface Asked {
  /** The ARN of a role. */
  readonly principal: string;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case, e.g. `kms:macalgorithm`. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export interface Policies {
  readonly identity: readonly Statement[];
  readonly resource: readonly Statement[];
  /**
   * A key's own policy must allow, by naming the role or by leaving it to the account's policies;
   * elsewhere it is enough that either of the two allows.
   */
  readonly resourceMustAllow: boolean;
}

/** Undefined when it is allowed, else why not. */
export function refusalOf(asked: Asked, policies: Policies): string | undefined {
  const by = (statements: readonly Statement[], effect: Statement['effect']) =>
    statements.some((s) => s.effect === effect && covers(s, asked));
  if (by(policies.identity, 'Deny')) return 'an identity-based policy denies it explicitly';
  if (by(policies.resource, 'Deny')) return 'a resource-based policy denies it explicitly';
  const identity = by(policies.identity, 'Allow');
  const resource = by(policies.resource, 'Allow');
  if (resource || (identity && !policies.resourceMustAllow)) return undefined;
  if (!identity) return 'no identity-based policy allows it';
  return delegated(asked, policies) ? undefined : 'no resource-based policy allows it';
}

/** Whether the resource leaves this to the policies of its account. */
function delegated(asked: Asked, { resource }: Policies): boolean {
  const root = `arn:aws:iam::${asked.account}:root`;
  return resource.some(
    (s) =>
      s.effect === 'Allow' &&
      s.principals?.includes(root) === true &&
      covers({ ...s, principals: ['*'] }, asked),
  );
}

/** From the JSON of a policy document, its references resolved. Throws for what is not understood. */
export function statementsOf(document: unknown): readonly Statement[] {
  return listOf(at(document, 'Statement')).map((statement) => {
    const effect = textAt(statement, 'Effect');
    if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`no effect: ${effect}`);
    for (const unknown of ['NotPrincipal', 'NotResource']) {
      if (at(statement, unknown) !== undefined) throw new Error(`the lab has no ${unknown}`);
    }
    return {
      effect,
      principals: principalsOf(at(statement, 'Principal')),
      actions: textsOf(at(statement, 'Action')),
      notActions: textsOf(at(statement, 'NotAction')),
      resources: textsOf(at(statement, 'Resource')),
      conditions: conditionsOf(at(statement, 'Condition')),
    };
  });
}

/** Services are principals too; nobody here calls as one. */
function principalsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  return value === '*' ? ['*'] : textsOf(at(value, 'AWS'));
}

function covers(statement: Statement, asked: Asked): boolean {
  const { principals, actions, notActions, resources, conditions } = statement;
  const who =
    principals === undefined || principals.some((p) => p === '*' || p === asked.principal);
  const one = (pattern: string) => matches(pattern.toLowerCase(), asked.action.toLowerCase());
  const does = actions.length > 0 ? actions.some(one) : !notActions.some(one);
  return (
    who &&
    does &&
    resources.some((pattern) => matches(pattern, asked.resource)) &&
    hold(conditions, asked.context)
  );
}
