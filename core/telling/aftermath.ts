/** What a move leaves behind: what may be lost or doubled, and what people still have to do. */

import { owedSteps } from '../carrying.ts';
import type { Fact, FactOf, Outcome } from '../fact.ts';
import type { Incident } from '../incident.ts';
import { type Plan, servesAfter } from '../plan.ts';
import type { Watch } from '../watch.ts';
import { doneTo, isDrain } from './drained.ts';
import { inOverlap, whileOwed } from './fenced.ts';
import { carried } from './steps.ts';
import { lastOf } from './story.ts';
import { leftBehind, warningOf } from './traffic-only.ts';
import { listed, took } from './words.ts';

/** What may be lost or doubled, as far as facts tell; and what they do not tell. */
export function lossOf(
  { approval, plan }: FactOf<'approved'>,
  facts: readonly Fact[],
  watch: Watch,
): readonly string[] {
  const offered = facts.findLast(
    (fact): fact is FactOf<'offered'> =>
      fact.kind === 'offered' && fact.offer.number === approval.offer,
  );
  const told = (offered?.offer.readiness ?? []).map((line) => `Said at the question: ${line}`);
  const raised = facts.flatMap((fact) =>
    fact.kind === 'targetFixed' ? [`${fact.step} was to reach ${fact.target.says}.`] : [],
  );
  const overlaps = facts.flatMap((fact) =>
    fact.kind === 'stepSettled' && fact.overlapMs !== undefined
      ? [
          [
            `Both sides may have run for ${took(fact.overlapMs)}, until ${fact.step} was settled`,
            `${inOverlap(plan, { name: fact.step })}.`,
          ].join(''),
        ]
      : [],
  );
  const from = watch.regions[plan.from];
  const unknown =
    plan.mode === 'forced'
      ? [
          `Not measured: what was under way in ${from} when it failed, such as runs of workflows, and what their connectors held. Once it is back, \`farwatch reconcile\` lists what can be told of them.`,
        ]
      : [];
  return [...told, ...raised, ...overlaps, ...warningOf(plan, watch), ...unknown];
}

/** What is left for people to do. */
export function openOf(
  incident: Incident,
  facts: readonly Fact[],
  watch: Watch,
): readonly string[] {
  const approved = lastOf(facts, 'approved');
  if (approved === undefined) return [];
  const { plan } = approved;
  const from = watch.regions[plan.from];
  const owed = 'plan' in incident ? owedSteps(incident) : [];
  const skipped = facts.flatMap((fact) =>
    fact.kind === 'stepSkipped'
      ? [`${fact.step} was skipped by ${fact.by} (${fact.why}): see that it need not be done.`]
      : [],
  );
  return [
    ...(incident.stage === 'held'
      ? [`The move is held: ${incident.why}. It waits for a person's order.`]
      : []),
    ...owed.map((step) => {
      const meanwhile = whileOwed(plan, step, facts);
      const until = meanwhile === undefined ? '' : ` Until then: ${meanwhile}.`;
      return `Still owed: ${step.title}. It is done at the first sign of life of ${from}.${until}`;
    }),
    ...skipped,
    ...(incident.stage === 'over' ? afterEnd(incident.outcome, approved, facts, watch) : []),
  ];
}

function afterEnd(
  outcome: Outcome,
  { plan }: FactOf<'approved'>,
  facts: readonly Fact[],
  watch: Watch,
): readonly string[] {
  const [from, to] = [watch.regions[plan.from], watch.regions[servesAfter(plan)]];
  if (outcome !== 'moved') {
    const undone = carried(plan, facts).filter(({ state }) => state !== 'done');
    const names = listed(undone.map(({ step }) => step));
    if (undone.length === 0) return [];
    return [
      `It ended ${outcome}, and ${names} were not done: see in Azure what serves from where.`,
    ];
  }
  if (plan.move === 'repair' || plan.move === 'align') return [];
  if (isDrain(plan, watch)) return drained(plan, watch);
  const serve = plan.services.length === 1 ? 'serves' : 'serve';
  return [
    `${listed(plan.services)} ${serve} from ${to}: see what was left behind in ${from}, and take it up or clear it away.`,
    ...leftBehind(plan, watch),
  ];
}

/** Where both sides serve, nothing is left behind that anybody would have to fetch. */
function drained(plan: Plan, watch: Watch): readonly string[] {
  if (plan.move === 'failback') return [];
  const is = plan.services.length === 1 ? 'is' : 'are';
  return [
    `${listed(plan.services)} ${is} ${doneTo(plan, watch)}: put back with \`farwatch move home\` when it is well again.`,
  ];
}
