/** What is wrong with a file, where, and what to do about it. */

/** A step into the file: the key of a map, or the number of an entry in a list. */
export type Path = readonly (string | number)[];

/** Something wrong, not yet found on its line. Neither text ever repeats a secret. */
export interface Flaw {
  readonly path: Path;
  readonly message: string;
  /** An instruction: what to do now. */
  readonly next: string;
  /** Where it begins in the text, when that is known better than from its path. */
  readonly offset?: number;
}

export interface Fault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `watches.orders.approvers[1]`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly next: string;
}

/** `farwatch.yaml:12:5 watches.orders.mode: must be one of … -> Write one of them.` */
export function faultLine({ file, line, column, path, message, next }: Fault): string {
  const where = path === '' ? '' : `${path}: `;
  return `${file}:${line}:${column} ${where}${message}${arrow}${next}`;
}

const arrow = ' -> ';

/** A schema has one text to give; what follows the arrow in it is the way out. */
export function flawOf(path: Path, text: string): Flaw {
  const at = text.indexOf(arrow);
  if (at < 0) return { path, message: text, next: 'Correct it.' };
  return { path, message: text.slice(0, at), next: text.slice(at + arrow.length) };
}
