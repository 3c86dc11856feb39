/** The points at which a function may be killed: enumerated from the calls of an undisturbed story. */

import type { Fate, OutgoingCall } from '../../lab/cloud/calls.ts';

/** One moment of one call of one function. */
export interface Point {
  /** `failover arm POST Microsoft.Logic/workflows/enable 1/4 kill-after` */
  readonly id: string;
  readonly fn: string;
  readonly service: string;
  readonly operation: string;
  /** The nth call of this kind by this function, from 1. */
  readonly nth: number;
  readonly fate: Exclude<Fate, 'pass'>;
  /** The same in every run, however many calls an undisturbed story makes. */
  readonly lot: string;
}

/** One kind of call of one function. */
export interface CallKind {
  readonly fn: string;
  readonly service: string;
  readonly operation: string;
  /** How many there were. */
  readonly made: number;
  /** Those that are tried: one in the middle, or the first, the last, and others evenly between. */
  readonly tried: readonly number[];
}

/** What changes something is tried more often than what only reads. */
const reads = /^(GET|Get|Query|Verify|metadata|users\.info|auth\.test)/;

/** Of one kind of call: more where more depends on it. */
function triesMax(fn: string, operation: string): number {
  if (reads.test(operation) || !isPressed(fn)) return 1;
  return fn === 'failover' ? 5 : 3;
}

/** A person waits for these; their silence is tried too. */
function isPressed(fn: string): boolean {
  return ['failover', 'answer', 'judge', 'tell'].includes(fn);
}

export function callKindsOf(log: readonly OutgoingCall[]): readonly CallKind[] {
  const groups = Map.groupBy(log, ({ fn, service, operation }) => `${fn} ${service} ${operation}`);
  return [...groups.values()]
    .flatMap((calls) => {
      const [first] = calls;
      if (first === undefined) return [];
      const { fn, service, operation } = first;
      const made = calls.length;
      return [{ fn, service, operation, made, tried: evenly(made, triesMax(fn, operation)) }];
    })
    .toSorted((a, b) => a.fn.localeCompare(b.fn));
}

export function pointsOf(kinds: readonly CallKind[]): readonly Point[] {
  const vantages = [...new Set(kinds.map(({ fn }) => fn))].filter((fn) => fn.startsWith('probe@'));
  return kinds
    .filter((kind) => !isSpared(kind, vantages))
    .flatMap((kind) => kind.tried.flatMap((nth, at) => momentsOf(kind, nth, at)));
}

/** `at`: which of those that are tried, from 0. */
function momentsOf(kind: CallKind, nth: number, at: number): readonly Point[] {
  const { fn, service, operation, made } = kind;
  return fatesOf(kind, at === 0).map((fate) => {
    const id = `${fn} ${service} ${operation} ${nth}/${made} ${fate}`;
    const lot = `${fn} ${service} ${operation} ${at} ${fate}`;
    return { id, fn, service, operation, nth, fate, lot };
  });
}

const kills = ['kill-before', 'kill-after', 'kill-answered'] as const;

function fatesOf({ fn, operation }: CallKind, first: boolean): readonly Point['fate'][] {
  const [before, after, answered] = kills;
  if (!isPressed(fn)) return [kills[lettersOf(operation) % kills.length] ?? after];
  const silence = first ? (['silence'] as const) : [];
  // What was read dies with who read it: before and after are one moment.
  return reads.test(operation) ? [after, ...silence] : [before, after, answered, ...silence];
}

/** Vantages are equals, and look anew each round: each kind of call is tried at one of them. */
function isSpared({ fn, operation }: CallKind, vantages: readonly string[]): boolean {
  if (!vantages.includes(fn)) return false;
  return vantages[lettersOf(operation) % vantages.length] !== fn;
}

function lettersOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
}

function evenly(made: number, most: number): readonly number[] {
  if (made <= most) return Array.from({ length: made }, (_, at) => at + 1);
  if (most === 1) return [Math.ceil(made / 2)];
  const step = (made - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => 1 + Math.round(at * step));
}

/** Befalls the function once, at its point; `reached` tells whether it came to that. */
export function fateAt(point: Point): {
  readonly fates: (call: OutgoingCall) => Fate;
  readonly reached: () => boolean;
} {
  let seen = 0;
  return {
    reached: () => seen >= point.nth,
    fates({ fn, service, operation }) {
      const same = fn === point.fn && service === point.service && operation === point.operation;
      if (!same) return 'pass';
      seen += 1;
      return seen === point.nth ? point.fate : 'pass';
    },
  };
}
