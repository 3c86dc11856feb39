/** Tells the story at the terminal: one line a fact, with the seconds since it began. */

import type { Fact } from '../core/fact.ts';
import type { Instant } from '../core/names.ts';
import { type Line, lineOf } from '../core/telling/line.ts';
import type { Watch } from '../core/watch.ts';
import { print, styled } from './print.ts';

export interface Narrator {
  tell(fact: Fact): void;
  /** Something that is no fact: what the lab does, what a person may do now. */
  say(at: Instant, text: string): void;
}

/** Below the text of a line, not below its sign. */
const indent = ' '.repeat(12);

export function narratorOf(watch: Watch, began: Instant): Narrator {
  const before: Fact[] = [];
  const stamp = (at: Instant) =>
    styled('dim', `${((at - began) / 1_000).toFixed(1).padStart(6)} s`);
  return {
    tell: (fact) => {
      const { tone, text, more } = lineOf(fact, watch, before);
      before.push(fact);
      if (text !== '') print(`${stamp(fact.at)}  ${signs[tone]()} ${text}`);
      for (const line of more) print(`${indent}${line}`);
    },
    say: (at, text) => print(`${stamp(at)}    ${text}`),
  };
}

const signs: Readonly<Record<Line['tone'], () => string>> = {
  bad: () => styled('red', '▼'),
  good: () => styled('green', '✓'),
  asks: () => styled('yellow', '?'),
  step: () => styled('dim', '·'),
};
