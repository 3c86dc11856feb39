/** A watch file as it would be written for a deployment, with rounds so short that a story is too. */

export interface Shortened {
  /** Seconds between two rounds. */
  readonly round: number;
}

/**
 * Secrets of a laptop (`env:NAME`) become parameters, but those of the two identities, for which the
 * role vouches. Only the section on judging is changed besides.
 */
export function deployable(text: string, { round }: Shortened): string {
  const judging = [
    '    judging:',
    `      round: ${round}s`,
    '      timeout: 1500ms',
    '      reask: 500ms',
    `      fresh: ${round * 4 + 2}s`,
    '      window: 2m',
  ].join('\n');
  return text
    .replace(/env:(?!FARWATCH_(?:LOOK|SWITCH)_SECRET)([A-Z0-9_]+)/g, (_, name: string) => {
      return `ssm:/contoso/${name.toLowerCase().replaceAll('_', '-')}`;
    })
    .replace(/^ {4}judging:\n(?: {6}.*\n)+/m, `${judging}\n`);
}
