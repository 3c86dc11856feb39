/** Shared access rules of Service Bus, as ARM words them: what whoever signs with a key of one may do. */

import type { Right } from './kinds.ts';

/** Without `Manage`, which is nothing for who receives or sends. */
export const busRights = ['Listen', 'Send'] as const;
export type BusRight = (typeof busRights)[number];

export const busRulesVersion = '2021-11-01';

/** Of a namespace, of a queue or of a topic. */
export const busRuleIdPattern =
  '/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.ServiceBus/namespaces/[^/]+(?:/(?:queues|topics)/[^/]+)?/authorizationRules/[^/?#]+';

/** Sorted; undefined where ARM tells none. Source: `SBAuthorizationRule` of 2021-11-01. */
export function busRightsIn(body: unknown): readonly string[] | undefined {
  const { rights } = Object(Object(body).properties);
  if (!Array.isArray(rights)) return undefined;
  return rights.map(String).toSorted();
}

export function sameRights(one: readonly string[], other: readonly string[]): boolean {
  return [...one].toSorted().join() === [...other].toSorted().join();
}

/** The ARM id of the namespace that a rule is part of. */
export function namespaceOf(rule: string): string {
  return rule.split('/').slice(0, 9).join('/');
}

/** `receivers-we of contoso-inbox/orders`: what people call it. */
export function ruleName(rule: string): string {
  const [, , , , , , , , namespace = '', ...rest] = rule.split('/');
  const name = rest.at(-1) ?? '';
  return `${name} of ${rest.length > 2 ? `${namespace}/${rest[1]}` : namespace}`;
}

/** Its keys have actions of their own, which nobody here asks for. */
export function rightsOnRule(rule: string, verbs: readonly ('read' | 'write')[]): readonly Right[] {
  const type = /\/(queues|topics)\/[^/]+\/authorizationRules\//i.exec(rule)?.[1]?.toLowerCase();
  const of = type === undefined ? '' : `/${type}`;
  return verbs.map((verb) => ({
    action: `Microsoft.ServiceBus/namespaces${of}/authorizationRules/${verb}`,
    scope: rule,
    plane: 'control',
  }));
}
