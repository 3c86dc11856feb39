/** The ledger of control numbers over a memory: one page for each account, and what moves have aimed at. */

import {
  keptMs,
  type Ledger,
  type Line,
  type Page,
  type Targets,
} from '../../core/number-ledger.ts';
import type { Memory } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';

export function ledgerIn(memory: Memory): Ledger {
  const read = async <T>(key: string, is: (value: unknown) => value is T) => {
    const text = await memory.get(key);
    return text === undefined ? undefined : readAs(text, is, key);
  };
  return {
    page: (account) => read(pageKey(account), isPage),
    keep: (account, page) => memory.put(pageKey(account), JSON.stringify(page), keptMs),
    async raising(account, targets) {
      const before = await read(targetsKey(account), isTargets);
      await memory.put(targetsKey(account), JSON.stringify({ ...before, ...targets }), keptMs);
    },
    raised: async (account) => (await read(targetsKey(account), isTargets)) ?? {},
  };
}

function pageKey(account: string): string {
  return `numbers/${account.toLowerCase()}`;
}

function targetsKey(account: string): string {
  return `numbers-raised/${account.toLowerCase()}`;
}

/** What is damaged is not taken for a partner that was sent nothing. */
function readAs<T>(text: string, is: (value: unknown) => value is T, key: string): T {
  const value = parsed(text);
  if (is(value)) return value;
  throw new Trouble('ledger-unreadable', {
    message: `Cannot read the control numbers that were kept: ${key} has a shape that this version cannot read`,
    next: 'Run the version of farwatch that wrote it, or delete that item of the memory: it is written anew within minutes.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isPage(value: unknown): value is Page {
  return isRecord(value) && isNumber(value['at']) && allIn(value['lines'], isLine);
}

function isLine(value: unknown): value is Line {
  if (!isReading(value)) return false;
  const { before, days }: { before?: unknown; days?: unknown } = Object(value);
  const isDay = (day: unknown) =>
    isRecord(day) && [day['day'], day['perMinute'], day['given']].every(isNumber);
  return (before === undefined || isReading(before)) && Array.isArray(days) && days.every(isDay);
}

function isReading(value: unknown): boolean {
  return isRecord(value) && isNumber(value['number']) && isNumber(value['at']);
}

function isTargets(value: unknown): value is Targets {
  return allIn(value, isNumber);
}

function allIn(value: unknown, is: (one: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(is);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
