/** What the runtime says of this one invocation. */

export interface Turn {
  getRemainingTimeInMillis(): number;
}

/** Where nothing is said: as long as every stack gives at least. */
const unsaidMs = 60_000;

export function leftMs(turn: Turn | undefined): number {
  return turn?.getRemainingTimeInMillis() ?? unsaidMs;
}
