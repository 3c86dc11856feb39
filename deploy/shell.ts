/** How commands are written for people to read and for a shell to run. */

/** One word, whatever it contains. */
export function quoted(word: string): string {
  return /^[\w./:@=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command over several lines: the first word group, then one option a line. */
export function command(...parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

export interface Chapter {
  /** What the commands below it are for, as one sentence. */
  readonly title: string;
  readonly lines: readonly string[];
}

export function script(chapters: readonly Chapter[]): string {
  return chapters.map(({ title, lines }) => [`# ${title}`, ...lines, ''].join('\n')).join('\n');
}
