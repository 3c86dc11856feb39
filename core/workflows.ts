/** Workflows as ARM tells them in full: since when they are as they are, their triggers, polls and runs. */

import type { Workflow } from './azure.ts';
import type { Instant } from './names.ts';

/** Of Microsoft.Logic. */
export const workflowVersion = '2019-05-01';

/** The ways to say which workflows of a group are meant. */
export interface WorkflowNames {
  readonly workflows?: readonly string[] | undefined;
  readonly tag?: { readonly name: string; readonly value: string } | undefined;
  readonly prefix?: string | undefined;
}

export interface WorkflowInFull {
  readonly state: string;
  /** When its definition, or its state, was changed last. */
  readonly changedAt: Instant | undefined;
  /** The names of its triggers that look by themselves, and so have a place to go on from. */
  readonly polling: readonly string[];
  /** Parameters whose values ARM keeps to itself: whoever writes back what was read loses them. */
  readonly secured: readonly string[];
}

/** One look of a trigger, or one run: both are told alike. */
export interface Passage {
  /** `Succeeded`, `Skipped`, `Failed`, `Running`, … */
  readonly status: string;
  readonly startedAt: Instant;
  /** Absent while it is under way. */
  readonly endedAt: Instant | undefined;
  readonly code: string | undefined;
}

/** By tag or prefix; names are looked up by whoever has to tell which are missing. */
export function isAmong(
  { id, tags }: Workflow,
  { workflows, tag, prefix }: WorkflowNames,
): boolean {
  const name = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  if (prefix !== undefined) return name.startsWith(prefix.toLowerCase());
  if (tag === undefined) return (workflows ?? []).some((one) => one.toLowerCase() === name);
  // Tag names have no case in Azure; their values do.
  return Object.entries(tags).some(
    ([key, value]) => key.toLowerCase() === tag.name.toLowerCase() && value === tag.value,
  );
}

/** Throws on what does not read as a workflow. */
export function workflowIn(raw: unknown): WorkflowInFull {
  const { state, changedTime, definition, parameters } = Object(Object(raw).properties);
  if (typeof state !== 'string') throw new Error('ARM told a workflow without a state');
  const { triggers, parameters: declared } = Object(definition);
  return {
    state,
    changedAt: instantOf(changedTime),
    polling: Object.entries(Object(triggers)).flatMap(([name, trigger]) =>
      Object(trigger).recurrence === undefined ? [] : [name],
    ),
    secured: Object.entries(Object(declared)).flatMap(([name, parameter]) =>
      /^secure/i.test(String(Object(parameter).type)) &&
      Object(Object(parameters)[name]).value === undefined
        ? [name]
        : [],
    ),
  };
}

/** When any of a workflow's triggers looked last. */
export function lastLookIn(raw: unknown): Instant | undefined {
  const times = listIn(raw).flatMap(({ lastExecutionTime }) => instantOf(lastExecutionTime) ?? []);
  return times.toSorted((a, b) => b - a)[0];
}

/** Of `runs` and of `histories`, newest first. */
export function passagesIn(raw: unknown): readonly Passage[] {
  const all = listIn(raw).map(({ status, startTime, endTime, code }): Passage => {
    const startedAt = instantOf(startTime);
    if (startedAt === undefined) throw new Error('ARM told a run without the time it began');
    return {
      status: String(status),
      startedAt,
      endedAt: instantOf(endTime),
      code: typeof code === 'string' ? code : undefined,
    };
  });
  return all.toSorted((a, b) => b.startedAt - a.startedAt);
}

interface Told {
  readonly status?: unknown;
  readonly startTime?: unknown;
  readonly endTime?: unknown;
  readonly code?: unknown;
  readonly lastExecutionTime?: unknown;
}

function listIn(raw: unknown): readonly Told[] {
  const { value } = Object(raw);
  if (!Array.isArray(value)) throw new Error('ARM told no list where one was asked for');
  return value.map((one) => Object(Object(one).properties));
}

function instantOf(told: unknown): Instant | undefined {
  const at = typeof told === 'string' ? Date.parse(told) : Number.NaN;
  return at > 0 ? (at as Instant) : undefined;
}
