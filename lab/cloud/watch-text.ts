/** A watch file as it would be written for a deployment, with rounds so short that a story is too. */

export interface Shortened {
  /** Seconds between two rounds. */
  readonly round: number;
  /** Lets the claim of one that was killed grow old in seconds. */
  readonly hasty?: boolean;
}

/** Of whoever signs a call to the answer function: as `aws sts get-caller-identity` tells it. */
export function callerArn(person: string): string {
  return `arn:aws:iam::111122223333:user/${person}`;
}

/**
 * Secrets of a laptop (`env:NAME`) become parameters, but those of the two identities, for which the
 * role vouches. People get an AWS identity, and the section on judging is another, and
 * on request that on moving.
 */
export function deployable(text: string, { round, hasty = false }: Shortened): string {
  const judging = [
    '    judging:',
    `      round: ${round}s`,
    // Long enough that a busy machine is not taken for a stall of our own.
    '      timeout: 2500ms',
    '      reask: 500ms',
    `      fresh: ${round * 4 + 2}s`,
    '      window: 2m',
  ].join('\n');
  const moving = [
    '    moving:',
    '      approval: 15m',
    '      applyMax: 5s',
    '      skew: 1s',
  ].join('\n');
  const shortened = hasty ? text.replace(/^ {4}moving:\n(?: {6}.*\n)+/m, `${moving}\n`) : text;
  return shortened
    .replace(/env:(?!FARWATCH_(?:LOOK|SWITCH)_SECRET)([A-Z0-9_]+)/g, (_, name: string) => {
      return `ssm:/contoso/${name.toLowerCase().replaceAll('_', '-')}`;
    })
    .replace(/^( {2}(\w+): \{ slack: \w+) \}$/gm, (_, before: string, person: string) => {
      return `${before}, aws: '${callerArn(person)}' }`;
    })
    .replace(/^ {4}judging:\n(?: {6}.*\n)+/m, `${judging}\n`);
}
