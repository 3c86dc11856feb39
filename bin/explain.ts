/** Turns whatever ended a command into words, or JSON, and the code to leave with. */

import { CommanderError } from 'commander';
import { Trouble, wordsOf } from '../core/trouble.ts';
import { type Exit, exits } from './exit.ts';
import { withoutQueries, withoutSecrets } from './hush.ts';
import { complain, printJson } from './print.ts';
import { type Complaint, lineOf, Refused } from './refused.ts';
import { isOfSystem, systemWords } from './system-words.ts';

interface Ending {
  readonly exit: Exit;
  /** Stable and greppable. */
  readonly code: string;
  readonly faults: readonly Complaint[];
  /** A bug is told whole. */
  readonly stack?: string;
}

/** With `json`, one object on stdout: `{ ok: false, code, faults: [{ message, next, … }] }`. */
export function explain(error: unknown, json: boolean): Exit {
  // Asking for help is no fault, and commander has given it.
  if (error instanceof CommanderError && error.exitCode === 0) return exits.fine;
  const ending = endingOf(error);
  if (json) tellMachine(ending);
  // What commander refuses, it tells by itself.
  else if (!(error instanceof CommanderError)) tellPerson(ending);
  return ending.exit;
}

function endingOf(error: unknown): Ending {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    const next = 'farwatch --help shows all commands.';
    return { exit: exits.refused, code: 'usage', faults: [{ message, next }] };
  }
  if (error instanceof Refused) {
    return { exit: exits.refused, code: 'refused', faults: error.faults };
  }
  if (error instanceof Trouble) {
    const { code, message, next } = error;
    return { exit: exits.refused, code, faults: [{ message, next }] };
  }
  if (isOfSystem(error)) {
    const next = 'Make it usable, then try again.';
    const faults = [{ message: systemWords('use', error.path, error.code), next }];
    return { exit: exits.failed, code: 'system', faults };
  }
  const message = `farwatch failed, and this is a bug: ${wordsOf(error)}`;
  const next = 'Please report it, with the lines below.';
  const stack = error instanceof Error ? error.stack : undefined;
  const faults = [{ message, next }];
  return { exit: exits.failed, code: 'bug', faults, ...(stack === undefined ? {} : { stack }) };
}

function tellMachine({ code, faults, stack }: Ending): void {
  const safe = (text: string) => withoutQueries(withoutSecrets(text));
  const told = faults.map((one) => ({ ...one, message: safe(one.message) }));
  const whole = stack === undefined ? {} : { stack: safe(stack) };
  printJson({ ok: false, code, faults: told, ...whole });
}

function tellPerson({ code, faults, stack }: Ending): void {
  for (const fault of faults) complain(lineOf(fault));
  if (code === 'refused') {
    complain(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}; nothing was done.`);
  }
  if (stack !== undefined) complain(stack);
}
