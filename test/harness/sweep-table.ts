/** The table of a sweep: what was killed at which calls, and how many stories ended right. */

import { readFile, writeFile } from 'node:fs/promises';
import type { CallKind, Point } from './points.ts';

export interface Tried {
  readonly point: Point;
  /** Whether the function came to that call. */
  readonly reached: boolean;
  /** Empty: it ended right. */
  readonly wrong: readonly string[];
  readonly ms: number;
}

const head = [
  '| function | call | made | tried | killed before | after its effect | after its answer | never answered |',
  '|---|---|---|---|---|---|---|---|',
];

const moments = ['kill-before', 'kill-after', 'kill-answered', 'silence'] as const;

/** A row for each kind of call; `3/3` are stories that ended right, of those in which it came to that. */
export function tableOf(kinds: readonly CallKind[], all: readonly Tried[]): string {
  const rows = kinds.flatMap((kind) => {
    const own = all.filter(({ point }) => isOf(point, kind));
    if (own.length === 0) return [];
    const nths = new Set(own.map(({ point }) => point.nth));
    const cells = moments.map((fate) => cellOf(own.filter(({ point }) => point.fate === fate)));
    const name = `${kind.service} ${kind.operation}`;
    return [`| ${[kind.fn, name, kind.made, nths.size, ...cells].join(' | ')} |`];
  });
  return [...head, ...rows, '', totals(all)].join('\n');
}

function isOf(point: Point, { fn, service, operation }: CallKind): boolean {
  return point.fn === fn && point.service === service && point.operation === operation;
}

function cellOf(tried: readonly Tried[]): string {
  const reached = tried.filter((one) => one.reached);
  const right = reached.filter(({ wrong }) => wrong.length === 0).length;
  return reached.length === 0 ? '' : `${right}/${reached.length}`;
}

function totals(all: readonly Tried[]): string {
  const reached = all.filter((one) => one.reached);
  const right = reached.filter(({ wrong }) => wrong.length === 0).length;
  const missed = all.length - reached.length;
  const tail = missed === 0 ? '' : ` ${missed} more were not reached: that story made fewer calls.`;
  return `${right} of ${reached.length} stories ended right.${tail}`;
}

const page = 'docs/harness.md';
const [begin, end] = ['<!-- sweep: npm run sweep -- --write -->', '<!-- end of sweep -->'];

/** Between its marks on the page about the harness. */
export async function keepTable(table: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks of the sweep's table`);
  const kept = `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`;
  await writeFile(page, kept);
}
