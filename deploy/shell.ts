/** How commands are written for people to read and for a shell to run. */

/** One word, whatever it contains. */
export function quoted(word: string): string {
  return /^[\w./:@=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command over several lines: the first word group, then one option a line. */
export function command(...parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

/** Reads a secret from its input, and shows nothing of it. `home`: the AWS region of the tables. */
export function keeper(home: string): string {
  return `keep() { aws ssm put-parameter --region ${home} --type SecureString --overwrite --name "$1" --value file:///dev/stdin > /dev/null; }`;
}

/** Puts what a command prints where the file expects it. What a laptop needs, a person fetches, by `shows`. */
export function kept(
  asks: string,
  reference: string,
  home: string | undefined,
  shows = asks,
): readonly string[] {
  if (home === undefined || !reference.startsWith('ssm:')) {
    return [`# It belongs to ${reference}, and is printed by: ${shows}`];
  }
  return [`printf '%s' "$(${asks})" | keep ${quoted(reference.slice('ssm:'.length))}`];
}

export interface Chapter {
  /** What the commands below it are for, as one sentence. */
  readonly title: string;
  readonly lines: readonly string[];
}

export function script(chapters: readonly Chapter[]): string {
  return chapters.map(({ title, lines }) => [`# ${title}`, ...lines, ''].join('\n')).join('\n');
}
