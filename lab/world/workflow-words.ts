/** A workflow of the lab in ARM's words: the resource, its trigger, its looks and its runs. */

import type { Instant } from '../../core/names.ts';
import { Denied, type WorkflowLayout } from './azure.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What may be written of it, as it was written last. */
export interface Written extends Fields {
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Fields & { readonly definition: Fields };
}

export interface Look {
  readonly at: Instant;
  readonly status: 'Succeeded' | 'Skipped' | 'Failed';
}

export interface Run {
  readonly name: string;
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  readonly ends: 'Succeeded' | 'Failed' | 'Cancelled';
  /** Of what began it, where that has one: as a trigger takes it over from what it fetched. */
  readonly trackingId: string;
}

export interface ToldWorkflow {
  readonly layout: WorkflowLayout;
  readonly state: 'Enabled' | 'Disabled';
  readonly written: Written;
  readonly changedAt: Instant;
  readonly version: number;
  /** Newest first, as are the runs. */
  readonly looks: readonly Look[];
  readonly runs: readonly Run[];
}

const type = 'Microsoft.Logic/workflows';
/** As the service does, when nobody says how many. */
const pageSize = 30;

export function firstWritten({ does, tags, trigger }: WorkflowLayout, location: string): Written {
  const recurrence = { frequency: 'Minute', interval: 1 };
  const inputs = { method: 'get', path: '/datasets/default/triggers/batch/onupdatedfile' };
  const triggers =
    does === 'health'
      ? { manual: { type: 'Request', kind: 'Http', inputs: {} } }
      : { [trigger ?? 'When_something_is_there']: { type: 'ApiConnection', recurrence, inputs } };
  const $schema =
    'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#';
  const rest = { contentVersion: '1.0.0.0', parameters: {}, actions: {}, outputs: {} };
  return {
    location,
    tags,
    properties: { definition: { $schema, ...rest, triggers }, parameters: {} },
  };
}

/** `asked`: its id, or that of a list below it, maybe with a query. */
export function wordsFor(told: ToldWorkflow, asked: string, now: Instant): unknown {
  const url = new URL(asked, 'https://management.azure.com');
  const part = decodeURIComponent(url.pathname).slice(told.layout.id.length).toLowerCase();
  if (part === '') return resourceOf(told);
  if (part === '/triggers') return { value: [triggerOf(told)] };
  if (part === '/runs') return runsOf(told, url, now);
  if (part === `/triggers/${triggerName(told).toLowerCase()}/histories`) {
    return { value: told.looks.slice(0, topOf(url.searchParams)).map((one) => lookOf(told, one)) };
  }
  throw new Denied(404, 'ResourceNotFound', `The Resource '${asked}' was not found.`);
}

function resourceOf({ layout, state, written, changedAt, version }: ToldWorkflow) {
  const { properties, ...resource } = written;
  return {
    ...resource,
    id: layout.id,
    name: tail(layout.id),
    type,
    properties: {
      ...properties,
      provisioningState: 'Succeeded',
      createdTime: '2026-01-05T08:00:00.0000000Z',
      changedTime: time(changedAt),
      state,
      version: `0858400000000000${String(version).padStart(4, '0')}`,
      accessEndpoint: `https://prod-00.${written['location']}.logic.azure.com:443/workflows/${tail(layout.id)}`,
    },
  };
}

function triggerOf(told: ToldWorkflow) {
  const { layout, state, changedAt, looks } = told;
  const [last] = looks;
  const name = triggerName(told);
  return {
    id: `${layout.id}/triggers/${name}`,
    name,
    type: `${type}/triggers`,
    properties: {
      provisioningState: 'Succeeded',
      createdTime: '2026-01-05T08:00:00.0000000Z',
      changedTime: time(changedAt),
      state,
      ...(last && { status: last.status, lastExecutionTime: time(last.at) }),
    },
  };
}

function lookOf(told: ToldWorkflow, { at, status }: Look) {
  const name = `0858${String(at).padStart(16, '0')}CU00`;
  return {
    id: `${told.layout.id}/triggers/${triggerName(told)}/histories/${name}`,
    name,
    type: `${type}/triggers/histories`,
    properties: {
      startTime: time(at),
      endTime: time(at),
      status,
      code: { Succeeded: 'OK', Skipped: 'Accepted', Failed: 'BadGateway' }[status],
      fired: status === 'Succeeded',
    },
  };
}

/** Of a filter it knows a status, and times between which runs must have begun. */
function runsOf(told: ToldWorkflow, asked: URL, now: Instant) {
  const query = asked.searchParams;
  const matches = filterIn(query.get('$filter') ?? '');
  const all = told.runs.map((run) => ({ ...run, status: statusOf(run, now) })).filter(matches);
  const from = Number(query.get('$skiptoken') ?? 0);
  const to = from + topOf(query);
  const value = all.slice(from, to).map((run) => runWords(told, run));
  if (to >= all.length) return { value };
  const next = new URL(asked);
  next.searchParams.set('$skiptoken', String(to));
  return { value, nextLink: next.href };
}

type ToldRun = Run & { readonly status: string };

function filterIn(filter: string): (run: ToldRun) => boolean {
  const parts = filter === '' ? [] : filter.split(' and ');
  const all = parts.map((part): ((run: ToldRun) => boolean) => {
    const [, status] = /^status eq '(\w+)'$/.exec(part) ?? [];
    if (status !== undefined) return (run) => run.status === status;
    const [, way, time = ''] = /^startTime (ge|le) (\S+)$/.exec(part) ?? [];
    const at = Date.parse(time);
    if (way === 'ge') return ({ startedAt }) => startedAt >= at;
    if (way === 'le') return ({ startedAt }) => startedAt <= at;
    const text = `The request content was invalid: the $filter '${filter}' is not understood.`;
    throw new Denied(400, 'InvalidRequestContent', text);
  });
  return (run) => all.every((matches) => matches(run));
}

function runWords(told: ToldWorkflow, { name, startedAt, endsAt, trackingId, status }: ToldRun) {
  const correlation = { clientTrackingId: trackingId };
  const startTime = time(startedAt);
  const began = { name: triggerName(told), startTime, endTime: startTime, status: 'Succeeded' };
  return {
    id: `${told.layout.id}/runs/${name}`,
    name,
    type: `${type}/runs`,
    properties: {
      status,
      startTime,
      ...(status !== 'Running' && { endTime: time(endsAt) }),
      correlation,
      trigger: { ...began, correlation },
    },
  };
}

function statusOf({ endsAt, ends }: Run, now: Instant): string {
  return now < endsAt ? 'Running' : ends;
}

export function triggerName({ written }: Pick<ToldWorkflow, 'written'>): string {
  return Object.keys(Object(written.properties.definition['triggers']))[0] ?? 'none';
}

function topOf(query: URLSearchParams): number {
  return Number(query.get('$top') ?? pageSize);
}

function time(at: Instant): string {
  return new Date(at).toISOString();
}

function tail(id: string): string {
  return id.split('/').at(-1) ?? id;
}
