/** Finds what somebody probably meant to write. */

/** The known word closest to `word`, or nothing when none is close enough to suggest. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const plain = bare(word);
  const [best] = known
    .map((candidate) => ({ candidate, away: distance(plain, bare(candidate)) }))
    .filter(({ candidate, away }) => away <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.away - b.away);
  return best?.candidate;
}

/** `West Europe` means `westeurope`, and `signing_secret` means `signingSecret`. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}

/** Letters to insert, drop, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cell = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const kept = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, kept);
      rows[i]?.push(swapped ? Math.min(least, cell(i - 2, j - 2) + 1) : least);
    }
  }
  return cell(a.length, b.length);
}
