/** Whether a story of kills left the same world behind as one that nobody disturbed. */

import type { Fact } from '../../core/fact.ts';
import type { Step } from '../../core/plan.ts';
import type { LabState } from '../../lab/estate/state.ts';
import type { Told } from './story.ts';

type Write = LabState['writes'][number];

/** What is different, in words; empty when nothing is. */
export function differences(undisturbed: Told, told: Told): readonly string[] {
  const { incident, facts } = told.report;
  const [expected, found] = [planned(undisturbed), planned(told)];
  if (expected !== found) return [`another plan: ${found} instead of ${expected}`];
  const held = facts.filter((fact) => fact.kind === 'held');
  return [
    ...(incident.stage === 'over' ? [] : [`the incident is ${incident.stage}`]),
    ...(facts.some((fact) => fact.kind === 'proven') ? [] : ['nothing was proven']),
    ...held.map((fact) => `held: ${fact.why}`),
    ...apart(worldOf(undisturbed.state), worldOf(told.state)),
    ...apart(changes(undisturbed.state), changes(told.state)),
    ...tooOften({ writes: told.state.writes, facts: told.report.facts }),
    ...twice(told).map((document) => `${document} was answered twice`),
  ];
}

function planned({ report }: Told): string {
  const approved = report.facts.find((fact) => fact.kind === 'approved');
  return approved?.plan.services.join(', ') ?? 'none';
}

/** What is where, and in which state; not what flowed meanwhile. */
function worldOf({ workflows, names, buses }: LabState): readonly string[] {
  return [
    ...workflows.map(({ id, state }) => `${id} is ${state}`),
    ...names.map(({ name, leads }) => `${name} leads to ${leads}`),
    ...buses.map(({ alias, leads }) => `${alias} leads to ${leads}`),
  ];
}

/** Each change of the world once, however often it was made. */
function changes({ writes }: LabState): readonly string[] {
  return [...new Set(writes.map(nameOf))].toSorted();
}

function nameOf({ operation, resource }: Pick<Write, 'operation' | 'resource'>): string {
  return `${operation} of ${resource}`;
}

function apart(expected: readonly string[], found: readonly string[]): readonly string[] {
  const missing = expected.filter((line) => !found.includes(line));
  const surplus = found.filter((line) => !expected.includes(line));
  return [...missing.map((line) => `missing: ${line}`), ...surplus.map((line) => `new: ${line}`)];
}

/** Each change of Azure is made at most once within a claim. */
export function tooOften({
  writes: all,
  facts,
}: {
  readonly writes: readonly Pick<Write, 'operation' | 'resource'>[];
  readonly facts: readonly Fact[];
}): readonly string[] {
  const approved = facts.find((fact) => fact.kind === 'approved');
  const steps = approved?.plan.steps ?? [];
  return [...Map.groupBy(all, nameOf)].flatMap(([name, writes]) => {
    const step = steps.find((one) => touches(one, name));
    if (step === undefined) return [`${name} belongs to no step`];
    const claims = claimsOf(step, facts);
    return writes.length <= claims ? [] : [`${name}: ${writes.length} times in ${claims} claims`];
  });
}

function claimsOf(step: Step, facts: readonly Fact[]): number {
  return facts.filter((fact) => fact.kind === 'stepTried' && fact.step === step.name).length;
}

/**
 * Where the fence had to be owed, both sides run for a moment when the region returns, killed or
 * not; that overlap is told, and what was answered before it is answered once.
 */
function twice({ state, report: { facts } }: Told): readonly string[] {
  const owed = facts.some((fact) => fact.kind === 'stepOwed');
  const proven = facts.find((fact) => fact.kind === 'proven')?.at ?? 0;
  return state.duplicates.filter((document) => {
    const last = state.ledger.findLast((line) => line.document === document);
    return !owed || last === undefined || last.at < proven;
  });
}

/** By the names that a step's settings and the lab's record of writes share. */
function touches({ kind, settings }: Step, change: string): boolean {
  const { resourceGroup, state, alias, record } = settings as Readonly<Record<string, string>>;
  const has = (part = '-') => change.toLowerCase().includes(part.toLowerCase());
  switch (kind) {
    case 'logic-app-state':
      return has(resourceGroup) && has(state === 'Enabled' ? '/enable of' : '/disable of');
    case 'service-bus-alias':
      return has(`disasterRecoveryConfigs/${alias}`) || has(alias);
    default:
      return has(record);
  }
}
