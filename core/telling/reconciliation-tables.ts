/** A reconciliation as CSV: a table for each thing that may be left, to be worked through row by row. */

import type { Instant } from '../names.ts';
import type {
  AbandonedRuns,
  MessagesLeft,
  NumberSkipped,
  Read,
  ReceivedThere,
  Reconciliation,
  RunSeen,
  SeenTwice,
  Skipped,
} from './reconciliation.ts';

export interface Table {
  /** `runs`, for a file name. */
  readonly name: string;
  readonly csv: string;
}

type Row = readonly (string | number | undefined)[];

/** What could not be read is a row as well, with the reason in its last column. */
export function reconciliationTables(told: Reconciliation): readonly Table[] {
  const table = (name: string, head: Row, rows: readonly Row[]): Table => ({
    name,
    csv: csvOf([head, ...rows]),
  });
  return [
    table(
      'runs',
      ['service', 'workflow', 'run', 'status', 'began', 'ended', 'tracking id', 'resubmit', 'note'],
      told.runs.flatMap(runRows),
    ),
    table(
      'messages',
      ['service', 'namespace', 'entity', 'message id', 'sequence', 'enqueued', 'state', 'note'],
      told.messages.flatMap(messageRows),
    ),
    table(
      'twice',
      [
        ...['service', 'tracking id'],
        ...['workflow left', 'run left', 'began', 'workflow serving', 'run serving', 'began there'],
        'note',
      ],
      told.twice.flatMap(twiceRows),
    ),
    table(
      'numbers',
      ['service', 'session', 'last sent', 'raised to', 'skipped', 'numbers', 'note'],
      told.numbers.map(numberRow),
    ),
    table(
      'received',
      ['service', 'agreement', 'number', 'unknown to', 'note'],
      told.received.flatMap(receivedRows),
    ),
  ];
}

function runRows({ service, of, runs }: AbandonedRuns): readonly Row[] {
  if (runs.is === 'unsure') return [[service, of, ...blank(6), unread(runs.why)]];
  return runs.found.map(({ resubmit, ...run }) => [
    service,
    ...[run.workflow, run.run, run.status, time(run.startedAt), time(run.endedAt), run.trackingId],
    resubmit.is === 'command' ? resubmit.command : '',
    resubmit.is === 'none' ? resubmit.why : '',
  ]);
}

/** Those that were not named are one row for each entity, so that nothing counted is missing. */
function messageRows({ service, namespace, entities }: MessagesLeft): readonly Row[] {
  if (entities.is === 'unsure') {
    return [[service, namespace, ...blank(5), unread(entities.why)]];
  }
  return entities.found.flatMap(({ entity, messages, ...counts }): readonly Row[] => {
    const start = [service, namespace, entity];
    const named = messages.is === 'read' ? messages.found : [];
    const rows = named.map(({ id, sequence, enqueuedAt, state }) => [
      ...start,
      ...[id, sequence, time(enqueuedAt), state, ''],
    ]);
    const all = counts.active + counts.scheduled + counts.deadLettered;
    const note = messages.is === 'unsure' ? unread(messages.why) : 'ids were not read';
    const rest = all - named.length;
    return rest > 0 ? [...rows, [...start, ...blank(4), `${rest} more: ${note}`]] : rows;
  });
}

function twiceRows({ overlap: { service }, runs }: SeenTwice): readonly Row[] {
  if (runs.is === 'unsure') return [[service, ...blank(7), unread(runs.why)]];
  const side = ({ workflow, run, startedAt }: RunSeen): Row => [workflow, run, time(startedAt)];
  return runs.found.map(({ trackingId, left, serving }) => [
    ...[service, trackingId, ...side(left), ...side(serving)],
    '',
  ]);
}

function numberRow({ service, session, last, raisedTo, skipped }: NumberSkipped): Row {
  const known = last.is === 'read' ? last.found : undefined;
  const [count, numbers] =
    skipped.is === 'read' ? [skipped.found.count, rangesOf(skipped)] : [undefined, ''];
  const note = skipped.is === 'unsure' ? unread(skipped.why) : '';
  return [service, session, known, raisedTo, count, numbers, note];
}

function receivedRows({ service, account, interchanges }: ReceivedThere): readonly Row[] {
  if (interchanges.is === 'unsure') {
    return [[service, '', '', account, unread(interchanges.why)]];
  }
  return interchanges.found.flatMap(({ agreement, numbers }) =>
    numbers.map((number): Row => [service, agreement, number, account, '']),
  );
}

/** `1043–2040`. */
export function rangesOf({ found }: Extract<Read<Skipped>, { is: 'read' }>): string {
  return found.ranges
    .map(([first, last]) => (first === last ? String(first) : `${first}–${last}`))
    .join(' and ');
}

function unread(why: string): string {
  return `not known: ${why}`;
}

function blank(n: number): Row {
  return Array.from({ length: n }, () => '');
}

function time(at: Instant | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString();
}

/** RFC 4180. */
export function csvOf(rows: readonly Row[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

/** A message id is anybody's words: a spreadsheet would take some for a formula, and run it. */
function cellOf(value: string | number | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
