/** How `watch` speaks: to people a story on stdout, to machines facts on stdout and words beside. */

import { wallClock } from '../adapters/local/clock.ts';
import type { Fact } from '../core/fact.ts';
import type { Watch } from '../core/watch.ts';
import { narratorOf } from './narrator.ts';
import { complain, print, printJsonLine } from './print.ts';

export interface Voice {
  tell(fact: Fact): void;
  /** For a person: a question, a card, what came of an answer. */
  say(text: string): void;
  open(...lines: readonly string[]): void;
}

export function voiceOf(watch: Watch, json: boolean): Voice {
  if (json)
    return { tell: printJsonLine, say: complain, open: (...lines) => each(lines, complain) };
  const narrator = narratorOf(watch, wallClock.now());
  return {
    tell: (fact) => narrator.tell(fact),
    say: (text) => narrator.say(wallClock.now(), text),
    open: (...lines) => each(lines, print),
  };
}

function each(lines: readonly string[], speak: (line: string) => void): void {
  for (const line of lines) speak(line);
}
