/** The filter patterns of event source mappings, as far as ours go; others are refused aloud. */

import { at, isData } from './data.ts';

/** Whether a record passes: any of the patterns is enough, and no patterns let all through. */
export function passes(record: unknown, patterns: readonly unknown[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => fits(record, pattern));
}

function fits(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((rule: unknown) => follows(value, rule));
  if (!isData(pattern)) throw new Error('a pattern is a map of lists');
  return Object.entries(pattern).every(([name, inner]) => fits(at(value, name), inner));
}

function follows(value: unknown, rule: unknown): boolean {
  if (!isData(rule)) return value === rule;
  const [[name, told] = ['', undefined]] = Object.entries(rule);
  const text = typeof value === 'string' ? value : undefined;
  switch (name) {
    case 'suffix':
      return text?.endsWith(String(told)) === true;
    case 'prefix':
      return text?.startsWith(String(told)) === true;
    case 'exists':
      return (value !== undefined) === told;
    default:
      throw new Error(`the lab does not know the filter ${name}`);
  }
}
